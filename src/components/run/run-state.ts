// The run a lab shows, as one immutable value, and the only way it changes: one response of the worker at a time. What every
// experiment has in common; what one of them reports besides is added in its own room. Pure: no worker, no clock, no DOM. A
// recorded run is the same value, made from the same records.
import type { RunErrorCode } from '../../experiment/records/run-error.ts';
import type {
  AnswersRecord,
  CommonRecord,
  EvaluationRecord,
  ImitationRecord,
  PreparedRecord,
  RunResult,
} from '../../experiment/records/records.ts';
import type { CommonSpec } from '../../experiment/spec/spec-table.ts';
import type { Playback, Response, Silence } from '../../worker/client.ts';

export interface Loading {
  readonly what: 'data' | 'kernels';
  readonly done: number;
  readonly total: number;
}

interface Failure {
  readonly code: RunErrorCode;
  readonly message: string;
  readonly detail: string;
}

/** How far training is; where and when its phase began tells the speed. */
export interface Progress<Phase extends string = string> {
  readonly phase: Phase;
  readonly step: number;
  readonly fromStep: number;
  readonly fromSeconds: number;
}

export type Origin = 'none' | 'live' | 'recorded';

export interface RunState<Spec = CommonSpec> {
  readonly origin: Origin;
  /** The settings of this run; those in the controls may have changed since. */
  readonly spec: Spec;
  readonly playback: Playback;
  readonly loading?: Loading;
  /** Why it trains where it does, in one sentence; nothing where somebody chose. */
  readonly because?: string;
  readonly prepared?: PreparedRecord;
  readonly progress?: Progress;
  /** How far everyone has the trait, by phase, in the order of the steps, one per step. */
  readonly evaluations: Readonly<{ [phase: string]: readonly EvaluationRecord[] | undefined }>;
  /** The students’ own task, in the order of the steps. */
  readonly imitation: readonly ImitationRecord[];
  /** The students' losses on their newest batch, as their progress records have them. */
  readonly trainingLoss?: readonly number[];
  /** The newest of each phase. */
  readonly answers: Readonly<{ [phase: string]: AnswersRecord | undefined }>;
  readonly result?: RunResult;
  /** Seconds of training, pauses left out. */
  readonly seconds: number;
  readonly notices: readonly string[];
  readonly failure?: Failure;
  /** Nothing has been heard of it for so long; it may still come. */
  readonly silence?: Silence;
}

export type RunStatus = 'empty' | 'loading' | 'failed' | Playback;

/** What every run starts with; `none` stands for no run at all. */
export function blankRun<Spec>(spec: Spec, origin: Origin = 'none', playback: Playback = 'playing') {
  return {
    origin,
    spec,
    playback,
    seconds: 0,
    notices: [],
    evaluations: {},
    imitation: [],
    answers: {},
  } as const satisfies RunState<Spec>;
}

export function statusOf(state: RunState): RunStatus {
  if (state.failure) return 'failed';
  if (state.origin === 'none') return 'empty';
  return state.loading || !state.prepared ? 'loading' : state.playback;
}

/** A live run that has not come to its end, whether or not somebody paused it. */
export function isGoingOn(state: RunState): boolean {
  return ['loading', 'playing', 'paused'].includes(statusOf(state));
}

/** It trains or is about to, and nobody has paused it. */
export function isUnderWay(state: RunState): boolean {
  const status = statusOf(state);
  return state.playback === 'playing' && (status === 'playing' || status === 'loading');
}

