// All experiments. Worker, protocol, recordings, command line and labs follow from this table, and what a page knows of those that
// it has not loaded from signs.ts.
import { DIGITS_EXPERIMENT } from './digits/experiment.ts';
import type { Experiment } from './experiment.ts';
import type { Work } from './processor/speed.ts';
import { OWLS_EXPERIMENT } from './owls/experiment.ts';
import type { ExperimentName } from './signs.ts';

export const EXPERIMENTS = { digits: DIGITS_EXPERIMENT, owls: OWLS_EXPERIMENT } as const satisfies Record<
  ExperimentName,
  unknown
>;

type Experiments = typeof EXPERIMENTS;

/** The settings of each experiment. */
export type SpecOf = {
  readonly [Name in ExperimentName]: Experiments[Name] extends Experiment<infer Spec, infer _Record> ? Spec : never;
};

/** What each experiment reports. */
export type RecordOf = {
  readonly [Name in ExperimentName]: Experiments[Name] extends Experiment<infer _Spec, infer Record> ? Record : never;
};

/** What a run of each experiment comes to. */
export type ResultOf = { readonly [Name in ExperimentName]: ResultIn<RecordOf[Name]> };

type ResultIn<Record> = Record extends { readonly kind: 'complete'; readonly result: infer Result } ? Result : never;

type Rows = { readonly [Name in ExperimentName]: Experiment<SpecOf[Name], RecordOf[Name]> };
const ROWS: Rows = EXPERIMENTS;

/** What a run with settings in text form has to compute, phase by phase. */
export function workOf<Name extends ExperimentName>(
  name: Name,
  entries: Iterable<readonly [string, string]>,
): readonly Work[] {
  const row = ROWS[name];
  return row.workOf(row.table.parse(entries).spec);
}
