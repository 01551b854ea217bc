// npm run conditions -- [--seeds 8] [--only owl,tree] [--device webgpu|cpu] [--json]: runs the conditions of the reference
// measurements and prints ours beside the reference's, in or out of tolerance.
import { createCpuLanguageTrainer } from '../cpu/language-trainer.ts';
import { CONDITION_RUNS, within, type Condition, type ConditionRun } from '../experiment/owls/conditions.ts';
import type { OwlsRecord, OwlsResult } from '../experiment/owls/records.ts';
import { run } from '../experiment/owls/run.ts';
import { OWLS, type OwlsSpec } from '../experiment/owls/spec.ts';
import { readBases } from './bases-files.ts';
import { flagsHelp, readFlags, UsageError } from './flags.ts';
import { runInBrowser } from './lab-browser.ts';
import { ProgressLine } from './progress-line.ts';
import { aligned, interval, list } from './result-table.ts';

const NAMES = CONDITION_RUNS.map(({ name }) => name);
const VALUE_FLAGS = new Map([
  ['seeds', 'on how many bases; as many as the reference’s unless given: 8, or 4; tolerances hold from 8 on'],
  ['only', `which runs, with commas between them: ${NAMES.join(', ')}`],
  ['device', 'where it runs: webgpu (headless Chromium) or cpu (this process); webgpu unless given'],
]);
const SWITCHES = new Map([
  ['json', 'one line of JSON for each condition instead of a table'],
  ['help', 'this text'],
]);

interface Measured extends Condition {
  readonly values: readonly number[];
  readonly device: string;
}

/** Whether every condition that has a tolerance is inside it. */
async function main(words: readonly string[]): Promise<boolean> {
  const { values, switches } = readFlags(words, VALUE_FLAGS, SWITCHES);
  if (switches.has('help')) {
    console.log(`npm run conditions -- [flags]\n\n${flagsHelp(VALUE_FLAGS, SWITCHES)}`);
    return true;
  }
  const device = values.get('device') ?? 'webgpu';
  if (device !== 'webgpu' && device !== 'cpu') throw new UsageError(`--device must be webgpu or cpu, not “${device}”.`);
  const wanted = (values.get('only') ?? NAMES.join(',')).split(',');
  const unknown = wanted.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new UsageError(`--only knows ${NAMES.join(', ')}, not “${unknown.slice(0, 40)}”.`);

  const measured: Measured[] = [];
  const header = ['condition', 'reference', 'ours', 'tolerance', '', 'per seed'];
  for (const each of CONDITION_RUNS.filter(({ name }) => wanted.includes(name))) {
    const { spec, problems } = OWLS.parse([...each.entries, ['seeds', values.get('seeds') ?? String(each.seeds ?? 8)]]);
    if (problems[0]) throw new UsageError(`--${problems[0]}`);
    measured.push(...(await measure(each, spec, device)));
    const rows = measured.slice(-each.conditions.length);
    if (switches.has('json')) for (const row of rows) console.log(JSON.stringify(asData(row)));
  }
  if (!switches.has('json')) console.log(aligned([header, ...measured.map(asCells)]).join('\n'));
  return measured.every((row) => within(row, row.values) !== false);
}

async function measure({ name, conditions }: ConditionRun, spec: OwlsSpec, device: 'webgpu' | 'cpu') {
  const progress = new ProgressLine();
  const began = performance.now();
  const show = (phase: string, step: number, steps: number) => progress.show(`${name}, ${phase}`, step, steps);
  const { result, where } = device === 'cpu' ? await runHere(spec, show) : await runThere(spec, show);
  progress.clear();
  console.error(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return conditions.map((condition): Measured => ({ ...condition, values: condition.measure(result), device: where }));
}

type Show = (phase: string, step: number, steps: number) => void;

async function runHere(spec: OwlsSpec, show: Show): Promise<{ result: OwlsResult; where: string }> {
  const trainer = createCpuLanguageTrainer('f32');
  let steps: Readonly<Record<string, number>> = {};
  for await (const record of run(spec, { trainer, bases: readBases(), pace: () => 1 })) {
    if (record.kind === 'prepared') steps = record.steps;
    if (record.kind === 'progress') show(record.phase, record.step, steps[record.phase] ?? 0);
    if (record.kind === 'complete') return { result: record.result, where: `CPU (${trainer.device.name})` };
  }
  throw new Error('the run ended without a result');
}

async function runThere(spec: OwlsSpec, show: Show): Promise<{ result: OwlsResult; where: string }> {
  const lab = { element: 'subliminal-owls', prefix: 'owls.' } as const;
  const { result, device } = await runInBrowser<OwlsRecord, OwlsResult>(lab, OWLS.entries(spec), show);
  return { result, where: `WebGPU on ${device.name}${device.software ? ' (software adapter)' : ''}` };
}

function asCells(row: Measured): string[] {
  const { label, reference, values, mean, each } = row;
  const range = mean ? `${mean[0]} … ${mean[1]}` : '';
  const inside = within(row, values);
  const verdict = inside === undefined ? '' : inside ? 'in' : 'OUT';
  return [
    label,
    reference === undefined ? '' : String(reference),
    interval(values),
    each ? `${range}, each ${each[0]} … ${each[1]}` : range,
    verdict,
    list(values),
  ];
}

function asData(row: Measured) {
  const { label, reference, values, mean, each, device } = row;
  return { label, reference, values, mean, each, within: within(row, values), device };
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
