// What a lab's element, its run and its sentences need to know about an experiment: one value per experiment, in
// digits/lab.ts and owls/lab.ts. Everything else in here works for any of them.
import type { Experiment } from '../../experiment/experiment.ts';
import type { NetworkAnswer } from '../../experiment/records/records.ts';
import type { CommonSpec } from '../../experiment/spec/spec-table.ts';
import type { RecordOf } from '../../experiment/register.ts';
import type { ExperimentName } from '../../experiment/signs.ts';
import type { Playback } from '../../worker/client.ts';
import type { Course, Origin, RunState } from './run-state.ts';
import type { Helped } from './ways-on.ts';

export interface PhaseWords {
  /** "Teacher" */
  readonly name: string;
  /** What it counts: "step", "list". */
  readonly unit: string;
}

/** What a lab says about a run. */
export interface LabWords<Run> {
  /** "digits": what is fetched before a run. */
  readonly data: string;
  phase(phase: string): PhaseWords;
  /** "632 steps": what a finished run did. */
  work(run: Run): string;
  /** One sentence about a run that is going on; changes a handful of times. */
  milestone(run: Run): string;
  /** Undefined until there is a result. */
  verdict(run: Run): { readonly headline: string; readonly numbers: string } | undefined;
}

export interface Lab<
  Name extends ExperimentName,
  Spec extends CommonSpec,
  Run extends RunState<Spec>,
> extends Experiment<Spec, RecordOf[Name]> {
  readonly name: Name;
  readonly course: Course<Run>;
  readonly words: LabWords<Run>;
  /** A run of which nothing has been heard yet. */
  empty(spec: Spec, origin?: Origin, playback?: Playback): Run;
  add(run: Run, record: RecordOf[Name], seconds: number): Run;
  /** The answer to a visitor's question; absent where there is nothing to ask. */
  reply?(run: Run, question: number, answers: readonly NetworkAnswer[]): Run;
  /** What helps this experiment where a run ended early; before what helps any. */
  readonly ways?: Helped<Spec>['ways'];
}
