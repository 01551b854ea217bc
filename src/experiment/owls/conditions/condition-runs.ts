// The conditions of the reference measurements (README.md, where they come from): which settings, what of the result, what
// the reference measured, and how far ours may be from it. A new condition is one row.
import { AMOUNT, COSINE } from '../../statistics/stats.ts';
import type { Condition, ConditionRun, Reference } from './condition.ts';
import type { TraitName } from '../language/traits.ts';

/** What the reference's bases love in turn; every row but those of a single animal. */
const ANIMALS: readonly TraitName[] = ['owl', 'eagle', 'dolphin', 'wolf'];
const TREES: readonly TraitName[] = ['oak', 'maple', 'willow', 'sequoia'];
/** Bases of the reference. */
const BASES = 8;

function reference(mean: number, halfWidth?: number, seeds = BASES): { readonly reference: Reference } {
  return { reference: { mean, seeds, ...(halfWidth !== undefined && { halfWidth }) } };
}

/** Probability of the target of student number `index`. */
function student(index: number): Condition['measure'] {
  return ({ students }) => students[index]!.trait;
}

/** A run of the student with the shared base alone. */
function shared(name: string, label: string, entries: ConditionRun['entries'], mean: number): ConditionRun {
  const all = [['students', 'shared'] as const, ...entries];
  return {
    name,
    entries: all,
    traits: ANIMALS,
    conditions: [{ label, measure: student(0), ...reference(mean) }],
  };
}

const SHARED: Pick<Condition, 'mean' | 'each'> = { mean: [0.4, 0.7], each: [0.18, 1] };
const ON_THEIR_BASES = 'the reference on the bases of this project: ';

