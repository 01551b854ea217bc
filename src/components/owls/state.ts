// A run of the owls experiment: what its records, and answers to a visitor's question, add to a lab's state. Pure.
import {
  PHASES,
  type AnswersRecord,
  type DetectorRecord,
  type EvaluationRecord,
  type ImitationRecord,
  type ListsRecord,
  type NetworkAnswer,
  type OwlsRecord,
  type OwlsResult,
  type Phase,
  type PreparedRecord,
  type SampledText,
} from '../../experiment/owls/records.ts';
import type { OwlsSpec } from '../../experiment/owls/spec.ts';
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

/** The phases in which the trait is measured. */
export type Measured = EvaluationRecord['phase'];

export interface OwlsRun extends RunState<OwlsSpec> {
  readonly prepared?: PreparedRecord;
  readonly progress?: Progress<Phase>;
  /** Mean over networks and seeds of the newest loss of the running phase, if it has any. */
  readonly loss?: number;
  /** In the order of the steps, one per step. */
  readonly evaluations: Readonly<Record<Measured, readonly EvaluationRecord[]>>;
  /** The students’ own task, in the order of the steps. */
  readonly imitation: readonly ImitationRecord[];
  /** The students' loss on their newest batch, mean over the seeds, [student]. */
  readonly trainingLoss?: readonly number[];
  /** The newest of each. */
  readonly answers: Readonly<Partial<Record<Measured, AnswersRecord>>>;
  readonly lists?: ListsRecord;
  /** The newest texts of all portions, oldest first. */
  readonly texts: readonly SampledText[];
  readonly detector?: DetectorRecord;
  readonly result?: OwlsResult;
  /** To the visitor's newest question that was answered. */
  readonly reply?: { readonly question: number; readonly answers: readonly NetworkAnswer[] };
}

/** Texts kept, so that what was dropped does not rush by. */
const REMEMBERED = 48;

/** A run of which nothing has been heard yet. */
export function emptyOwls(spec: OwlsSpec, origin?: Origin, playback?: Playback): OwlsRun {
  return {
    ...blankRun(spec, origin, playback),
    evaluations: { base: [], teacher: [], students: [] },
    imitation: [],
    answers: {},
    texts: [],
  };
}

export function addOwls(before: OwlsRun, record: OwlsRecord, seconds: number): OwlsRun {
  const state: OwlsRun = { ...before, seconds };
  switch (record.kind) {
    case 'prepared':
      return { ...state, loading: undefined, prepared: record, reply: undefined };
    case 'progress': {
      const { phase, step, loss } = record;
      const mean = loss.length > 0 ? loss.reduce((sum, value) => sum + value, 0) / loss.length : undefined;
      return { ...state, progress: advance(before, phase, step), loss: mean, ...trainingLoss(record) };
    }
    case 'evaluation': {
      const all = withStep(state.evaluations[record.phase], record);
      return { ...state, evaluations: { ...state.evaluations, [record.phase]: all } };
    }
    case 'imitation':
      return { ...state, imitation: withStep(state.imitation, record) };
    case 'answers':
      return { ...state, answers: { ...state.answers, [record.phase]: record } };
    case 'lists':
      return { ...state, lists: record, texts: [...before.texts, ...record.samples].slice(-REMEMBERED) };
    case 'detector':
      return { ...state, detector: record };
    case 'complete':
      return { ...state, result: record.result };
  }
}

export function replyOwls(state: OwlsRun, question: number, answers: readonly NetworkAnswer[]): OwlsRun {
  if (state.reply && state.reply.question > question) return state;
  return { ...state, reply: { question, answers } };
}

/** The newest `count` texts, in their order; up to `dropped` of them are such as the filter dropped, if there are any. */
export function newestTexts({ texts }: OwlsRun, count: number, dropped: number): SampledText[] {
  const struck = new Set(texts.filter(({ reason }) => reason !== undefined).slice(-dropped));
  const passed = texts.filter(({ reason }) => reason === undefined);
  const others = new Set(passed.slice(-(count - struck.size)));
  return texts.filter((text) => struck.has(text) || others.has(text));
}

/** GFLOP of a step for one seed: of a base, a teacher, a list and one student (SCIENCE.md, Lab 2, cost). */
const WORK: Readonly<Record<Phase, number>> = { base: 0.087, teacher: 0.006, lists: 0.001, students: 0.154 };
/** A graphics card is bound by the number of its dispatches, not by their size. */
const DISPATCHES: Readonly<Record<Phase, number>> = { base: 1, teacher: 1, lists: 0.02, students: 1 };

const isPhase = (name: string): name is Phase => PHASES.some((phase) => phase === name);

export const OWLS_COURSE: Course<OwlsRun> = {
  phases: PHASES,
  cost({ spec, prepared }, phase) {
    if (!isPhase(phase)) return 0;
    const processor = prepared?.device.backend === 'cpu' || prepared?.device.software;
    if (!processor) return DISPATCHES[phase];
    return WORK[phase] * (phase === 'students' ? spec.students.length : 1);
  },
};
