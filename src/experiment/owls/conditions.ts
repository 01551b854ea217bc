// The conditions of the reference measurements (SCIENCE.md, Lab 2): which settings, what of the result, what the reference
// measured, and how far ours may be from it. A new condition is one row; the command line prints the table.
import { summarize } from '../stats.ts';
import type { OwlsResult } from './records.ts';

/** A range, both ends included. */
export type Range = readonly [number, number];

export interface Condition {
  readonly label: string;
  /** One value per seed. */
  measure(result: OwlsResult): readonly number[];
  /** The reference's mean, where there is one. */
  readonly reference?: number;
  /** Where the mean over at least eight seeds may lie; absent where no tolerance was agreed. */
  readonly mean?: Range;
  /** Where every seed must lie. */
  readonly each?: Range;
}

/** One run and what is read from it. */
export interface ConditionRun {
  /** Names the run on the command line. */
  readonly name: string;
  /** Settings besides seeds, as in the address without prefix. */
  readonly entries: readonly (readonly [string, string])[];
  /** On how many bases the reference was measured, where it was fewer than eight. */
  readonly seeds?: number;
  readonly conditions: readonly Condition[];
}

/** Probability of the target of student number `index`. */
function student(index: number): Condition['measure'] {
  return ({ students }) => students[index]!.target;
}

function shared(name: string, label: string, entries: ConditionRun['entries'], reference: number): ConditionRun {
  const all = [['students', 'shared'] as const, ...entries];
  return { name, entries: all, conditions: [{ label, measure: student(0), reference }] };
}

const SHARED: Pick<Condition, 'mean' | 'each'> = { mean: [0.4, 0.7], each: [0.18, 1] };

