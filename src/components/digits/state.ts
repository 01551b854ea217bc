// A run of the digits experiment: what its records add to the state of any lab's run. Pure.
import { processorOf } from '../../experiment/processor/processors.ts';
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
import { PHASES } from '../../experiment/digits/records.ts';
import type { DigitsSpec } from '../../experiment/digits/spec.ts';
import type { Playback } from '../../worker/client.ts';
import { blankRun, withRecord, type Course, type Origin, type Progress, type RunState } from '../run/run-state.ts';

export interface DigitsRun extends RunState<DigitsSpec> {
  readonly prepared?: PreparedRecord;
  readonly progress?: Progress<Phase>;
  readonly evaluations: Readonly<Record<Phase, readonly EvaluationRecord[]>>;
  readonly imitation: readonly ImitationRecord[];
  readonly answers: Readonly<Partial<Record<Phase, AnswersRecord>>>;
  /** The newest. */
  readonly seen?: SeenRecord;
  readonly result?: DigitsResult;
}

/** A run of which nothing has been heard yet. */
export function emptyDigits(spec: DigitsSpec, origin?: Origin, playback?: Playback): DigitsRun {
  return { ...blankRun(spec, origin, playback), evaluations: { teacher: [], students: [] } };
}

export function addDigits(before: DigitsRun, record: DigitsRecord, seconds: number): DigitsRun {
  return record.kind === 'seen' ? { ...before, seconds, seen: record } : withRecord(before, record, seconds);
}

export const DIGITS_COURSE: Course<DigitsRun> = {
  phases: PHASES,
  /**
   * In steps of the teacher. A processor trains one student after the other; a graphics card has room for small networks
   * side by side.
   */
  cost({ spec, prepared }, phase) {
    const oneByOne = prepared && processorOf(prepared.device).oneByOne(prepared.device);
    return phase === 'students' && oneByOne ? spec.students.length : 1;
  },
};
