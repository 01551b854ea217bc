// How far a replay may be from a golden file, and how far it is. Knows no file's form.

/** How far one quantity is from the file, and how far it may be. */
export interface Deviation {
  readonly quantity: string;
  readonly largest: number;
  readonly tolerance: number;
  readonly relative: boolean;
}

/** Allowed deviations: the f64 twin reproduces the file, f32 stays within SCIENCE.md's tolerances. */
export interface GoldenTolerance {
  /** Relative; also that of a gradient's norm. */
  readonly losses: number;
  readonly weights: number;
  readonly gradients: number;
  readonly logits: number;
  readonly cosine: number;
}

export const F64_TOLERANCE: GoldenTolerance = {
  losses: 1e-9,
  weights: 1e-9,
  gradients: 1e-9,
  logits: 1e-9,
  cosine: 1e-9,
};
export const F32_TOLERANCE: GoldenTolerance = {
  losses: 1e-4,
  weights: 1e-3,
  gradients: 1e-4,
  logits: 1e-2,
  cosine: 1e-3,
};

/** A loss below this is compared absolutely: relative to nothing, everything is far away. */
const SMALLEST_LOSS = 1e-6;

/** Infinity where the lengths differ or something is not a number. */
export function largestDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>, relative = false): number {
  if (ours.length !== theirs.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < theirs.length; i++) {
    const difference = Math.abs(ours[i]! - theirs[i]!) / (relative ? Math.max(SMALLEST_LOSS, Math.abs(theirs[i]!)) : 1);
    largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }
  return largest;
}
