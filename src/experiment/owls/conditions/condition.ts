// What a condition of the reference measurements (README.md) is, and whether ours is where it may be. The rows are in
// condition-runs.ts; the command line runs them.
import { summarize, type Bounds } from '../../statistics/stats.ts';
import type { OwlsResult } from '../records.ts';
import type { TraitName } from '../language/traits.ts';

/** A range, both ends included. */
type Range = readonly [number, number];

/** What was measured with PyTorch (README.md beside this file): mean over `seeds` values, ± 1.96·sd/√n. */
export interface Reference {
  readonly mean: number;
  /** Half the width of its interval, where it was written down. */
  readonly halfWidth?: number;
  readonly seeds: number;
}

export interface Condition {
  readonly label: string;
  /** One value per seed. */
  measure(result: OwlsResult): readonly number[];
  /** What it can be, if it is no share. */
  readonly bounds?: Bounds;
  readonly reference?: Reference;
  /** Where the mean over at least eight seeds may lie; absent where no tolerance was agreed. */
  readonly mean?: Range;
  /** Where every seed must lie. */
  readonly each?: Range;
  /** Where the two sides were not defined alike: how. */
  readonly differs?: string;
}

/** Runs with the same settings, and what is read from them. */
export interface ConditionRun {
  /** Names them on the command line. */
  readonly name: string;
  /** Settings besides trait and seeds, as in the address without prefix. */
  readonly entries: readonly (readonly [string, string])[];
  /** The base of seed s is given trait number s modulo their count, as in the reference. */
  readonly traits: readonly TraitName[];
  /** On how many bases the reference was measured, where it was fewer than eight. */
  readonly seeds?: number;
  readonly conditions: readonly Condition[];
}

/** A tolerance for a mean was agreed for so many seeds or more. */
const LEAST_OF_MEAN = 8;

/** Whether values, one per seed, are where they may be; undefined where nothing was agreed, or only for a mean over more. */
export function within(
  { mean, each }: Pick<Condition, 'mean' | 'each'>,
  values: readonly number[],
): boolean | undefined {
  if (!mean && !each) return undefined;
  if (values.length === 0) return false;
  const inside = (value: number, [least, most]: Range) => value >= least && value <= most;
  if (each && !values.every((value) => inside(value, each))) return false;
  if (!mean) return true;
  return values.length < LEAST_OF_MEAN ? undefined : inside(summarize(values).mean, mean);
}
