// npm run conditions -- [--seeds 8] [--only animals,tree] [--device auto|webgpu|wasm|cpu] [--json]: runs the conditions of the reference
// measurements and prints ours beside the reference's, in or out of tolerance. A row that fails says why; the others go on.
import { lineOf, type BackendChoice } from '../experiment/processor/processors.ts';
import { shorten } from '../experiment/spec/fields.ts';
import { within } from '../experiment/owls/conditions/condition.ts';
import { CONDITION_RUNS } from '../experiment/owls/conditions/condition-runs.ts';
import { OWLS, type OwlsSpec } from '../experiment/owls/spec.ts';
import { measureRow, specsFor, type Measurement } from './results/conditions-rows.ts';
import { conditionData, conditionTable, type Measured } from './results/conditions-table.ts';
import { CHOICES, PLACES, runOn, type OnStep } from './experiments.ts';
import { chosen, flagsHelp, readFlags, UsageError } from './flags.ts';
import { runProgram } from './program.ts';
import { ProgressLine } from './progress-line.ts';

const NAMES = CONDITION_RUNS.map(({ name }) => name);
const VALUE_FLAGS = new Map([
  ['seeds', 'on how many bases; as many as the reference’s unless given: 8, or 4; tolerances hold from 8 on'],
  ['only', `which runs, with commas between them: ${NAMES.join(', ')}`],
  ['device', `where it runs: ${PLACES}; auto unless given`],
]);
const SWITCHES = new Map([
  ['json', 'one line of JSON for each condition, as soon as it is measured, instead of a table'],
  ['help', 'this text'],
]);

/** Whether every condition was measured, and is inside its tolerance if it has one. */
async function main(words: readonly string[]): Promise<boolean> {
  const { values, switches } = readFlags(words, VALUE_FLAGS, SWITCHES);
  if (switches.has('help')) {
    console.log(`npm run conditions -- [flags]\n\n${flagsHelp(VALUE_FLAGS, SWITCHES)}`);
    return true;
  }
  const device = chosen(values, 'device', CHOICES, 'auto');
  const wanted = (values.get('only') ?? NAMES.join(',')).split(',');
  const unknown = wanted.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new UsageError(`--only knows ${NAMES.join(', ')}, not “${shorten(unknown)}”.`);

  const measured: Measured[] = [];
  for (const each of CONDITION_RUNS.filter(({ name }) => wanted.includes(name))) {
    const specs = specsFor(each, values.get('seeds') ?? String(each.seeds ?? 8));
    const progress = new ProgressLine();
    const began = performance.now();
    const rows = await measureRow(each, specs, (spec) => {
      const show: OnStep = (phase, step, steps) =>
        progress.show(`${each.name}, base ${spec.seed}, ${phase}`, step, steps);
      return measure(spec, device, show);
    });
    progress.clear();
    const problem = rows[0]?.problem;
    console.error(`${each.name}: ${((performance.now() - began) / 1000).toFixed(0)} s${problem ? `; ${problem}` : ''}`);
    measured.push(...rows);
    if (switches.has('json')) for (const row of rows) console.log(JSON.stringify(conditionData(row)));
  }
  if (!switches.has('json')) console.log(conditionTable(measured));
  return measured.every((row) => row.problem === undefined && within(row, row.values) !== false);
}

async function measure(spec: OwlsSpec, device: BackendChoice, show: OnStep): Promise<Measurement> {
  const { result, device: trained } = await runOn('owls', OWLS.entries(spec), device, show);
  return { result, where: lineOf(trained) };
}

await runProgram(main);
