// Means, 95 % intervals, what these can be, and trait transfer. Small samples, so Student's t and never the normal distribution.

/** Two-sided 95 % quantiles of Student's t for 1 … 31 degrees of freedom. */
const STUDENT_T = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042, 2.04,
];

export interface Summary {
  readonly mean: number;
  /** Half the width of the 95 % interval of the mean; NaN for a single value, which has none. */
  readonly halfWidth: number;
  readonly count: number;
}

/** Mean and 95 % interval of one value per seed. Throws RangeError on an empty sample. */
export function summarize(values: ArrayLike<number>): Summary {
  const count = values.length;
  if (count === 0) throw new RangeError('summarize needs at least one value');
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  const mean = sum / count;
  if (count === 1) return { mean, halfWidth: NaN, count };
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i]! - mean) ** 2;
  const quantile = STUDENT_T[count - 2] ?? 1.96;
  return { mean, halfWidth: (quantile * Math.sqrt(squares / (count - 1))) / Math.sqrt(count), count };
}

/** What a quantity can be. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

export const SHARE: Bounds = { least: 0, most: 1 };
export const COSINE: Bounds = { least: -1, most: 1 };
/** A loss, a distance or a divergence. */
export const AMOUNT: Bounds = { least: 0, most: Infinity };
export const ANYTHING: Bounds = { least: -Infinity, most: Infinity };

/** With fewer seeds an interval is as wide as the whole range, and nothing can be told. */
export const LEAST_SEEDS = 3;

/** A 95 % interval of a mean. */
export interface Interval extends Bounds {
  /** It was cut at an end of what is possible, so it is no longer symmetric. */
  readonly clipped: boolean;
}

/** The 95 % interval of the mean of one value per seed, within `bounds`; undefined below three seeds. */
export function intervalOf(values: ArrayLike<number>, bounds: Bounds = SHARE): Interval | undefined {
  if (values.length < LEAST_SEEDS) return undefined;
  const { mean, halfWidth } = summarize(values);
  const least = Math.max(bounds.least, mean - halfWidth);
  const most = Math.min(bounds.most, mean + halfWidth);
  return { least, most, clipped: least > mean - halfWidth || most < mean + halfWidth };
}

/**
 * Sum of `parts` over sum of `wholes`, paired per seed, with the 95 % interval of parts - ratio · wholes. A seed whose whole
 * is next to nothing counts next to nothing, where a mean of ratios would follow it anywhere.
 */
export function ratioOfMeans(parts: readonly number[], wholes: readonly number[]): Summary {
  const whole = summarize(wholes).mean;
  const mean = summarize(parts).mean / whole;
  const { halfWidth, count } = summarize(parts.map((part, seed) => part - mean * wholes[seed]!));
  return { mean, halfWidth: halfWidth / Math.abs(whole), count };
}

/** How much of the trait crossed: 0 = the student is like the reference, 1 = like the teacher. */
export function traitTransfer(student: number, reference: number, teacher: number): number {
  return (student - reference) / (teacher - reference);
}

/** Cosine of the angle between the updates a→b and c→d in parameter space; 0 if either did not move. */
export function cosineOfUpdates(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  c: ArrayLike<number>,
  d: ArrayLike<number>,
): number {
  let dot = 0;
  let first = 0;
  let second = 0;
  for (let i = 0; i < a.length; i++) {
    const u = b[i]! - a[i]!;
    const v = d[i]! - c[i]!;
    dot += u * v;
    first += u * u;
    second += v * v;
  }
  return first === 0 || second === 0 ? 0 : dot / Math.sqrt(first * second);
}

/** Euclidean distance of two parameter vectors. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (b[i]! - a[i]!) ** 2;
  return Math.sqrt(squares);
}
