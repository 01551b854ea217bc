// What every softmax is made of: the largest of some numbers, their exponentials and the sum of these. Knows no losses.
import { exp4, largestOf, log, sumOf } from './arithmetic';
import { loadPart, storeSome } from './memory';

/** Four numbers of which `left` are left; -∞ behind their end. */
function loadOrLeast(from: usize, left: i32): v128 {
  return left >= 4 ? v128.load(from) : loadPart(from, left, f32x4.splat(-Infinity));
}

export function largestIn(from: usize, count: i32): f32 {
  let most = f32x4.splat(-Infinity);
  for (let i = 0; i < count; i += 4) {
    most = f32x4.pmax(most, loadOrLeast(from + ((<usize>i) << 2), count - i));
  }
  return largestOf(most);
}

/** to [count] = e^(scale · (from - largest)), and their sum. */
export function exponentials(from: usize, count: i32, largest: f32, scale: f32, to: usize): f32 {
  const shift = f32x4.splat(largest);
  const factor = f32x4.splat(scale);
  let sum = f32x4.splat(0);
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const left = count - i;
    const e = exp4(f32x4.mul(f32x4.sub(loadOrLeast(from + at, left), shift), factor));
    sum = f32x4.add(sum, e);
    storeSome(to + at, e, left);
  }
  return sumOf(sum);
}

/** ln Σ e^(from - largest): apart from the largest it keeps its digits, however large that is. */
export function logSum(from: usize, count: i32, largest: f32): f32 {
  const shift = f32x4.splat(largest);
  let sum = f32x4.splat(0);
  for (let i = 0; i < count; i += 4) {
    sum = f32x4.add(sum, exp4(f32x4.sub(loadOrLeast(from + ((<usize>i) << 2), count - i), shift)));
  }
  return <f32>log(<f64>sumOf(sum));
}

/** Four of from = logits as log-probabilities; -∞ behind the end of `left` numbers. */
export function logProbabilities(from: usize, left: i32, largest: f32, logTotal: f32): v128 {
  return f32x4.sub(f32x4.sub(loadOrLeast(from, left), f32x4.splat(largest)), f32x4.splat(logTotal));
}
