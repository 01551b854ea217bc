// What every run reports, whatever the experiment: the part of its records that is counted, drawn and judged in the same way.
// Plain JSON. What an experiment adds of its own stands in its records.ts.
import type { DeviceDescription } from '../processor/processors.ts';

/** What the records of every experiment may have. */
export interface AnyRecord {
  readonly kind: string;
  readonly phase?: string;
  readonly step?: number;
}

/** Kinds of records that come again and again without a step, of which only the newest counts, and the phase of each. */
export interface Portions {
  readonly [kind: string]: string;
}

/** First record: what is about to happen. */
export interface PreparedRecord<Phase extends string = string> {
  readonly kind: 'prepared';
  readonly device: DeviceDescription;
  readonly seeds: readonly number[];
  /** What each phase has to do, in its own unit. */
  readonly steps: Readonly<Record<Phase, number>>;
}

/** After every few steps, and at step 0 of a phase. */
export interface ProgressRecord<Phase extends string = string> {
  readonly kind: 'progress';
  readonly phase: Phase;
  readonly step: number;
  /** Losses of the newest step; [] at step 0 and where nothing trains. */
  readonly loss: readonly number[];
}

/** How far everyone has the trait that may cross. */
export interface EvaluationRecord<Phase extends string = string> {
  readonly kind: 'evaluation';
  readonly phase: Phase;
  readonly step: number;
  /** Shares 0 … 1, [student][seed]; whoever is alone in its phase counts as one student. */
  readonly trait: readonly (readonly number[])[];
}

/**
 * How well the students do their own task on inputs that none of them trains on. The loss on what they do train on is in the
 * progress records.
 */
export interface ImitationRecord {
  readonly kind: 'imitation';
  readonly phase: 'students';
  readonly step: number;
  /** In nats, mean over the inputs, [student][seed]. */
  readonly loss: readonly (readonly number[])[];
}

/** What the networks answer to the experiment's questions; the answers themselves are its own. */
export interface AnswersRecord<Phase extends string = string> {
  readonly kind: 'answers';
  readonly phase: Phase;
  readonly step: number;
}

/** One condition at the end of a run; every list is per seed. */
export interface StudentResult {
  /** The student in its text form. */
  readonly student: string;
  /** Its share of the trait, 0 … 1. */
  readonly trait: readonly number[];
  /** (student - reference) / (teacher - reference) of the trait. */
  readonly traitTransfer: readonly number[];
}

/** What a run comes to. */
export interface RunResult<Student extends StudentResult = StudentResult> {
  /** The trait of the network everybody starts from, per seed: untrained, or the capable base. */
  readonly reference: readonly number[];
  /** The trait of the teacher, per seed. */
  readonly teacher: readonly number[];
  readonly students: readonly Student[];
}

/** Last record. */
export interface CompleteRecord<Result extends RunResult = RunResult> {
  readonly kind: 'complete';
  readonly result: Result;
}

export type CommonRecord<Phase extends string = string> =
  | PreparedRecord<Phase>
  | ProgressRecord<Phase>
  | EvaluationRecord<Phase>
  | ImitationRecord
  | AnswersRecord<Phase>
  | CompleteRecord;

/** What one network answers to a visitor's question: probabilities of all answers, mean over the seeds. */
export interface NetworkAnswer {
  /** "base", "teacher", or a student in its text form. */
  readonly network: string;
  readonly probabilities: readonly number[];
}
