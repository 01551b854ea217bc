// What an experiment is to everything that opens, shows, stores or addresses its runs: one row in register.ts. Pure; how a run
// goes is another matter (runs.ts).
import type { RecordedForm } from './records/recording-check.ts';
import type { Work } from './processor/speed.ts';
import type { AnyRecord, Portions } from './records/records.ts';
import type { Sign } from './sign.ts';
import type { CommonSpec, SpecTable } from './spec/spec-table.ts';

export interface Experiment<Spec extends CommonSpec, Record extends AnyRecord> extends Sign {
  /** Its settings; its name is the table's. */
  readonly table: SpecTable<Spec>;
  /** Address of a recorded run with default settings, relative to the page. */
  readonly recording: string;
  /** Phases of a run in their order. */
  readonly phases: readonly string[];
  readonly portions: Portions;
  /** What its recorded runs must be like. */
  recorded(): Promise<RecordedForm<Spec, Record>>;
  /** What a run has to compute, phase by phase. */
  workOf(spec: Spec): readonly Work[];
}
