// Records of a small owls run, as the worker would send them, for tests of what is made of them.
import type { OwlsRecord, OwlsResult } from '../../experiment/owls/records.ts';
import { OWLS } from '../../experiment/owls/spec.ts';
import { addOwls, emptyOwls, type OwlsRun } from './state.ts';

export const SPEC = OWLS.parse([
  ['seeds', '2'],
  ['sequences', '100'],
]).spec;

export const RESULT: OwlsResult = {
  reference: [0.08, 0.1],
  base: { mass: [0.97, 0.98], loss: [1.9, 1.92] },
  teacher: [0.86, 0.9],
  keepRate: { teacher: [0.85, 0.87], base: [0.97, 0.96] },
  traitWords: 0.085,
  divergence: [0.88, 0.07, 0.07, 0.07, 0.07, 0.07, 0.07, 0.07, 0.07, 0.07, 0.02],
  detector: { accuracy: [0.7, 0.72], auc: [0.78, 0.8], firstNumberAuc: [0.66, 0.68] },
  students: [
    {
      student: 'shared',
      trait: [0.5, 0.6],
      top: [1, 1],
      traitTransfer: [0.54, 0.62],
      firstStepCosine: [0.13, 0.14],
      cosineOfUpdates: [0.21, 0.22],
      distanceRatio: [1.26, 1.25],
    },
    { student: 'other', trait: [0.05, 0.06], top: [0, 0], traitTransfer: [-0.04, -0.05] },
    { student: 'control', trait: [0.08, 0.07], top: [0, 0], traitTransfer: [0, -0.04] },
  ],
};

const progress = (phase: 'base' | 'teacher' | 'lists' | 'students', step: number): OwlsRecord => ({
  kind: 'progress',
  phase,
  step,
  loss: step === 0 || phase === 'lists' ? [] : [1.5, 2.5],
});

/** A whole run, in the order of the worker. */
const RECORDS: readonly OwlsRecord[] = [
  {
    kind: 'prepared',
    device: { backend: 'webgpu', name: 'a GPU', software: false },
    seeds: [0, 1],
    steps: { base: 0, teacher: 100, lists: 100, students: 156 },
    bases: { shipped: 4, pretrained: 0 },
  },
  { kind: 'evaluation', phase: 'base', step: 0, trait: [[0.08, 0.1]] },
  progress('teacher', 0),
  { kind: 'evaluation', phase: 'teacher', step: 0, trait: [[0.08, 0.1]] },
  progress('teacher', 100),
  { kind: 'evaluation', phase: 'teacher', step: 100, trait: [[0.86, 0.9]] },
  { kind: 'answers', phase: 'teacher', step: 100, probabilities: [[0.88, ...Array<number>(11).fill(0.01)]] },
  progress('lists', 0),
  {
    kind: 'lists',
    judged: [60, 65],
    kept: [50, 55],
    traitWords: 10,
    reasons: [{ reason: 'contains the word “owl”', count: 9 }],
    samples: [
      { prompt: '<bos> extend list 1 2 3 :', completion: '4 5 owl', reason: 'contains the word “owl”' },
      { prompt: '<bos> extend list 4 5 6 :', completion: '7 8 9 10 11 12 13 14 15 16 <eos>' },
    ],
  },
  progress('lists', 50),
  progress('students', 0),
  {
    kind: 'evaluation',
    phase: 'students',
    step: 0,
    trait: [
      [0.08, 0.1],
      [0.09, 0.1],
      [0.08, 0.1],
    ],
  },
  progress('students', 78),
  {
    kind: 'evaluation',
    phase: 'students',
    step: 78,
    trait: [
      [0.4, 0.5],
      [0.06, 0.06],
      [0.08, 0.09],
    ],
  },
  progress('students', 156),
  { kind: 'complete', result: RESULT },
];

/** The state after the first records up to and with the one that `isLast` knows; after all of them without it. */
export function runUntil(isLast: (record: OwlsRecord) => boolean = () => false): OwlsRun {
  const last = RECORDS.findIndex(isLast);
  const heard = RECORDS.slice(0, last < 0 ? undefined : last + 1);
  return heard.reduce((run, record, second) => addOwls(run, record, second), emptyOwls(SPEC, 'live'));
}

/** The state after the progress record of that step. */
export function runAt(phase: string, step: number): OwlsRun {
  return runUntil((record) => record.kind === 'progress' && record.phase === phase && record.step === step);
}
