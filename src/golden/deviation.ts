// How far a replay may be from a golden file, and how far it is. Knows no file's form.

/** How far one quantity is from the file, and how far it may be. */
export interface Deviation {
  readonly quantity: string;
  readonly largest: number;
  readonly tolerance: number;
  readonly relative: boolean;
}

/** Allowed deviations: the f64 twin reproduces the file, f32 follows it so far (src/golden/pytorch/README.md). */
export interface GoldenTolerance {
  /** Relative; also that of a gradient's norm. */
  readonly losses: number;
  /** A loss this near is near enough, however small it is: f32 sums a small KL of terms that are not small. */
  readonly lossesAbsolute: number;
  readonly weights: number;
  readonly gradients: number;
  readonly logits: number;
  readonly cosine: number;
}

export const F64_TOLERANCE: GoldenTolerance = {
  losses: 1e-9,
  lossesAbsolute: 1e-15,
  weights: 1e-9,
  gradients: 1e-9,
  logits: 1e-9,
  cosine: 1e-9,
};
export const F32_TOLERANCE: GoldenTolerance = {
  losses: 1e-4,
  lossesAbsolute: 1e-6,
  weights: 1e-3,
  gradients: 1e-4,
  logits: 1e-2,
  cosine: 1e-3,
};

/** Infinity where the lengths differ or something is not a number. */
export function largestDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  return largest(ours, theirs, () => 1);
}

/**
 * The same relative to what is expected. Losses that differ by less than the absolute tolerance are within the relative
 * one, too: relative to nothing, everything is far away.
 */
export function largestRelativeDifference(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  { losses, lossesAbsolute }: Pick<GoldenTolerance, 'losses' | 'lossesAbsolute'>,
): number {
  return largest(ours, theirs, (expected) => Math.max(lossesAbsolute / losses, Math.abs(expected)));
}

function largest(ours: ArrayLike<number>, theirs: ArrayLike<number>, unit: (expected: number) => number): number {
  if (ours.length !== theirs.length) return Infinity;
  let found = 0;
  for (let i = 0; i < theirs.length; i++) {
    const difference = Math.abs(ours[i]! - theirs[i]!) / unit(theirs[i]!);
    found = Math.max(found, Number.isNaN(difference) ? Infinity : difference);
  }
  return found;
}