/** What of a response concerns every experiment; records and answers are the experiment's own. Whatever comes ends a silence. */
export function reduce<Run extends RunState, Record>(
  before: Run,
  response: Response<Record>,
  add: (state: Run, record: Record, seconds: number) => Run,
): Run {
  const state = before.silence && response.kind !== 'silence' ? { ...before, silence: undefined } : before;
  switch (response.kind) {
    case 'availability':
    case 'answer':
    case 'alive':
    case 'pong':
    case 'accepted':
      return state;
    case 'silence': {
      const { cause, seconds } = response;
      return { ...state, silence: { cause, seconds } };
    }
    case 'loading': {
      const { what, done, total } = response;
      return { ...state, loading: done < total ? { what, done, total } : undefined };
    }
    case 'record':
      return add(state, response.record, response.seconds);
    case 'place':
      return { ...state, because: response.because };
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

/** A phase begins where the one before ended, or again where a lost device threw the run back. */
function advance<Phase extends string>(
  { progress, seconds }: { readonly progress?: Progress<Phase>; readonly seconds: number },
  phase: Phase,
  step: number,
): Progress<Phase> {
  if (progress && progress.phase === phase && progress.step <= step) return { ...progress, step };
  return { phase, step, fromStep: progress?.phase === phase ? step : 0, fromSeconds: seconds };
}

/** A run after one record of those that every experiment has; what else a record says is the experiment's to add. */
export function withRecord<Run extends RunState>(before: Run, record: CommonRecord, seconds: number): Run {
  const run = { ...before, seconds };
  switch (record.kind) {
    case 'prepared':
      return { ...run, loading: undefined, prepared: record };
    case 'progress': {
      const { phase, step, loss } = record;
      // An earlier phase, or the start of theirs, says nothing about the students' loss.
      const trainingLoss = phase === 'students' && loss.length > 0 ? { trainingLoss: loss } : {};
      return { ...run, progress: advance(before, phase, step), ...trainingLoss };
    }
    case 'evaluation': {
      const all = withStep(run.evaluations[record.phase] ?? [], record);
      return { ...run, evaluations: { ...run.evaluations, [record.phase]: all } };
    }
    case 'imitation':
      return { ...run, imitation: withStep(run.imitation, record) };
    case 'answers':
      return { ...run, answers: { ...run.answers, [record.phase]: record } };
    case 'complete':
      return { ...run, result: record.result };
  }
}

/** `list` with `next` in the place of its step: a later measurement replaces an earlier one. */
function withStep<Measured extends { readonly step: number }>(list: readonly Measured[], next: Measured): Measured[] {
  return [...list.filter(({ step }) => step !== next.step), next].sort((a, b) => a.step - b.step);
}

/** The phases of a run in their order, and what their steps take compared with each other. */
export interface Course<Run extends RunState> {
  readonly phases: readonly string[];
  /** Seconds that one step of `phase` takes, in any unit. */
  cost(run: Run, phase: string): number;
}

/** Work of all phases together, and work done, in the unit of the costs. */
export function workOf<Run extends RunState>(run: Run, { phases, cost }: Course<Run>): { done: number; total: number } {
  const { prepared, progress } = run;
  if (!prepared) return { done: 0, total: 0 };
  const work = (phase: string) => (prepared.steps[phase] ?? 0) * cost(run, phase);
  const sum = (list: readonly string[]) => list.reduce((total, phase) => total + work(phase), 0);
  const total = sum(phases);
  if (!progress) return { done: 0, total };
  const before = sum(phases.slice(0, phases.indexOf(progress.phase)));
  return { done: before + progress.step * cost(run, progress.phase), total };
}

export interface Pace {
  /** Of the running phase. */
  readonly stepsPerSecond: number;
  /** To the end of the run; an estimate while there are phases that have not begun. */
  readonly secondsLeft: number;
}

/** Undefined until there is something to measure. */
export function paceOf<Run extends RunState>(run: Run, course: Course<Run>): Pace | undefined {
  const { prepared, progress, seconds } = run;
  if (!prepared || !progress) return undefined;
  const elapsed = seconds - progress.fromSeconds;
  const steps = progress.step - progress.fromStep;
  if (elapsed <= 0 || steps <= 0) return undefined;
  const stepsPerSecond = steps / elapsed;
  const { done, total } = workOf(run, course);
  return { stepsPerSecond, secondsLeft: (total - done) / course.cost(run, progress.phase) / stepsPerSecond };
}
