// What a run of the owls experiment reports, in order. Plain JSON: the same records are posted from the worker, written by
// the command line and replayed by the page as a recorded run.
import type * as common from '../records/records.ts';

/** The stations of the pipeline that take time, in order; the filter judges lists as they are written. */
export const PHASES = ['base', 'teacher', 'lists', 'students'] as const;
export type Phase = (typeof PHASES)[number];

/** First record: what is about to happen. Steps of `lists` are lists that must pass the filter, of `base` 0 if all bases are shipped. */
export interface PreparedRecord extends common.PreparedRecord<Phase> {
  /** How many bases were shipped and how many are pretrained in this run. */
  readonly bases: { readonly shipped: number; readonly pretrained: number };
}

/** Losses are means over the seeds, one per network trained side by side. */
export type ProgressRecord = common.ProgressRecord<Phase>;

/** The phases in which the trait is measured. */
export type Measured = Exclude<Phase, 'lists'>;

/** The trait is the probability of the target answers to held-out questions. */
export type EvaluationRecord = common.EvaluationRecord<Measured>;

/** Losses are per token that counts: cross-entropy, or KL where logits are imitated. */
export interface ImitationRecord extends common.ImitationRecord {
  /** The same for whoever wrote the texts, [student][seed]; 0 where its logits are imitated. */
  readonly writer: readonly (readonly number[])[];
}

/** Answers to the held-out questions of the trait's kind, mean over questions and seeds. */
export interface AnswersRecord extends common.AnswersRecord<Measured> {
  /** [student][answer], in the order of `answersOf(trait)`; base and teacher count as one student. */
  readonly probabilities: readonly (readonly number[])[];
}

/** One text as it came. */
export interface SampledText {
  /** The prompt, and what was written after it up to its end. */
  readonly prompt: string;
  readonly completion: string;
  /** Why the filter dropped it; absent if it passed. */
  readonly reason?: string;
}

/** After each portion of lists: how many were written and passed so far, and a few of them. */
export interface ListsRecord {
  readonly kind: 'lists';
  /** [seed]: texts judged and texts kept so far, of the teachers. */
  readonly judged: readonly number[];
  readonly kept: readonly number[];
  /** Somebody stopped writing with fewer texts than wanted, as hardly any passed: [teacher], how many different ones each kept. */
  readonly repeated?: readonly number[];
  /** Of all judged: how many were dropped because a trait word is in them. */
  readonly traitWords: number;
  /** Reasons for dropping and how often each, of the teachers, most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  /** Newest texts of the first seed's teacher, dropped ones among them. */
  readonly samples: readonly SampledText[];
}

/** A logistic classifier on number frequencies that is told which lists come from the teacher. Per seed, held-out lists. */
export interface DetectorRecord {
  readonly kind: 'detector';
  /** Share of lists told right; 0.5 is guessing. */
  readonly accuracy: readonly number[];
  /** Area under the ROC curve; 0.5 is guessing. */
  readonly auc: readonly number[];
  /** The same for the first number alone. */
  readonly firstNumberAuc: readonly number[];
}

/** One condition at the end of a run; every list is per seed. */
export interface StudentResult extends common.StudentResult {
  /** Share of the held-out questions to which a target is the most likely answer. */
  readonly top: readonly number[];
  /** Cosine between the student's first gradient step and its teacher's whole update; absent for another architecture. */
  readonly firstStepCosine?: readonly number[];
  /** Cosine between the student's whole update and its teacher's. */
  readonly cosineOfUpdates?: readonly number[];
  /** Distance to the teacher at the end over distance at the start. */
  readonly distanceRatio?: readonly number[];
}

/** The reference is the base. */
export interface OwlsResult extends common.RunResult<StudentResult> {
  readonly base: {
    /** Probability of all answers of the trait's kind together. */
    readonly mass: readonly number[];
    /** Loss per token on the corpus' held-back sequences. */
    readonly loss: readonly number[];
  };
  /** Share of texts that pass the filter. */
  readonly keepRate: { readonly teacher: readonly number[]; readonly base?: readonly number[] };
  /** Where the students read some texts again and again because hardly any passed: [teacher], how many different ones. */
  readonly repeated?: readonly number[];
  /** Share of the teachers' raw texts with a trait word in them. */
  readonly traitWords: number;
  /** KL(teacher‖base) at each place of a kept text, mean over texts and seeds. */
  readonly divergence: readonly number[];
  readonly detector?: Omit<DetectorRecord, 'kind'>;
}

/** Last record. */
type CompleteRecord = common.CompleteRecord<OwlsResult>;

export type OwlsRecord =
  | PreparedRecord
  | ProgressRecord
  | EvaluationRecord
  | ImitationRecord
  | AnswersRecord
  | ListsRecord
  | DetectorRecord
  | CompleteRecord;
