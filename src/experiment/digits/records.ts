// What a run of the digits experiment reports, in order. Plain JSON: the same records are posted from the worker,
// written by the command line and replayed by the page as a recorded run.
import type { DeviceDescription } from '../trainer.ts';

export type Phase = 'teacher' | 'students';

/** First record: what is about to happen. */
export interface PreparedRecord {
  readonly kind: 'prepared';
  readonly device: DeviceDescription;
  readonly seeds: readonly number[];
  readonly steps: Readonly<Record<Phase, number>>;
  /** Test digits the networks will be asked about; pixels are bytes [image][pixel]. */
  readonly samples: { readonly labels: readonly number[]; readonly pixels: readonly (readonly number[])[] };
}

/** After every few steps and, where these end at one, after an evaluation; the first of a phase is at step 0. */
export interface ProgressRecord {
  readonly kind: 'progress';
  readonly phase: Phase;
  readonly step: number;
  /** Loss of the newest step, one per model: [seed] for the teacher, [seed × student] for the students; [] at step 0. */
  readonly loss: readonly number[];
}

/** Accuracy of the class logits on real digits. The teacher's at step 0 is the reference's. */
export interface EvaluationRecord {
  readonly kind: 'evaluation';
  readonly phase: Phase;
  readonly step: number;
  /** How many test images it was measured on. */
  readonly images: number;
  /** [student][seed]; the teacher counts as one student. */
  readonly accuracy: readonly (readonly number[])[];
}

/**
 * How well the students do their own task on inputs that none of them trains on. The loss on what they do train on is in the
 * progress records.
 */
export interface ImitationRecord {
  readonly kind: 'imitation';
  readonly phase: 'students';
  readonly step: number;
  /** KL(teacher‖student) over the imitated logits in nats, mean over the inputs, [student][seed]. */
  readonly loss: readonly (readonly number[])[];
  /** The same for the best answer that never looks at its input: the mean of the teacher's answers, [seed]. */
  readonly blind: readonly number[];
}

/** One image of the newest batch of the first seed, and the numbers that came with it. */
export interface SeenRecord {
  readonly kind: 'seen';
  readonly step: number;
  /** Which of the students' images it is. */
  readonly image: number;
  /** Brightness 0 … 255, [pixel]. */
  readonly pixels: readonly number[];
  /** The logits the students imitate: the teacher's, and each student's own. */
  readonly teacher: readonly number[];
  readonly students: readonly (readonly number[])[];
}

/** How the networks of the first seed read the sample digits. */
export interface AnswersRecord {
  readonly kind: 'answers';
  readonly phase: Phase;
  readonly step: number;
  /** [student][sample]; the teacher counts as one student. */
  readonly answers: readonly (readonly number[])[];
}

/** One condition at the end of a run; every list is per seed. */
export interface StudentResult {
  /** The init sharing in its text form. */
  readonly student: string;
  readonly accuracy: readonly number[];
  /** (student - reference) / (teacher - reference) of the accuracies. */
  readonly traitTransfer: readonly number[];
  /** Cosine between the student's update (from its own init) and the teacher's (from the reference). */
  readonly cosineOfUpdates: readonly number[];
  /** Cosine between the student's update and the straight way from its init to the teacher's final weights. */
  readonly cosineTowardTeacher: readonly number[];
  /** Euclidean distance to the teacher's final weights, at the student's init and at its end. */
  readonly distanceAtStart: readonly number[];
  readonly distanceAtEnd: readonly number[];
}

export interface DigitsResult {
  readonly reference: readonly number[];
  readonly teacher: readonly number[];
  /** ‖θ_T − θ_0‖ per seed. */
  readonly teacherDistance: readonly number[];
  readonly students: readonly StudentResult[];
}

/** Last record. */
export interface CompleteRecord {
  readonly kind: 'complete';
  readonly result: DigitsResult;
}

export type DigitsRecord =
  PreparedRecord | ProgressRecord | EvaluationRecord | ImitationRecord | SeenRecord | AnswersRecord | CompleteRecord;
