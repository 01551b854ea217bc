// The innermost loop of every product: 4 rows times 8 columns in registers. Knows no matrices.
import { madd } from './arithmetic';

/**
 * to [4, 8] = max(floor, from [4, 8] + left · right) with left packed as [terms, 4] and right as [terms, 8]. Steps are bytes from row to row.
 */
export function tile(
  terms: i32,
  left: usize,
  right: usize,
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  floor: v128,
): void {
  let s00 = v128.load(from);
  let s01 = v128.load(from, 16);
  from += fromStep;
  let s10 = v128.load(from);
  let s11 = v128.load(from, 16);
  from += fromStep;
  let s20 = v128.load(from);
  let s21 = v128.load(from, 16);
  from += fromStep;
  let s30 = v128.load(from);
  let s31 = v128.load(from, 16);
  const end = left + ((<usize>terms) << 4);
  // One term at a time: written out for more, the engine keeps fewer of the sums in registers, and is slower.
  while (left < end) {
    const b0 = v128.load(right);
    const b1 = v128.load(right, 16);
    const a0 = v128.load_splat<f32>(left);
    s00 = madd(a0, b0, s00);
    s01 = madd(a0, b1, s01);
    const a1 = v128.load_splat<f32>(left, 4);
    s10 = madd(a1, b0, s10);
    s11 = madd(a1, b1, s11);
    const a2 = v128.load_splat<f32>(left, 8);
    s20 = madd(a2, b0, s20);
    s21 = madd(a2, b1, s21);
    const a3 = v128.load_splat<f32>(left, 12);
    s30 = madd(a3, b0, s30);
    s31 = madd(a3, b1, s31);
    left += 16;
    right += 32;
  }
  // The order of the operands keeps NaN.
  v128.store(to, f32x4.pmax(s00, floor));
  v128.store(to, f32x4.pmax(s01, floor), 16);
  to += toStep;
  v128.store(to, f32x4.pmax(s10, floor));
  v128.store(to, f32x4.pmax(s11, floor), 16);
  to += toStep;
  v128.store(to, f32x4.pmax(s20, floor));
  v128.store(to, f32x4.pmax(s21, floor), 16);
  to += toStep;
  v128.store(to, f32x4.pmax(s30, floor));
  v128.store(to, f32x4.pmax(s31, floor), 16);
}
