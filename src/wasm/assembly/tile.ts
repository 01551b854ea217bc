// The innermost loop of every product: 4 rows times 8 columns in registers. Knows no matrices.
import { madd } from './arithmetic';

/**
 * to [4, 8] = max(floor, from [4, 8] + left · right) with left packed as [terms, 4] and right as [terms, 8]; terms is a
 * multiple of 4. Steps are bytes from row to row.
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
  while (left < end) {
    let b0 = v128.load(right);
    let b1 = v128.load(right, 16);
    let a = v128.load_splat<f32>(left);
    s00 = madd(a, b0, s00);
    s01 = madd(a, b1, s01);
    a = v128.load_splat<f32>(left, 4);
    s10 = madd(a, b0, s10);
    s11 = madd(a, b1, s11);
    a = v128.load_splat<f32>(left, 8);
    s20 = madd(a, b0, s20);
    s21 = madd(a, b1, s21);
    a = v128.load_splat<f32>(left, 12);
    s30 = madd(a, b0, s30);
    s31 = madd(a, b1, s31);
    b0 = v128.load(right, 32);
    b1 = v128.load(right, 48);
    a = v128.load_splat<f32>(left, 16);
    s00 = madd(a, b0, s00);
    s01 = madd(a, b1, s01);
    a = v128.load_splat<f32>(left, 20);
    s10 = madd(a, b0, s10);
    s11 = madd(a, b1, s11);
    a = v128.load_splat<f32>(left, 24);
    s20 = madd(a, b0, s20);
    s21 = madd(a, b1, s21);
    a = v128.load_splat<f32>(left, 28);
    s30 = madd(a, b0, s30);
    s31 = madd(a, b1, s31);
    b0 = v128.load(right, 64);
    b1 = v128.load(right, 80);
    a = v128.load_splat<f32>(left, 32);
    s00 = madd(a, b0, s00);
    s01 = madd(a, b1, s01);
    a = v128.load_splat<f32>(left, 36);
    s10 = madd(a, b0, s10);
    s11 = madd(a, b1, s11);
    a = v128.load_splat<f32>(left, 40);
    s20 = madd(a, b0, s20);
    s21 = madd(a, b1, s21);
    a = v128.load_splat<f32>(left, 44);
    s30 = madd(a, b0, s30);
    s31 = madd(a, b1, s31);
    b0 = v128.load(right, 96);
    b1 = v128.load(right, 112);
    a = v128.load_splat<f32>(left, 48);
    s00 = madd(a, b0, s00);
    s01 = madd(a, b1, s01);
    a = v128.load_splat<f32>(left, 52);
    s10 = madd(a, b0, s10);
    s11 = madd(a, b1, s11);
    a = v128.load_splat<f32>(left, 56);
    s20 = madd(a, b0, s20);
    s21 = madd(a, b1, s21);
    a = v128.load_splat<f32>(left, 60);
    s30 = madd(a, b0, s30);
    s31 = madd(a, b1, s31);
    left += 64;
    right += 128;
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
