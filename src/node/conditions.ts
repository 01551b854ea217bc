// npm run conditions -- [--seeds 8] [--only animals,tree] [--device webgpu|cpu] [--json]: runs the conditions of the reference
// measurements and prints ours beside the reference's, in or out of tolerance. A row that fails says why; the others go on.
import { createCpuProcessor } from '../cpu/processor.ts';
import { shorten } from '../experiment/fields.ts';
import { within } from '../experiment/owls/condition.ts';
import { CONDITION_RUNS } from '../experiment/owls/condition-runs.ts';
import type { OwlsRecord, OwlsResult } from '../experiment/owls/records.ts';
import { run } from '../experiment/owls/run.ts';
import { OWLS, type OwlsSpec } from '../experiment/owls/spec.ts';
import { readBases } from './bases-files.ts';
import { measureRow, specsFor, type Measurement } from './conditions-rows.ts';
import { conditionData, conditionTable, type Measured } from './conditions-table.ts';
import { flagsHelp, readFlags, UsageError } from './flags.ts';
import { runInBrowser } from './lab-browser.ts';
import { breathe, runProgram } from './program.ts';
import { ProgressLine } from './progress-line.ts';

const NAMES = CONDITION_RUNS.map(({ name }) => name);
const VALUE_FLAGS = new Map([
  ['seeds', 'on how many bases; as many as the reference’s unless given: 8, or 4; tolerances hold from 8 on'],
  ['only', `which runs, with commas between them: ${NAMES.join(', ')}`],
  ['device', 'where it runs: webgpu (headless Chromium) or cpu (this process); webgpu unless given'],
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
  const device = values.get('device') ?? 'webgpu';
  if (device !== 'webgpu' && device !== 'cpu')
    throw new UsageError(`--device must be webgpu or cpu, not “${shorten(device)}”.`);
  const wanted = (values.get('only') ?? NAMES.join(',')).split(',');
  const unknown = wanted.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new UsageError(`--only knows ${NAMES.join(', ')}, not “${shorten(unknown)}”.`);

  const measured: Measured[] = [];
  for (const each of CONDITION_RUNS.filter(({ name }) => wanted.includes(name))) {
    const specs = specsFor(each, values.get('seeds') ?? String(each.seeds ?? 8));
    const progress = new ProgressLine();
    const began = performance.now();
    const rows = await measureRow(each, specs, (spec) => {
      const show: Show = (phase, step, steps) =>
        progress.show(`${each.name}, base ${spec.seed}, ${phase}`, step, steps);
      return device === 'cpu' ? runHere(spec, show) : runThere(spec, show);
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

type Show = (phase: string, step: number, steps: number) => void;

async function runHere(spec: OwlsSpec, show: Show): Promise<Measurement> {
  const processor = createCpuProcessor('f32');
  let steps: Readonly<Record<string, number>> = {};
  for await (const record of run(spec, { processor, bases: readBases(), pace: () => 1 })) {
    await breathe();
    if (record.kind === 'prepared') steps = record.steps;
    if (record.kind === 'progress') show(record.phase, record.step, steps[record.phase] ?? 0);
    if (record.kind === 'complete') return { result: record.result, where: `CPU (${processor.device.name})` };
  }
  throw new Error('the run ended without a result');
}

async function runThere(spec: OwlsSpec, show: Show): Promise<Measurement> {
  const lab = { element: 'subliminal-owls', prefix: 'owls.' } as const;
  const { result, device } = await runInBrowser<OwlsRecord, OwlsResult>(lab, OWLS.entries(spec), show);
  return { result, where: `WebGPU on ${device.name}${device.software ? ' (software adapter)' : ''}` };
}

await runProgram(main);
