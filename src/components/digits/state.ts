// A run of the digits experiment: what its records add to a lab's state. Pure.
import type {
  AnswersRecord,
  DigitsRecord,
  DigitsResult,
  EvaluationRecord,
  ImitationRecord,
  Phase,
  PreparedRecord,
  SeenRecord,
} from '../../experiment/digits/records.ts';
import type { DigitsSpec } from '../../experiment/digits/spec.ts';
import type { Playback } from '../../worker/client.ts';
import {
  advance,
  blankRun,
  trainingLoss,
  withStep,
  type Course,
  type Origin,
  type Progress,
  type RunState,
} from '../run/run-state.ts';

export interface DigitsRun extends RunState<DigitsSpec> {
  readonly prepared?: PreparedRecord;
  readonly progress?: Progress<Phase>;
  /** In the order of the steps, one per step. */
  readonly evaluations: Readonly<Record<Phase, readonly EvaluationRecord[]>>;
  /** The students’ own task, in the order of the steps. */
  readonly imitation: readonly ImitationRecord[];
  /** The students' loss on their newest batch, [seed × student]. */
  readonly trainingLoss?: readonly number[];
  /** The newest of each. */
  readonly answers: Readonly<Partial<Record<Phase, AnswersRecord>>>;
  readonly seen?: SeenRecord;
  readonly result?: DigitsResult;
}

/** A run of which nothing has been heard yet. */
export function emptyDigits(spec: DigitsSpec, origin?: Origin, playback?: Playback): DigitsRun {
  return {
    ...blankRun(spec, origin, playback),
    evaluations: { teacher: [], students: [] },
    imitation: [],
    answers: {},
  };
}

export function addDigits(before: DigitsRun, record: DigitsRecord, seconds: number): DigitsRun {
  const state: DigitsRun = { ...before, seconds };
  switch (record.kind) {
    case 'prepared':
      return { ...state, loading: undefined, prepared: record };
    case 'progress':
      return { ...state, progress: advance(before, record.phase, record.step), ...trainingLoss(record) };
    case 'evaluation': {
      const all = withStep(state.evaluations[record.phase], record);
      return { ...state, evaluations: { ...state.evaluations, [record.phase]: all } };
    }
    case 'imitation':
      return { ...state, imitation: withStep(state.imitation, record) };
    case 'answers':
      return { ...state, answers: { ...state.answers, [record.phase]: record } };
    case 'seen':
      return { ...state, seen: record };
    case 'complete':
      return { ...state, result: record.result };
  }
}

export const DIGITS_COURSE: Course<DigitsRun> = {
  phases: ['teacher', 'students'],
  /**
   * In steps of the teacher. A processor trains one student after the other; a graphics card has room for small networks
   * side by side.
   */
  cost({ spec, prepared }, phase) {
    const processor = prepared?.device.backend === 'cpu' || prepared?.device.software;
    return phase === 'students' && processor ? spec.students.length : 1;
  },
};
