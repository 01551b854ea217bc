// The ends of a forward pass against values worked out by hand, at the edges of what a float can hold, and with rows
// that are not there.
import { describe, expect, it } from 'vitest';
import { NO_IMAGE } from './inputs.ts';
import { cacheLogits, confusion, crossEntropy, distillation } from './losses.ts';

const batchOf = (rows: number) => ({ epoch: 0, first: 0, rows, slot: 0 });

/** Cross-entropy of one model: logits [row][logit], one label per row. */
function crossEntropyOf(logits: readonly (readonly number[])[], labels: readonly number[], CLASSES: number) {
  const [BATCH, LOGITS] = [logits.length, logits[0]!.length];
  const dLogits = new Float64Array(BATCH * LOGITS).fill(NaN);
  const losses = new Float64Array(1);
  const order = Uint32Array.from(labels, (_, row) => row);
  crossEntropy(
    { MODELS: 1, BATCH, LOGITS, MODELS_PER_INPUT: 1, CLASSES },
    { logits: Float64Array.from(logits.flat()), order, labels: Uint32Array.from(labels), dLogits, losses },
    batchOf(BATCH),
  );
  return { loss: losses[0]!, dLogits: [...dLogits] };
}

/** The teacher's logits lie like the student's. */
function ofTheBatch(TEACHER_ROWS: number, TEACHER_LOGITS: number, TEACHER_FROM: number) {
  return { TEACHER_ROWS, TEACHER_LOGITS, TEACHER_FROM, CACHED: false };
}

/** KL divergence of one student from its teacher, both [row][logit], over logits FROM … TO-1. */
function divergenceOf(
  teacher: readonly (readonly number[])[],
  student: readonly (readonly number[])[],
  FROM: number,
  TO: number,
) {
  const [BATCH, LOGITS] = [student.length, student[0]!.length];
  const dLogits = new Float64Array(BATCH * LOGITS).fill(NaN);
  const losses = new Float64Array(1);
  const [teacherLogits, logits] = [Float64Array.from(teacher.flat()), Float64Array.from(student.flat())];
  distillation(
    { MODELS: 1, BATCH, LOGITS, MODELS_PER_INPUT: 1, FROM, TO, ...ofTheBatch(BATCH, LOGITS, FROM) },
    { teacherLogits, order: new Uint32Array(BATCH), logits, dLogits, losses },
    batchOf(BATCH),
  );
  return { loss: losses[0]!, dLogits: [...dLogits] };
}

describe('cross-entropy', () => {
  it('of equal logits is the logarithm of the number of classes', () => {
    expect(crossEntropyOf([[3, 3, 3, 3, 99]], [2], 4).loss).toBeCloseTo(Math.log(4), 14);
  });

  it('has the gradient softmax - label over the classes and 0 over the auxiliary logits', () => {
    const { loss, dLogits } = crossEntropyOf([[0, Math.log(3), 7]], [1], 2);
    expect(loss).toBeCloseTo(-Math.log(0.75), 14);
    expect(dLogits[0]).toBeCloseTo(0.25, 14);
    expect(dLogits[1]).toBeCloseTo(-0.25, 14);
    expect(dLogits[2]).toBe(0);
  });

  it('is the mean over the rows', () => {
    const both = crossEntropyOf(
      [
        [0, 1],
        [2, 0],
      ],
      [0, 0],
      2,
    );
    const [first, second] = [crossEntropyOf([[0, 1]], [0], 2), crossEntropyOf([[2, 0]], [0], 2)];
    expect(both.loss).toBeCloseTo((first.loss + second.loss) / 2, 14);
    expect(both.dLogits).toEqual([...first.dLogits, ...second.dLogits].map((value) => value / 2));
  });

  it('stays finite for enormous logits', () => {
    expect(crossEntropyOf([[1e6, 0]], [0], 2).loss).toBe(0);
    expect(crossEntropyOf([[1e6, 0]], [1], 2)).toEqual({ loss: 1e6, dLogits: [1, -1] });
  });

  it('takes nothing from rows without an image, whatever is in them', () => {
    const logits = new Float64Array([1, 2, NaN, Infinity, 0.5, 0]);
    const [dLogits, losses] = [new Float64Array(6).fill(NaN), new Float64Array(1)];
    const order = Uint32Array.of(0, NO_IMAGE, 1);
    const size = { MODELS: 1, BATCH: 3, LOGITS: 2, MODELS_PER_INPUT: 1, CLASSES: 2 };
    crossEntropy(size, { logits, order, labels: Uint32Array.of(1, 0), dLogits, losses }, batchOf(2));
    const expected = crossEntropyOf(
      [
        [1, 2],
        [0.5, 0],
      ],
      [1, 0],
      2,
    );
    expect(losses[0]).toBe(expected.loss);
    expect([...dLogits]).toEqual([...expected.dLogits.slice(0, 2), 0, 0, ...expected.dLogits.slice(2)]);
  });
});

