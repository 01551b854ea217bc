// The runs of one row of the conditions, and what is read from them. Where a run happens is its caller's business.
import type { ConditionRun } from '../../experiment/owls/conditions/condition.ts';
import type { OwlsResult } from '../../experiment/owls/records.ts';
import { OWLS, type OwlsSpec } from '../../experiment/owls/spec.ts';
import { RunError } from '../../experiment/records/run-error.ts';
import type { Measured } from './conditions-table.ts';
import { MachineError } from '../files.ts';
import { UsageError } from '../flags.ts';

/** A run at its end, and what it ran on. */
export interface Measurement {
  readonly result: OwlsResult;
  readonly where: string;
}

/**
 * The runs of a row: one on all its bases, or one for each where they are given different traits.
 * @param seeds how many bases, as text
 * @throws UsageError if that is no number of bases
 */
export function specsFor({ entries, traits }: ConditionRun, seeds: string): OwlsSpec[] {
  const specOf = (trait: string, more: readonly (readonly [string, string])[]) => {
    const { spec, problems } = OWLS.parse([...entries, ['trait', trait], ...more]);
    if (problems[0]) throw new UsageError(`--${problems[0]}`);
    return spec;
  };
  const together = specOf(traits[0]!, [['seeds', seeds]]);
  if (traits.length === 1) return [together];
  return Array.from({ length: together.seedCount }, (_, seed) =>
    specOf(traits[seed % traits.length]!, [
      ['seeds', '1'],
      ['seed', String(seed)],
    ]),
  );
}

/**
 * Measures a row. What fails on one base leaves what was measured on the others, and its reason.
 * @param atOnce so many runs side by side; each is told its place among them
 */
export async function measureRow(
  { conditions, traits }: ConditionRun,
  specs: readonly OwlsSpec[],
  run: (spec: OwlsSpec, place: number) => Promise<Measurement>,
  atOnce = 1,
): Promise<Measured[]> {
  const outcomes: (Measurement | string)[] = [];
  let next = 0;
  const runs = async (place: number): Promise<void> => {
    for (let index = next++; index < specs.length; index = next++) {
      const spec = specs[index]!;
      try {
        outcomes[index] = await run(spec, place);
      } catch (error) {
        // What is in the way of one run is in the way of all of them.
        if (!(error instanceof Error) || error instanceof MachineError) throw error;
        outcomes[index] = `${basesOf(spec)}: ${error instanceof RunError ? error.message : String(error)}`;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, place) => runs(place)));
  // In the order of the bases, whichever was done first.
  const done = outcomes.filter((outcome) => typeof outcome !== 'string');
  const problems = outcomes.filter((outcome) => typeof outcome === 'string');
  return conditions.map((condition) => ({
    ...condition,
    traits,
    values: done.flatMap(({ result }) => [...condition.measure(result)]),
    device: done[0]?.where ?? '',
    problem: problems.length > 0 ? problems.join('; ') : undefined,
  }));
}

function basesOf({ seed, seedCount }: OwlsSpec): string {
  return seedCount > 1 ? `bases ${seed} to ${seed + seedCount - 1}` : `base ${seed}`;
}
