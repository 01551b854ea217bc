// The experiments as the command line runs them: in this process or in a browser. What they are is in the register; only the
// tables they print are named here.
import { createCpuProcessor } from '../cpu/processor.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import {
  PROCESSOR_NAMES,
  PROCESSORS,
  type BackendChoice,
  type ProcessorName,
} from '../experiment/processor/processors.ts';
import type { TimedRecord } from '../experiment/records/recording.ts';
import type { AnyRecord, CompleteRecord, PreparedRecord } from '../experiment/records/records.ts';
import { EXPERIMENTS, type RecordOf, type ResultOf, type SpecOf } from '../experiment/register.ts';
import { EXPERIMENT_NAMES, type ExperimentName } from '../experiment/signs.ts';
import { RUNS } from '../experiment/runs.ts';
import { Pace } from '../experiment/pace.ts';
import type { Session } from '../experiment/session.ts';
import { readBases } from './data/bases-files.ts';
import { readDigits } from './data/digits-files.ts';
import { digitsTable } from './results/digits-table.ts';
import { placeFor } from './automatic.ts';
import { withCores } from './cores.ts';
import { runInBrowser } from './lab-browser.ts';
import { owlsTable } from './results/owls-table.ts';
import { breathe } from './program.ts';
import { recordingText } from './results/recording-file.ts';
import { resultTable, type Finished } from './results/result-table.ts';

/** Hears how far a run is. */
export type OnStep = (phase: string, step: number, steps: number) => void;

type Entries = readonly (readonly [string, string])[];

/** An experiment as flags and runs, whatever its spec and records are. */
export interface Runnable {
  readonly name: string;
  /** A line of help for each of its flags. */
  readonly flags: ReadonlyMap<string, string>;
  /** Reads the flags; nothing runs yet. */
  plan(flags: Iterable<readonly [string, string]>): PlannedRun;
}

interface PlannedRun {
  readonly spec: object;
  /** One sentence per flag that could not be taken as it was. */
  readonly problems: readonly string[];
  run(choice: BackendChoice, onStep: OnStep): Promise<FinishedRun>;
}

interface FinishedRun extends Omit<Finished<unknown, unknown>, 'records'> {
  /** @param total seconds in all */
  table(total: number): string;
  /** The whole run, as the page replays it. */
  recording(): string;
}

type Rows = { readonly [Name in ExperimentName]: Experiment<SpecOf[Name], RecordOf[Name]> };
const ROWS: Rows = EXPERIMENTS;

/** What an experiment prints besides what every run has in common. */
const TABLES: {
  readonly [Name in ExperimentName]?: (
    spec: SpecOf[Name],
    finished: Finished<RecordOf[Name], ResultOf[Name]>,
    total: number,
  ) => string;
} = { digits: digitsTable, owls: owlsTable };

/** Processors that need no page; any other one is the page's own, in a headless browser. */
const IN_THIS_PROCESS: {
  readonly [Name in ProcessorName]?: <Result>(work: (processor: Processor) => Promise<Result>) => Promise<Result>;
} = {
  wasm: (work) => withCores(work),
  cpu: (work) => work(createCpuProcessor('f32')),
};

export const RUNNABLES: readonly Runnable[] = EXPERIMENT_NAMES.map((name) => runnable(name));

/** What runs unless another one is asked for. */
export const DEFAULT: Runnable = runnable(EXPERIMENT_NAMES[0]);

/** What a flag may choose, in this order. */
export const CHOICES: readonly BackendChoice[] = ['auto', ...PROCESSOR_NAMES];

/** Where a run can be made, for the help of a flag. */
export const PLACES = [
  'auto (a graphics card through headless Chromium, else every core)',
  ...Object.entries(PROCESSORS).map(([name, { place }]) => `${name} (${place})`),
].join(', ');

function runnable<Name extends ExperimentName>(name: Name): Runnable {
  const { table, portions } = ROWS[name];
  const print = TABLES[name];
  const fields: Readonly<Record<string, { readonly name: string; readonly help: string }>> = table.fields;
  return {
    name,
    flags: new Map(Object.values(fields).map((field) => [field.name, field.help])),
    plan(flags) {
      const { spec, problems } = table.parse(flags);
      const entries = table.entries(spec);
      return {
        spec,
        problems,
        async run(choice, onStep) {
          const finished = await runOn(name, entries, choice, onStep);
          return {
            ...finished,
            table: (total) => (print ? print(spec, finished, total) : resultTable(name, spec, finished, total)),
            recording: () => recordingText(entries, finished, portions),
          };
        },
      };
    },
  };
}

/**
 * Runs to the end. Rejects with RunError or MachineError.
 * @param entries the spec in text form
 */
export async function runOn<Name extends ExperimentName>(
  name: Name,
  entries: Entries,
  choice: BackendChoice,
  onStep: OnStep,
): Promise<Finished<RecordOf[Name], ResultOf[Name]>> {
  const device = await placeFor(choice);
  const withProcessor = IN_THIS_PROCESS[device];
  if (!withProcessor) return runInBrowser<RecordOf[Name], ResultOf[Name]>(EXPERIMENTS[name], entries, device, onStep);
  return withProcessor((processor) => runWith(name, entries, processor, onStep));
}

/** Runs to the end on a processor of this process. Rejects with RunError. */
export async function runWith<Name extends ExperimentName>(
  name: Name,
  entries: Entries,
  processor: Processor,
  onStep: OnStep,
): Promise<Finished<RecordOf[Name], ResultOf[Name]>> {
  const session = RUNS[name](entries, { digits: readDigits(), bases: readBases() });
  try {
    return await runHere<RecordOf[Name], ResultOf[Name]>(session, processor, onStep);
  } finally {
    processor.free();
  }
}

/** Pulls the run in this process. */
async function runHere<Record extends AnyRecord, Result>(
  session: Session<Record>,
  processor: Processor,
  onStep: OnStep,
): Promise<Finished<Record, Result>> {
  const began = performance.now();
  const records: TimedRecord<Record>[] = [];
  let steps: PreparedRecord['steps'] = {};
  let result: Result | undefined;
  // As often as somebody can read it; threads that wait for each other compute less.
  const pace = new Pace();
  let pulled = began;
  for await (const record of session.begin({ processor, pace: () => pace.steps() }).records) {
    records.push({ seconds: (performance.now() - began) / 1000, record });
    if (isPrepared(record)) steps = record.steps;
    const { kind, phase = '', step = 0 } = record;
    if (kind === 'progress') onStep(phase, step, steps[phase] ?? 0);
    if (isComplete<Result>(record)) result = record.result;
    await breathe();
    const now = performance.now();
    pace.heard(record, now - pulled);
    pulled = now;
  }
  if (!result) throw new Error('the run ended without a result');
  return { device: processor.device, result, records, seconds: (performance.now() - began) / 1000 };
}

function isPrepared(record: AnyRecord): record is PreparedRecord {
  return record.kind === 'prepared';
}

function isComplete<Result>(record: AnyRecord): record is Omit<CompleteRecord, 'result'> & { readonly result: Result } {
  return record.kind === 'complete';
}