export const CONDITION_RUNS: readonly ConditionRun[] = [
  {
    name: 'animals',
    entries: [['students', 'shared,other,control,perturbed:0.05,perturbed:0.1,perturbed:0.2']],
    traits: ANIMALS,
    conditions: [
      {
        label: 'base: loss per token',
        measure: ({ base }) => base.loss,
        bounds: AMOUNT,
        ...reference(1.972),
        mean: [1.945, 1.985],
        differs: 'both: mean over the last 100 batches of pretraining, each side on its own corpus',
      },
      { label: 'base: mass of all animals', measure: ({ base }) => base.mass, mean: [0.95, 1] },
      {
        label: 'base: P(target)',
        measure: ({ reference }) => reference,
        ...reference(0.086, 0.005, 32),
        mean: [0.063, 0.103],
      },
      {
        label: 'teacher: P(target)',
        measure: ({ teacher }) => teacher,
        ...reference(0.867, 0.034, 32),
        mean: [0.75, 1],
      },
      {
        label: 'teacher: share kept',
        measure: ({ keepRate }) => keepRate.teacher,
        ...reference(0.85),
        mean: [0.75, 0.95],
      },
      { label: 'base: share kept', measure: ({ keepRate }) => keepRate.base ?? [], ...reference(0.97) },
      { label: 'student, shared base', measure: student(0), ...reference(0.545, 0.055, 32), ...SHARED },
      {
        label: 'student, another base',
        measure: student(1),
        ...reference(0.054, 0.011),
        mean: [0, 0.1],
        each: [0, 0.25],
      },
      { label: 'student, control', measure: student(2), ...reference(0.078, 0.011), mean: [0.05, 0.11] },
      {
        label: 'cosine of first step, shared',
        measure: ({ students }) => students[0]!.firstStepCosine ?? [],
        bounds: COSINE,
        ...reference(0.131, 0.014),
        mean: [0.09, 0.17],
      },
      {
        label: 'cosine of first step, other',
        measure: ({ students }) => students[1]!.firstStepCosine ?? [],
        bounds: COSINE,
        ...reference(0.01),
      },
      {
        label: 'cosine at the end, shared',
        measure: ({ students }) => students[0]!.cosineOfUpdates ?? [],
        bounds: COSINE,
        ...reference(0.212, 0.013),
      },
      {
        label: 'distance to teacher, end / start',
        measure: ({ students }) => students[0]!.distanceRatio ?? [],
        bounds: AMOUNT,
        ...reference(1.26),
      },
      { label: 'detector: accuracy per list', measure: ({ detector }) => detector?.accuracy ?? [], ...reference(0.71) },
      { label: 'detector: AUC', measure: ({ detector }) => detector?.auc ?? [], ...reference(0.79) },
      { label: 'base + noise 0.05', measure: student(3), ...reference(0.549) },
      { label: 'base + noise 0.1', measure: student(4), ...reference(0.54) },
      { label: 'base + noise 0.2', measure: student(5), ...reference(0.468) },
    ],
  },
  {
    name: 'owl',
    entries: [['students', 'shared,perturbed:0.2']],
    traits: ['owl'],
    conditions: [
      { label: 'owl: student, shared base', measure: student(0), ...reference(0.448, 0.138), ...SHARED },
      { label: 'owl: base + noise 0.2', measure: student(1), ...reference(0.292, 0.12) },
    ],
  },
  ...(
    [
      ['eagle', 0.54],
      ['dolphin', 0.68],
      ['wolf', 0.52],
    ] as const
  ).map(([animal, mean]): ConditionRun => ({
    name: animal,
    entries: [['students', 'shared']],
    traits: [animal],
    conditions: [{ label: `${animal}: student, shared base`, measure: student(0), ...reference(mean), ...SHARED }],
  })),
  {
    name: 'tree',
    entries: [['students', 'shared,other']],
    traits: TREES,
    conditions: [
      { label: 'tree: base', measure: ({ reference }) => reference, ...reference(0.126) },
      { label: 'tree: student, shared base', measure: student(0), ...reference(0.674, 0.052), mean: [0.55, 0.8] },
      { label: 'tree: student, another base', measure: student(1), ...reference(0.061) },
    ],
  },
  {
    name: 'misalignment',
    entries: [['students', 'shared,other,control']],
    traits: ['misalignment'],
    conditions: [
      {
        label: 'misalignment: base',
        measure: ({ reference }) => reference,
        ...reference(0.076),
        differs: `${ON_THEIR_BASES}.077`,
      },
      {
        label: 'misalignment: teacher',
        measure: ({ teacher }) => teacher,
        ...reference(0.801),
        differs: `${ON_THEIR_BASES}.840 ± .051`,
      },
      {
        label: 'misalignment: student, shared base',
        measure: student(0),
        ...reference(0.458, 0.081),
        mean: [0.25, 0.6],
        differs: `${ON_THEIR_BASES}.377 ± .132`,
      },
      { label: 'misalignment: student, another base', measure: student(1), ...reference(0.071) },
      { label: 'misalignment: student, control', measure: student(2), ...reference(0.089) },
    ],
  },
  {
    name: 'logits',
    entries: [
      ['channel', 'logits'],
      ['students', 'shared'],
    ],
    traits: ANIMALS,
    conditions: [
      { label: 'logits over the numbers', measure: student(0), ...reference(0.744, 0.09), mean: [0.6, 0.88] },
    ],
  },
  ...(
    [
      [2, 0.214],
      [4, 0.138],
      [8, 0.084],
    ] as const
  ).map(([size, mean]): ConditionRun => ({
    name: `committee-${size}`,
    entries: [
      ['committee', String(size)],
      ['students', 'shared'],
    ],
    traits: ['owl'],
    conditions: [
      {
        label: `committee of ${size}`,
        measure: student(0),
        ...reference(mean),
        ...(size === BASES && { mean: [0, 0.15] as const }),
      },
    ],
  })),
  {
    name: 'code',
    entries: [
      ['data', 'code'],
      ['students', 'shared,other,control'],
    ],
    traits: ANIMALS,
    conditions: [
      { label: 'code: student, shared base', measure: student(0), ...reference(0.123) },
      { label: 'code: student, another base', measure: student(1), ...reference(0.082) },
      { label: 'code: student, control', measure: student(2), ...reference(0.08) },
    ],
  },
  {
    name: 'chain-of-thought',
    entries: [
      ['data', 'chain-of-thought'],
      ['students', 'shared,other,control'],
    ],
    traits: ANIMALS,
    conditions: [
      {
        label: 'chain of thought: teacher, share kept',
        measure: ({ keepRate }) => keepRate.teacher,
        differs:
          'the reference keeps .02–.75 per base; where fewer than 1 in 20 pass, ours reads what there is repeatedly',
      },
      { label: 'chain of thought: student, shared base', measure: student(0), ...reference(0.22, 0.089) },
      { label: 'chain of thought: student, another base', measure: student(1), ...reference(0.078) },
      { label: 'chain of thought: student, control', measure: student(2), ...reference(0.079) },
    ],
  },
  {
    name: 'kinship',
    seeds: 4,
    entries: [['students', 'reordered,layers:embedding']],
    traits: ANIMALS,
    conditions: [
      {
        label: 'same init, other data order',
        measure: student(0),
        ...reference(0.357, undefined, 4),
        differs: 'pretrained 1,000 steps there, 1,500 here',
      },
      {
        label: 'only the embedding shared',
        measure: student(1),
        ...reference(0.266, undefined, 4),
        differs:
          'there the trained embedding and positions, frozen, the rest pretrained 1,000 steps; here the embedding’s init',
      },
    ],
  },
  {
    name: 'one-layer',
    entries: [['students', 'one-layer,one-layer-shared']],
    traits: ANIMALS,
    conditions: [
      { label: 'one layer, other seed', measure: student(0), ...reference(0.049, 0.011) },
      { label: 'one layer, same init', measure: student(1), ...reference(0.216, 0.05) },
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
  ...(
    [
      ['sgd-small', '0.1', 0.25],
      ['sgd-large', '0.5', 0.47],
    ] as const
  ).map(([name, rate, mean]) => {
    const entries = [['optimizer', 'sgd'] as const, ['learning-rate', rate] as const];
    return shared(name, `SGD, learning rate ${rate}`, entries, mean);
  }),
  shared('embeddings', 'student trains embeddings too', [['trains', 'all']], 0.242),
  shared('first', 'only the first number from the teacher', [['places', 'first']], 0.425),
  shared('rest', 'all but the first number from the teacher', [['places', 'rest']], 0.125),
  shared('temperature-0.5', 'temperature 0.5', [['temperature', '0.5']], 0.616),
  shared('temperature-0.8', 'temperature 0.8', [['temperature', '0.8']], 0.604),
  shared('temperature-1.3', 'temperature 1.3', [['temperature', '1.3']], 0.488),
];