describe('the KL divergence', () => {
  it('of hand-picked probabilities is what the formula says', () => {
    const logarithms = (...probabilities: number[]) => probabilities.map(Math.log);
    const { loss, dLogits } = divergenceOf([logarithms(0.5, 0.5)], [logarithms(0.25, 0.75)], 0, 2);
    expect(loss).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 14);
    expect(dLogits[0]).toBeCloseTo(-0.25, 14);
    expect(dLogits[1]).toBeCloseTo(0.25, 14);
  });

  it('goes from teacher to student, not the other way', () => {
    const [sure, unsure] = [[[5, 0]], [[0, 0]]];
    // p log p + log 2 of a teacher that is sure; the other way it is -(log p + log q) / 2 - log 2.
    const p = 1 / (1 + Math.exp(-5));
    const forward = Math.log(2) + p * Math.log(p) + (1 - p) * Math.log(1 - p);
    const backward = -(Math.log(p) + Math.log(1 - p)) / 2 - Math.log(2);
    expect(divergenceOf(sure, unsure, 0, 2).loss).toBeCloseTo(forward, 12);
    expect(divergenceOf(unsure, sure, 0, 2).loss).toBeCloseTo(backward, 12);
  });

  it('is exactly 0 with gradient 0 between equals, and does not see a common shift', () => {
    const logits = [
      [0.1, -2, 3.7],
      [5, 5, -8],
    ];
    expect(divergenceOf(logits, logits, 0, 3)).toEqual({ loss: 0, dLogits: Array(6).fill(0) });
    const shifted = logits.map((row) => row.map((value) => value + 16));
    const { loss, dLogits } = divergenceOf(logits, shifted, 0, 3);
    expect(Math.abs(loss)).toBeLessThan(1e-14);
    for (const value of dLogits) expect(Math.abs(value)).toBeLessThan(1e-14);
  });

  it('sees only the logits it is about', () => {
    const { loss, dLogits } = divergenceOf([[9, 1, 2, 9]], [[-9, 1, 2, 0]], 1, 3);
    expect(loss).toBe(0);
    expect(dLogits).toEqual([0, 0, 0, 0]);
    expect(divergenceOf([[9, 1, 2, 9]], [[-9, 1, 2.5, 0]], 1, 3).dLogits.map(Math.sign)).toEqual([0, -1, 1, 0]);
  });

  it('stays finite for a teacher and a student that are enormously sure of different things', () => {
    expect(divergenceOf([[1e6, 0]], [[0, 1e6]], 0, 2)).toEqual({ loss: 1e6, dLogits: [-1, 1] });
  });

  it('takes nothing from rows behind the end of a short batch, whatever is in them', () => {
    const [dLogits, losses] = [new Float64Array(4).fill(NaN), new Float64Array(1)];
    const size = { MODELS: 1, BATCH: 2, LOGITS: 2, MODELS_PER_INPUT: 1, FROM: 0, TO: 2, ...ofTheBatch(2, 2, 0) };
    const teacherLogits = new Float64Array([1, 0, NaN, 3]);
    const logits = new Float64Array([0, 1, Infinity, NaN]);
    distillation(size, { teacherLogits, order: new Uint32Array(2), logits, dLogits, losses }, batchOf(1));
    const expected = divergenceOf([[1, 0]], [[0, 1]], 0, 2);
    expect(losses[0]).toBe(expected.loss);
    expect([...dLogits]).toEqual([...expected.dLogits, 0, 0]);
  });
});

