// The run a lab shows, as one immutable value, and the only way it changes: one response of the worker at a time.
// Pure: no worker, no clock, no DOM. A recorded run is the same value, made from the same records.
import type {
  AnswersRecord,
  DigitsRecord,
  DigitsResult,
  EvaluationRecord,
  Phase,
  PreparedRecord,
  SeenRecord,
} from '../experiment/digits/records.ts';
import type { DigitsSpec } from '../experiment/digits/spec.ts';
import type { RunErrorCode } from '../experiment/run-error.ts';
import type { Playback, Response } from '../worker/client.ts';

export interface Loading {
  readonly what: 'data' | 'kernels';
  readonly done: number;
  readonly total: number;
}

export interface Failure {
  readonly code: RunErrorCode;
  readonly message: string;
  readonly detail: string;
}

/** How far training is; where and when its phase began tells the speed. */
export interface Progress {
  readonly phase: Phase;
  readonly step: number;
  readonly fromStep: number;
  readonly fromSeconds: number;
}

export interface RunState {
  readonly origin: 'none' | 'live' | 'recorded';
  /** The settings of this run; those in the controls may have changed since. */
  readonly spec: DigitsSpec;
  readonly playback: Playback;
  readonly loading?: Loading;
  readonly prepared?: PreparedRecord;
  readonly progress?: Progress;
  /** Seconds of training, pauses left out. */
  readonly seconds: number;
  /** In the order of the steps, one per step: a later measurement replaces an earlier one. */
  readonly evaluations: Readonly<Record<Phase, readonly EvaluationRecord[]>>;
  /** The newest of each. */
  readonly answers: Readonly<Partial<Record<Phase, AnswersRecord>>>;
  readonly seen?: SeenRecord;
  readonly result?: DigitsResult;
  readonly notices: readonly string[];
  readonly failure?: Failure;
}

export type RunStatus = 'empty' | 'loading' | 'failed' | Playback;

/** A run of which nothing has been heard yet; `none` stands for no run at all. */
export function emptyRun(
  spec: DigitsSpec,
  origin: RunState['origin'] = 'none',
  playback: Playback = 'playing',
): RunState {
  return { origin, spec, playback, seconds: 0, evaluations: { teacher: [], students: [] }, answers: {}, notices: [] };
}

export function statusOf(state: RunState): RunStatus {
  if (state.failure) return 'failed';
  if (state.origin === 'none') return 'empty';
  return state.loading || !state.prepared ? 'loading' : state.playback;
}

/** It trains or is about to, and nobody has paused it. */
export function isUnderWay(state: RunState): boolean {
  const status = statusOf(state);
  return state.playback === 'playing' && (status === 'playing' || status === 'loading');
}

export function reduce(state: RunState, response: Response): RunState {
  switch (response.kind) {
    case 'availability':
      return state;
    case 'loading': {
      const { what, done, total } = response;
      return { ...state, loading: done < total ? { what, done, total } : undefined };
    }
    case 'record':
      return addRecord(state, response.record, response.seconds);
    case 'playback':
      return { ...state, playback: response.playback };
    case 'notice':
      if (state.notices.includes(response.message)) return state;
      return { ...state, notices: [...state.notices, response.message] };
    case 'failure': {
      const { code, message, detail } = response;
      return { ...state, loading: undefined, failure: { code, message, detail } };
    }
  }
}

export function addRecord(before: RunState, record: DigitsRecord, seconds: number): RunState {
  const state: RunState = { ...before, seconds };
  switch (record.kind) {
    case 'prepared':
      return { ...state, loading: undefined, prepared: record };
    case 'progress':
      return { ...state, progress: advance(before, record.phase, record.step) };
    case 'evaluation': {
      const { phase, step } = record;
      const others = state.evaluations[phase].filter((evaluation) => evaluation.step !== step);
      const all = [...others, record].sort((a, b) => a.step - b.step);
      return { ...state, evaluations: { ...state.evaluations, [phase]: all } };
    }
    case 'answers':
      return { ...state, answers: { ...state.answers, [record.phase]: record } };
    case 'seen':
      return { ...state, seen: record };
    case 'complete':
      return { ...state, result: record.result };
  }
}

/** A phase begins where the one before ended, or again where a lost device threw the run back. */
function advance({ progress, seconds }: RunState, phase: Phase, step: number): Progress {
  if (progress && progress.phase === phase && progress.step <= step) return { ...progress, step };
  return { phase, step, fromStep: progress?.phase === phase ? step : 0, fromSeconds: seconds };
}

/** Steps of both phases together. */
export function totalSteps({ prepared }: RunState): number {
  return prepared ? prepared.steps.teacher + prepared.steps.students : 0;
}

export function stepsDone({ prepared, progress }: RunState): number {
  if (!prepared || !progress) return 0;
  return progress.step + (progress.phase === 'students' ? prepared.steps.teacher : 0);
}

export interface Pace {
  /** Of the running phase. */
  readonly stepsPerSecond: number;
  /** To the end of the run; an estimate while the students have not begun. */
  readonly secondsLeft: number;
}

/** Undefined until there is something to measure. */
export function paceOf(state: RunState): Pace | undefined {
  const { prepared, progress, seconds } = state;
  if (!prepared || !progress) return undefined;
  const elapsed = seconds - progress.fromSeconds;
  const steps = progress.step - progress.fromStep;
  if (elapsed <= 0 || steps <= 0) return undefined;
  const stepsPerSecond = steps / elapsed;
  const left = prepared.steps[progress.phase] - progress.step;
  const later = progress.phase === 'teacher' ? prepared.steps.students * studentStepCost(state) : 0;
  return { stepsPerSecond, secondsLeft: (left + later) / stepsPerSecond };
}

/**
 * How many steps of the teacher one step of all students takes. A processor trains one network after the other; a
 * graphics card has room for small networks side by side.
 */
function studentStepCost({ spec, prepared }: RunState): number {
  const processor = prepared?.device.backend === 'cpu' || prepared?.device.software;
  return processor ? spec.students.length : 1;
}
