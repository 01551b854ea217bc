// What a run of the digits experiment reports, in order. Plain JSON: the same records are posted from the worker,
// written by the command line and replayed by the page as a recorded run.
import type * as common from '../records/records.ts';

export const PHASES = ['teacher', 'students'] as const;
export type Phase = (typeof PHASES)[number];

/** First record: what is about to happen. */
export interface PreparedRecord extends common.PreparedRecord<Phase> {
  /** Test digits the networks will be asked about; pixels are bytes [image][pixel]. */
  readonly samples: { readonly labels: readonly number[]; readonly pixels: readonly (readonly number[])[] };
}

/**
 * After every few steps and, where these end at one, after an evaluation. Losses are one per model: [seed] for the teacher,
 * [seed × student] for the students.
 */
type ProgressRecord = common.ProgressRecord<Phase>;

/** The trait is the accuracy of the class logits on real digits. The teacher's at step 0 is the reference's. */
export interface EvaluationRecord extends common.EvaluationRecord<Phase> {
  /** How many test images it was measured on. */
  readonly images: number;
}

/** Losses are KL(teacher‖student) over the imitated logits. */
export interface ImitationRecord extends common.ImitationRecord {
  /** The loss of the best answer that never looks at its input: the mean of the teacher's answers, [seed]. */
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
export interface AnswersRecord extends common.AnswersRecord<Phase> {
  /** [student][sample]; the teacher counts as one student. */
  readonly answers: readonly (readonly number[])[];
}

/** One condition at the end of a run; every list is per seed. */
interface StudentResult extends common.StudentResult {
  /** Cosine between the student's update (from its own init) and the teacher's (from the reference). */
  readonly cosineOfUpdates: readonly number[];
  /** Cosine between the student's update and the straight way from its init to the teacher's final weights. */
  readonly cosineTowardTeacher: readonly number[];
  /** Euclidean distance to the teacher's final weights, at the student's init and at its end. */
  readonly distanceAtStart: readonly number[];
  readonly distanceAtEnd: readonly number[];
}

export interface DigitsResult extends common.RunResult<StudentResult> {
  /** ‖θ_T − θ_0‖ per seed. */
  readonly teacherDistance: readonly number[];
}

/** Last record. */
type CompleteRecord = common.CompleteRecord<DigitsResult>;

export type DigitsRecord =
  PreparedRecord | ProgressRecord | EvaluationRecord | ImitationRecord | SeenRecord | AnswersRecord | CompleteRecord;