describe('a cache of teachers’ logits', () => {
  it('gives the same loss as asking the teachers again, whatever the order of the images', () => {
    const teacherLogits = Float64Array.from({ length: 12 }, (_, i) => Math.sin(i));
    const logits = Float64Array.from({ length: 12 }, (_, i) => Math.cos(i));
    const order = Uint32Array.from([4, 1, 3, 0]);
    const range = { LOGITS: 3, FROM: 1, TO: 3 };
    const size = { MODELS: 2, BATCH: 2, MODELS_PER_INPUT: 1, ...range };
    const lossOf = (teacher: Float64Array, where: Parameters<typeof distillation>[0]) => {
      const [dLogits, losses] = [new Float64Array(12), new Float64Array(2)];
      distillation(where, { teacherLogits: teacher, order, logits, dLogits, losses }, batchOf(2));
      return [...losses, ...dLogits];
    };
    const cache = new Float64Array(2 * 5 * 2).fill(NaN);
    cacheLogits({ GROUPS: 2, BATCH: 2, COUNT: 5, ...range }, { teacherLogits, order, cache });
    const kept = { TEACHER_ROWS: 5, TEACHER_LOGITS: 2, TEACHER_FROM: 0, CACHED: true };
    expect(lossOf(cache, { ...size, ...kept })).toEqual(lossOf(teacherLogits, { ...size, ...ofTheBatch(2, 3, 1) }));
  });
});

describe('models on the model axis', () => {
  it('are compared with the teacher of their own seed, and write their own loss of the slot', () => {
    const size = { MODELS: 4, BATCH: 1, LOGITS: 2, MODELS_PER_INPUT: 2, FROM: 0, TO: 2, ...ofTheBatch(1, 2, 0) };
    const teacherLogits = new Float64Array([1, 0, 0, 1]);
    const logits = new Float64Array([1, 0, 0, 1, 1, 0, 0, 1]);
    const losses = new Float64Array(8).fill(-1);
    const tensors = { teacherLogits, order: new Uint32Array(2), logits, dLogits: new Float64Array(8), losses };
    distillation(size, tensors, { ...batchOf(1), slot: 1 });
    const apart = divergenceOf([[1, 0]], [[0, 1]], 0, 2).loss;
    expect([...losses]).toEqual([-1, -1, -1, -1, 0, apart, apart, 0]);
  });
});

describe('confusion', () => {
  it('counts what each model takes each label for, by the class logits alone', () => {
    const size = { MODELS: 2, BATCH: 3, LOGITS: 3, CLASSES: 2 };
    const order = Uint32Array.of(1, NO_IMAGE, 0);
    const logits = new Float64Array([2, 1, 9, 5, 0, 0, 0, 1, 9, -1, -2, 9, 0, 5, 0, -3, -2, 9]);
    const counts = new Uint32Array(8).fill(10);
    confusion(size, { logits, order, labels: Uint32Array.of(1, 0), counts });
    // Model 0 and 1 alike: the image with label 0 is taken for 0, the one with label 1 for 1.
    expect([...counts]).toEqual([11, 10, 10, 11, 11, 10, 10, 11]);
  });

  it('takes the first of equal logits', () => {
    const counts = new Uint32Array(9);
    const logits = new Float64Array([1, 4, 4]);
    confusion(
      { MODELS: 1, BATCH: 1, LOGITS: 3, CLASSES: 3 },
      { logits, order: Uint32Array.of(0), labels: Uint32Array.of(2), counts },
    );
    expect([...counts]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0]);
  });
});
