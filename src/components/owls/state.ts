// A run of the owls experiment: what its records, and answers to a visitor's question, add to the state of any lab's run. Pure.
import { processorOf } from '../../experiment/processor/processors.ts';
import {
  PHASES,
  type AnswersRecord,
  type DetectorRecord,
  type EvaluationRecord,
  type ImitationRecord,
  type ListsRecord,
  type Measured,
  type OwlsRecord,
  type OwlsResult,
  type Phase,
  type PreparedRecord,
  type SampledText,
} from '../../experiment/owls/records.ts';
import type { NetworkAnswer } from '../../experiment/records/records.ts';
import type { OwlsSpec } from '../../experiment/owls/spec.ts';
import type { Playback } from '../../worker/client.ts';
import { blankRun, withRecord, type Course, type Origin, type Progress, type RunState } from '../run/run-state.ts';

export interface OwlsRun extends RunState<OwlsSpec> {
  readonly prepared?: PreparedRecord;
  readonly progress?: Progress<Phase>;
  /** Mean over networks and seeds of the newest loss of the running phase, if it has any. */
  readonly loss?: number;
  readonly evaluations: Readonly<Record<Measured, readonly EvaluationRecord[]>>;
  readonly imitation: readonly ImitationRecord[];
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
  return { ...blankRun(spec, origin, playback), evaluations: { base: [], teacher: [], students: [] }, texts: [] };
}

export function addOwls(before: OwlsRun, record: OwlsRecord, seconds: number): OwlsRun {
  switch (record.kind) {
    case 'lists': {
      const texts = [...before.texts, ...record.samples].slice(-REMEMBERED);
      return { ...before, seconds, lists: record, texts };
    }
    case 'detector':
      return { ...before, seconds, detector: record };
    case 'prepared':
      return { ...withRecord(before, record, seconds), reply: undefined };
    case 'progress': {
      const { loss } = record;
      const mean = loss.length > 0 ? loss.reduce((sum, value) => sum + value, 0) / loss.length : undefined;
      return { ...withRecord(before, record, seconds), loss: mean };
    }
    default:
      return withRecord(before, record, seconds);
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

/** GFLOP of a step for one seed: of a base, a teacher, a list and one student (src/experiment/owls/README.md). */
const WORK: Readonly<Record<Phase, number>> = { base: 0.087, teacher: 0.006, lists: 0.001, students: 0.154 };
/** A graphics card is bound by the number of its dispatches, not by their size. */
const DISPATCHES: Readonly<Record<Phase, number>> = { base: 1, teacher: 1, lists: 0.02, students: 1 };

const isPhase = (name: string): name is Phase => PHASES.some((phase) => phase === name);

export const OWLS_COURSE: Course<OwlsRun> = {
  phases: PHASES,
  cost({ spec, prepared }, phase) {
    if (!isPhase(phase)) return 0;
    const oneByOne = prepared && processorOf(prepared.device).oneByOne(prepared.device);
    if (!oneByOne) return DISPATCHES[phase];
    return WORK[phase] * (phase === 'students' ? spec.students.length : 1);
  },
};
