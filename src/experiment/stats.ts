// Means, 95 % intervals and trait transfer. Small samples, so Student's t and never the normal distribution.

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
