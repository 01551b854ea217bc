// npm run conditions -- [--seeds 8] [--only animals,tree] [--device auto|webgpu|wasm|cpu] [--json]: runs the conditions of the reference
// measurements and prints ours beside the reference's, in or out of tolerance. A row that fails says why; the others go on.
import { lineOf, type ProcessorName } from '../experiment/processor/processors.ts';
import { shorten } from '../experiment/spec/fields.ts';
import { within, type ConditionRun } from '../experiment/owls/conditions/condition.ts';
import { CONDITION_RUNS } from '../experiment/owls/conditions/condition-runs.ts';
import { OWLS } from '../experiment/owls/spec.ts';
import { measureRow, specsFor } from './results/conditions-rows.ts';
import { conditionData, conditionTable, type Measured } from './results/conditions-table.ts';
import { placeFor } from './automatic.ts';
import { Cores } from './cores.ts';
import { CHOICES, PLACES, runOn, runWith, type OnStep } from './experiments.ts';
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
  const device = await placeFor(chosen(values, 'device', CHOICES, 'auto'));
  const wanted = (values.get('only') ?? NAMES.join(',')).split(',');
  const unknown = wanted.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new UsageError(`--only knows ${NAMES.join(', ')}, not “${shorten(unknown)}”.`);

  const measured: Measured[] = [];
  const cores = device === 'wasm' ? new Cores() : undefined;
  try {
    for (const each of CONDITION_RUNS.filter(({ name }) => wanted.includes(name))) {
      const rows = await measureOne(each, values.get('seeds'), device, cores);
      measured.push(...rows);
      if (switches.has('json')) for (const row of rows) console.log(JSON.stringify(conditionData(row)));
    }
  } finally {
    cores?.close();
  }
  if (!switches.has('json')) console.log(conditionTable(measured));
  return measured.every((row) => row.problem === undefined && within(row, row.values) !== false);
}

/** One row; says how long it took, and what went wrong. */
async function measureOne(
  each: ConditionRun,
  seeds = String(each.seeds ?? 8),
  device: ProcessorName,
  cores: Cores | undefined,
): Promise<Measured[]> {
  const specs = specsFor(each, seeds);
  const progress = new ProgressLine();
  const began = performance.now();
  // Runs of one base each leave cores idle; side by side they use all of them.
  const atOnce = cores && specs.length > 1 ? cores.count : 1;
  const rows = await measureRow(
    each,
    specs,
    async (spec, place) => {
      const show: OnStep = (phase, step, steps) =>
        progress.show(`${each.name}, base ${spec.seed}, ${phase}`, step, steps);
      const processor = atOnce > 1 ? cores?.alone(place) : cores?.together();
      const entries = OWLS.entries(spec);
      const { result, device: trained } = processor
        ? await runWith('owls', entries, processor, show)
        : await runOn('owls', entries, device, show);
      return { result, where: lineOf(trained) };
    },
    atOnce,
  );
  progress.clear();
  const problem = rows[0]?.problem;
  console.error(`${each.name}: ${((performance.now() - began) / 1000).toFixed(0)} s${problem ? `; ${problem}` : ''}`);
  return rows;
}

await runProgram(main);
