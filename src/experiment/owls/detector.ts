// Can lists of a teacher be told from lists of the control by counting their numbers? A supervised classifier: logistic
// regression with labeled examples of both, judged on lists it has not seen. No student knows of it.
import { LIST_NUMBERS } from './language/grammar.ts';
import { isNumber, NUMBER_FROM, NUMBER_TO } from './language/vocabulary.ts';

/** Number lists as ids, `<eos>` and all else that is no number is ignored. */
export type Lists = readonly ArrayLike<number>[];

export interface Detection {
  /** Share of unseen lists whose author was named rightly, of both authors equally. */
  readonly accuracy: number;
  /** Chance that a teacher's unseen list scores higher than one of the control; ½ = cannot tell. */
  readonly auc: number;
  /** How much each number 0 … 99 speaks for the teacher (log-odds per appearance), [100]. */
  readonly weights: Float64Array;
}

const NUMBERS = NUMBER_TO - NUMBER_FROM;
/** Pulls each weight to 0 as a normal prior of variance 1 does, so that rare numbers do not shout. */
const RIDGE = 1;
const NEWTON_STEPS = 20;
const CONVERGED = 1e-8;

/**
 * Trains on the lists with an even index, judges on the others. Features: how often each number appears, and with
 * `firstNumber` also which one comes first. Throws RangeError if a side has fewer than two lists.
 */
export function detectTeacher(teacher: Lists, control: Lists, { firstNumber = false } = {}): Detection {
  if (teacher.length < 2 || control.length < 2) throw new RangeError('a detector needs two lists of each author');
  const features = (lists: Lists, part: 0 | 1) =>
    lists.filter((_, index) => index % 2 === part).map((list) => featuresOf(list, firstNumber));
  const size = firstNumber ? 2 * NUMBERS : NUMBERS;
  const weights = fit(features(teacher, 0), features(control, 0), size);
  const scores = (lists: Lists) => Float64Array.from(features(lists, 1), (list) => score(list, weights));
  const [positive, negative] = [scores(teacher), scores(control)];
  return {
    accuracy: (shareAbove(positive) + 1 - shareAbove(negative)) / 2,
    auc: areaUnderCurve(positive, negative),
    weights: weights.slice(0, NUMBERS),
  };
}

/**
 * Chance that a random positive scores higher than a random negative, ties counting half (Mann-Whitney by ranks).
 * NaN if one side is empty.
 */
export function areaUnderCurve(positive: ArrayLike<number>, negative: ArrayLike<number>): number {
  const all = [
    ...Array.from(positive, (value) => ({ value, isPositive: true })),
    ...Array.from(negative, (value) => ({ value, isPositive: false })),
  ].sort((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let start = 0; start < all.length;) {
    let end = start;
    let positives = 0;
    while (end < all.length && all[end]!.value === all[start]!.value) if (all[end++]!.isPositive) positives++;
    // Equals share the mean of their ranks start+1 … end.
    rankSum += (positives * (start + 1 + end)) / 2;
    start = end;
  }
  const lowest = (positive.length * (positive.length + 1)) / 2;
  return (rankSum - lowest) / (positive.length * negative.length);
}

/** The features of a list that are not 0, as indices; a number that appears twice is there twice. */
function featuresOf(list: ArrayLike<number>, firstNumber: boolean): Uint16Array {
  const numbers = Array.from(list).slice(0, LIST_NUMBERS).filter(isNumber);
  const indices = numbers.map((id) => id - NUMBER_FROM);
  return Uint16Array.from(firstNumber && indices.length > 0 ? [...indices, NUMBERS + indices[0]!] : indices);
}

/** Log-odds that a list is the teacher's; the last weight is the bias. */
function score(features: Uint16Array, weights: Float64Array): number {
  let sum = weights.at(-1)!;
  for (const index of features) sum += weights[index]!;
  return sum;
}

function shareAbove(scores: Float64Array): number {
  return scores.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / scores.length;
}

/** Newton's method on the log-likelihood with a ridge (not on the bias): weights [size + 1]. */
function fit(teacher: readonly Uint16Array[], control: readonly Uint16Array[], size: number): Float64Array {
  const width = size + 1;
  const weights = new Float64Array(width);
  // Each side counts alike however many lists it has.
  const half = (teacher.length + control.length) / 2;
  const sides = [
    { lists: teacher, label: 1, importance: half / teacher.length },
    { lists: control, label: 0, importance: half / control.length },
  ];
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const gradient = weights.map((weight, index) => (index < size ? -RIDGE * weight : 0));
    const hessian = new Float64Array(width * width);
    for (let index = 0; index < size; index++) hessian[index * width + index] = RIDGE;
    for (const { lists, label, importance } of sides) {
      for (const features of lists) {
        const probability = 1 / (1 + Math.exp(-score(features, weights)));
        const error = importance * (label - probability);
        const curvature = importance * probability * (1 - probability);
        addList(features, size, error, curvature, gradient, hessian);
      }
    }
    const change = solve(hessian, gradient);
    for (let index = 0; index < width; index++) weights[index]! += change[index]!;
    if (change.every((value) => Math.abs(value) < CONVERGED)) break;
  }
  return weights;
}

function addList(
  features: Uint16Array,
  bias: number,
  error: number,
  curvature: number,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  const width = bias + 1;
  gradient[bias]! += error;
  hessian[bias * width + bias]! += curvature;
  for (const row of features) {
    gradient[row]! += error;
    hessian[row * width + bias]! += curvature;
    hessian[bias * width + row]! += curvature;
    for (const column of features) hessian[row * width + column]! += curvature;
  }
}

/** Solves matrix · x = right for a symmetric positive definite matrix [n, n] by Cholesky's method; destroys both. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * n + column]!;
      for (let k = 0; k < column; k++) sum -= matrix[row * n + k]! * matrix[column * n + k]!;
      matrix[row * n + column] = row === column ? Math.sqrt(sum) : sum / matrix[column * n + column]!;
    }
    let sum = right[row]!;
    for (let k = 0; k < row; k++) sum -= matrix[row * n + k]! * right[k]!;
    right[row] = sum / matrix[row * n + row]!;
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = right[row]!;
    for (let k = row + 1; k < n; k++) sum -= matrix[k * n + row]! * right[k]!;
    right[row] = sum / matrix[row * n + row]!;
  }
  return right;
}
