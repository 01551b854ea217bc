// The command line: one experiment without a page, or with the page's own code in a headless browser. Flags are the
// fields of the spec; nothing here knows what they mean.
import { createCpuTrainer } from './cpu/trainer.ts';
import type { TimedRecord } from './experiment/digits/recording.ts';
import type { DigitsRecord, DigitsResult } from './experiment/digits/records.ts';
import { run } from './experiment/digits/run.ts';
import { DIGITS_FIELDS, parseSpec, type DigitsSpec } from './experiment/digits/spec.ts';
import { RunError } from './experiment/run-error.ts';
import type { DeviceDescription } from './experiment/trainer.ts';
import { flagsHelp, readFlags, UsageError } from './node/flags.ts';
import { readDigits } from './node/digits-files.ts';
import { runInBrowser } from './node/lab-browser.ts';
import { ProgressLine } from './node/progress-line.ts';
import { writeRecording } from './node/recording-file.ts';
import { resultTable } from './node/result-table.ts';

const FIELDS = Object.values(DIGITS_FIELDS);
const VALUE_FLAGS = new Map([
  ['experiment', 'which experiment: digits'],
  ['device', 'where it runs: webgpu (headless Chromium) or cpu (this process); webgpu unless given'],
  ['record', 'a file for the whole run, as the page replays it'],
  ...FIELDS.map((field): [string, string] => [field.name, field.help]),
]);
const SWITCHES = new Map([
  ['json', 'one line of JSON instead of a table'],
  ['help', 'this text'],
]);

export interface Finished {
  readonly device: DeviceDescription;
  readonly result: DigitsResult;
  readonly records: readonly TimedRecord[];
  /** Seconds of training and evaluation. */
  readonly seconds: number;
}

async function main(words: readonly string[]): Promise<void> {
  const { values, switches } = readFlags(words, VALUE_FLAGS, SWITCHES);
  if (switches.has('help')) {
    console.log(`npm run lab -- [flags]\n\n${flagsHelp(VALUE_FLAGS, SWITCHES)}`);
    return;
  }
  const experiment = values.get('experiment') ?? 'digits';
  if (experiment !== 'digits') throw new UsageError(`--experiment must be digits, not “${experiment}”.`);
  const device = values.get('device') ?? 'webgpu';
  if (device !== 'webgpu' && device !== 'cpu') throw new UsageError(`--device must be webgpu or cpu, not “${device}”.`);
  const entries = [...values].filter(([name]) => FIELDS.some((field) => field.name === name));
  const { spec, problems } = parseSpec(entries);
  if (problems[0]) throw new UsageError(asFlag(problems[0]));

  const began = performance.now();
  const progress = new ProgressLine();
  const finished =
    device === 'cpu'
      ? await runHere(spec, (phase, step, steps) => progress.show(phase, step, steps))
      : await runInBrowser(spec, (phase, step, steps) => progress.show(phase, step, steps));
  progress.clear();

  const total = (performance.now() - began) / 1000;
  const record = values.get('record');
  if (record !== undefined) writeRecording(record, spec, finished);
  if (switches.has('json')) {
    const seconds = { training: rounded(finished.seconds), total: rounded(total) };
    console.log(JSON.stringify({ experiment, spec, device: finished.device, result: finished.result, seconds }));
  } else {
    console.log(resultTable(spec, finished, total));
  }
}

/** A sentence about a field is one about its flag. */
function asFlag(problem: string): string {
  return FIELDS.some(({ name }) => problem.startsWith(name)) ? `--${problem}` : problem;
}

/** Pulls the run in this process, on the CPU trainer. */
async function runHere(
  spec: DigitsSpec,
  onStep: (phase: string, step: number, steps: number) => void,
): Promise<Finished> {
  const trainer = createCpuTrainer('f32');
  const began = performance.now();
  const records: TimedRecord[] = [];
  let steps = { teacher: 0, students: 0 };
  let result: DigitsResult | undefined;
  for await (const record of run(spec, { trainer, source: readDigits(), pace: () => 1 })) {
    records.push({ seconds: (performance.now() - began) / 1000, record });
    if (record.kind === 'prepared') steps = record.steps;
    if (record.kind === 'progress') onStep(record.phase, record.step, steps[record.phase]);
    result = resultOf(record) ?? result;
  }
  if (!result) throw new Error('the run ended without a result');
  return { device: trainer.device, result, records, seconds: (performance.now() - began) / 1000 };
}

function resultOf(record: DigitsRecord): DigitsResult | undefined {
  return record.kind === 'complete' ? record.result : undefined;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(error.message);
    process.exitCode = 2;
  } else if (error instanceof RunError) {
    console.error(error.message);
    if (error.detail) console.error(error.detail);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
