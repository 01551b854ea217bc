// The experiments as the command line runs them: in this process or in a browser. One row each; what is the same for all
// is below the table.
import { createCpuProcessor } from '../cpu/processor.ts';
import type { DigitsRecord, DigitsResult } from '../experiment/digits/records.ts';
import { run as runDigits } from '../experiment/digits/run.ts';
import { DIGITS, type DigitsSpec } from '../experiment/digits/spec.ts';
import type { OwlsRecord, OwlsResult } from '../experiment/owls/records.ts';
import { run as runOwls } from '../experiment/owls/run.ts';
import { OWLS, type OwlsSpec } from '../experiment/owls/spec.ts';
import type { Portions } from '../experiment/records.ts';
import type { TimedRecord } from '../experiment/recording.ts';
import type { CommonSpec, SpecTable } from '../experiment/spec-table.ts';
import { readBases } from './bases-files.ts';
import { readDigits } from './digits-files.ts';
import { digitsTable } from './digits-table.ts';
import { runInBrowser, type Lab } from './lab-browser.ts';
import { owlsTable } from './owls-table.ts';
import { breathe } from './program.ts';
import { recordingText } from './recording-file.ts';
import type { Finished } from './result-table.ts';

/** Hears how far a run is. */
type OnStep = (phase: string, step: number, steps: number) => void;

/** An experiment as flags and runs, whatever its spec and records are. */
export interface Experiment {
  readonly name: string;
  /** A line of help for each of its flags. */
  readonly flags: ReadonlyMap<string, string>;
  /** Reads the flags; nothing runs yet. */
  plan(flags: Iterable<readonly [string, string]>): PlannedRun;
}

export interface PlannedRun {
  readonly spec: object;
  /** One sentence per flag that could not be taken as it was. */
  readonly problems: readonly string[];
  run(device: 'webgpu' | 'cpu', onStep: OnStep): Promise<FinishedRun>;
}

export interface FinishedRun extends Omit<Finished<unknown, unknown>, 'records'> {
  /** @param total seconds in all */
  table(total: number): string;
  /** The whole run, as the page replays it. */
  recording(): string;
}

interface Definition<Spec extends CommonSpec, Record extends DigitsRecord | OwlsRecord, Result> {
  readonly specs: SpecTable<Spec>;
  readonly portions: Portions;
  /** Where it is on the page. */
  readonly lab: Lab;
  /** Begins a run on the CPU trainer. */
  begin(spec: Spec): AsyncGenerator<Record>;
  resultOf(record: Record): Result | undefined;
  table(spec: Spec, finished: Finished<Record, Result>, total: number): string;
}

/** A record for every step: a step takes long enough here. */
const pace = () => 1;

const DIGITS_LAB = experiment<DigitsSpec, DigitsRecord, DigitsResult>({
  specs: DIGITS,
  portions: {},
  lab: { element: 'subliminal-digits', prefix: '' },
  begin: (spec) => runDigits(spec, { processor: createCpuProcessor('f32'), source: readDigits(), pace }),
  resultOf: (record) => (record.kind === 'complete' ? record.result : undefined),
  table: digitsTable,
});

const OWLS_LAB = experiment<OwlsSpec, OwlsRecord, OwlsResult>({
  specs: OWLS,
  portions: { lists: 'lists' },
  lab: { element: 'subliminal-owls', prefix: 'owls.' },
  begin: (spec) => runOwls(spec, { processor: createCpuProcessor('f32'), bases: readBases(), pace }),
  resultOf: (record) => (record.kind === 'complete' ? record.result : undefined),
  table: owlsTable,
});

/** The first one is what runs unless another one is asked for. */
export const EXPERIMENTS: readonly [Experiment, ...Experiment[]] = [DIGITS_LAB, OWLS_LAB];

function experiment<Spec extends CommonSpec, Record extends DigitsRecord | OwlsRecord, Result>(
  definition: Definition<Spec, Record, Result>,
): Experiment {
  const { specs, lab, portions, table } = definition;
  const keys = Object.keys(specs.fields) as (keyof Spec)[];
  return {
    name: specs.name,
    flags: new Map(keys.map((key) => [specs.fields[key].name, specs.fields[key].help])),
    plan(flags) {
      const { spec, problems } = specs.parse(flags);
      const entries = specs.entries(spec);
      return {
        spec,
        problems,
        async run(device, onStep) {
          const finished =
            device === 'cpu'
              ? await runHere(definition, spec, onStep)
              : await runInBrowser<Record, Result>(lab, entries, onStep);
          return {
            ...finished,
            table: (total) => table(spec, finished, total),
            recording: () => recordingText(entries, finished, portions),
          };
        },
      };
    },
  };
}

/** Pulls the run in this process. */
async function runHere<Spec extends CommonSpec, Record extends DigitsRecord | OwlsRecord, Result>(
  { begin, resultOf }: Definition<Spec, Record, Result>,
  spec: Spec,
  onStep: OnStep,
): Promise<Finished<Record, Result>> {
  const began = performance.now();
  const records: TimedRecord<Record>[] = [];
  let prepared: Pick<Extract<DigitsRecord | OwlsRecord, { kind: 'prepared' }>, 'device' | 'steps'> | undefined;
  let result: Result | undefined;
  for await (const record of begin(spec)) {
    records.push({ seconds: (performance.now() - began) / 1000, record });
    if (record.kind === 'prepared') prepared = record;
    if (record.kind === 'progress') {
      const steps: Readonly<{ [phase: string]: number }> = prepared?.steps ?? {};
      onStep(record.phase, record.step, steps[record.phase] ?? 0);
    }
    result = resultOf(record) ?? result;
    await breathe();
  }
  if (!prepared || !result) throw new Error('the run ended without a result');
  return { device: prepared.device, result, records, seconds: (performance.now() - began) / 1000 };
}