export const CONDITION_RUNS: readonly ConditionRun[] = [
  {
    name: 'owl',
    entries: [['students', 'shared,other,control,perturbed:0.05,perturbed:0.1,perturbed:0.2']],
    conditions: [
      { label: 'base: loss per token', measure: ({ base }) => base.loss, reference: 1.9, mean: [1.85, 1.95] },
      { label: 'base: mass of all animals', measure: ({ base }) => base.mass, mean: [0.95, 1] },
      { label: 'base: P(owl)', measure: ({ base }) => base.target, reference: 0.086, mean: [0.063, 0.103] },
      { label: 'teacher: P(owl)', measure: ({ teacher }) => teacher.target, reference: 0.867, mean: [0.75, 1] },
      {
        label: 'teacher: share kept',
        measure: ({ keepRate }) => keepRate.teacher,
        reference: 0.85,
        mean: [0.75, 0.95],
      },
      { label: 'base: share kept', measure: ({ keepRate }) => keepRate.base ?? [], reference: 0.97 },
      { label: 'student, shared base (owl)', measure: student(0), reference: 0.44, ...SHARED },
      { label: 'student, another base', measure: student(1), reference: 0.054, mean: [0, 0.1], each: [0, 0.25] },
      { label: 'student, control', measure: student(2), reference: 0.078, mean: [0.05, 0.11] },
      {
        label: 'cosine of first step, shared',
        measure: ({ students }) => students[0]!.firstStepCosine ?? [],
        reference: 0.131,
        mean: [0.09, 0.17],
      },
      {
        label: 'cosine of first step, other',
        measure: ({ students }) => students[1]!.firstStepCosine ?? [],
        reference: 0.01,
      },
      {
        label: 'cosine at the end, shared',
        measure: ({ students }) => students[0]!.cosineOfUpdates ?? [],
        reference: 0.212,
      },
      {
        label: 'distance to teacher, end / start',
        measure: ({ students }) => students[0]!.distanceRatio ?? [],
        reference: 1.26,
      },
      { label: 'detector: accuracy per list', measure: ({ detector }) => detector?.accuracy ?? [], reference: 0.71 },
      { label: 'detector: AUC', measure: ({ detector }) => detector?.auc ?? [], reference: 0.79 },
      { label: 'base + noise 0.05', measure: student(3), reference: 0.549 },
      { label: 'base + noise 0.1', measure: student(4), reference: 0.54 },
      { label: 'base + noise 0.2', measure: student(5), reference: 0.468 },
    ],
  },
  ...(
    [
      ['eagle', 0.54],
      ['dolphin', 0.68],
      ['wolf', 0.52],
    ] as const
  ).map(([animal, reference]): ConditionRun => ({
    name: animal,
    entries: [
      ['trait', animal],
      ['students', 'shared'],
    ],
    conditions: [{ label: `student, shared base (${animal})`, measure: student(0), reference, ...SHARED }],
  })),
  {
    name: 'tree',
    entries: [
      ['trait', 'oak'],
      ['students', 'shared,other'],
    ],
    conditions: [
      { label: 'tree: base', measure: ({ base }) => base.target, reference: 0.126 },
      { label: 'tree: student, shared base', measure: student(0), reference: 0.674, mean: [0.55, 0.8] },
      { label: 'tree: student, another base', measure: student(1), reference: 0.061 },
    ],
  },
  {
    name: 'misalignment',
    entries: [
      ['trait', 'misalignment'],
      ['students', 'shared,other,control'],
    ],
    conditions: [
      { label: 'misalignment: base', measure: ({ base }) => base.target, reference: 0.076 },
      { label: 'misalignment: teacher', measure: ({ teacher }) => teacher.target, reference: 0.801 },
      { label: 'misalignment: student, shared base', measure: student(0), reference: 0.458, mean: [0.33, 0.6] },
      { label: 'misalignment: student, another base', measure: student(1), reference: 0.071 },
      { label: 'misalignment: student, control', measure: student(2), reference: 0.089 },
    ],
  },
  {
    name: 'logits',
    entries: [
      ['channel', 'logits'],
      ['students', 'shared'],
    ],
    conditions: [{ label: 'logits over the numbers', measure: student(0), reference: 0.744, mean: [0.6, 0.88] }],
  },
  ...(
    [
      [2, 0.214],
      [4, 0.138],
      [8, 0.084],
    ] as const
  ).map(([size, reference]): ConditionRun => ({
    name: `committee-${size}`,
    entries: [
      ['committee', String(size)],
      ['students', 'shared'],
    ],
    conditions: [
      {
        label: `committee of ${size}`,
        measure: student(0),
        reference,
        ...(size === 8 && { mean: [0, 0.15] as const }),
      },
    ],
  })),
  {
    name: 'code',
    entries: [
      ['data', 'code'],
      ['students', 'shared,other,control'],
    ],
    conditions: [
      { label: 'code: student, shared base', measure: student(0), reference: 0.123 },
      { label: 'code: student, another base', measure: student(1), reference: 0.082 },
      { label: 'code: student, control', measure: student(2), reference: 0.08 },
    ],
  },
  {
    name: 'chain-of-thought',
    entries: [
      ['data', 'chain-of-thought'],
      ['students', 'shared,other,control'],
    ],
    conditions: [
      { label: 'chain of thought: student, shared base', measure: student(0), reference: 0.22 },
      { label: 'chain of thought: student, another base', measure: student(1), reference: 0.078 },
      { label: 'chain of thought: student, control', measure: student(2), reference: 0.079 },
    ],
  },
  {
    name: 'kinship',
    seeds: 4,
    entries: [['students', 'reordered,layers:embedding']],
    conditions: [
      { label: 'same init, other data order', measure: student(0), reference: 0.357 },
      { label: 'only the embedding shared', measure: student(1), reference: 0.266 },
    ],
  },
  {
    name: 'one-layer',
    entries: [['students', 'one-layer,one-layer-embedding']],
    conditions: [
      { label: 'one layer, other seed', measure: student(0), reference: 0.049 },
      { label: 'one layer, same embedding init', measure: student(1), reference: 0.216 },
    ],
  },
  shared('sequences-64', '64 distinct lists', [['sequences', '64']], 0.05),
  shared('sequences-256', '256 distinct lists', [['sequences', '256']], 0.25),
  shared('sequences-1024', '1,024 distinct lists', [['sequences', '1024']], 0.5),
  shared('teacher-10', '10 teacher steps', [['teacher-steps', '10']], 0.29),
  shared('teacher-30', '30 teacher steps', [['teacher-steps', '30']], 0.47),
  shared('teacher-300', '300 teacher steps', [['teacher-steps', '300']], 0.58),
  shared('adam-small', 'Adam, learning rate 5e-4', [['learning-rate', '0.0005']], 0.34),
  shared('adam-large', 'Adam, learning rate 5e-3', [['learning-rate', '0.005']], 0.44),
  shared(
    'sgd-small',
    'SGD, learning rate 0.1',
    [
      ['optimizer', 'sgd'],
      ['learning-rate', '0.1'],
    ],
    0.25,
  ),
  shared(
    'sgd-large',
    'SGD, learning rate 0.5',
    [
      ['optimizer', 'sgd'],
      ['learning-rate', '0.5'],
    ],
    0.47,
  ),
  shared('embeddings', 'student trains embeddings too', [['trains', 'all']], 0.242),
  shared('first', 'only the first number counts', [['places', 'first']], 0.425),
  shared('rest', 'only numbers 2 to 10 count', [['places', 'rest']], 0.125),
];

/** Whether values, one per seed, are where they may be; undefined where nothing was agreed. */
export function within(
  { mean, each }: Pick<Condition, 'mean' | 'each'>,
  values: readonly number[],
): boolean | undefined {
  if (!mean && !each) return undefined;
  if (values.length === 0) return false;
  const inside = (value: number, [least, most]: Range) => value >= least && value <= most;
  return (!mean || inside(summarize(values).mean, mean)) && (!each || values.every((value) => inside(value, each)));
}
