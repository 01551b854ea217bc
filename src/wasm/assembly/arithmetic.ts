// Arithmetic on four numbers at a time: what the instructions have not. Knows no tensors.

/** a · b + c, rounded once where the build has a fused multiply-add. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The sum of four lanes. */
export function sumOf(x: v128): f32 {
  const halves = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
}

/** The largest of four lanes. */
export function largestOf(x: v128): f32 {
  const halves = f32x4.pmax(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.pmax(halves, v128.shuffle<f32>(halves, halves, 1, 0, 3, 2)), 0);
}

/** e^x, good to two units in the last place; 0 below -87.3, where f32 has no full precision, and at most e^88. */
export function exp4(x: v128): v128 {
  // A number so large that adding it rounds to an integer, which then stands in the low bits.
  const large = f32x4.splat(12582912);
  // The order of the operands keeps NaN.
  const y = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88)), f32x4.splat(-87.3));
  const shifted = madd(y, f32x4.splat(1.44269504), large);
  const n = f32x4.sub(shifted, large);
  // ln 2 in two parts, so that the product with the first one is exact.
  const r = madd(n, f32x4.splat(2.1219444e-4), madd(n, f32x4.splat(-0.693359375), y));
  let p = madd(f32x4.splat(1.98756915e-4), r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(127 << 23));
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, f32x4.splat(-87.3)));
}

/** ln(x) for normal numbers x > 0, good to a few units in the last place. */
export function log4(x: v128): v128 {
  // x = m · 2^e with m between √½ and √2.
  const e = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const m = i32x4.sub(x, i32x4.shl(e, 23));
  const one = f32x4.splat(1);
  const t = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const s = f32x4.mul(t, t);
  let p = madd(f32x4.splat(2.0 / 9), s, f32x4.splat(2.0 / 7));
  p = madd(p, s, f32x4.splat(2.0 / 5));
  p = madd(p, s, f32x4.splat(2.0 / 3));
  p = madd(p, s, f32x4.splat(2));
  return madd(f32x4.convert_i32x4_s(e), f32x4.splat(0.69314718), f32x4.mul(p, t));
}

/** ln(x) for normal numbers x > 0, good to a few units in the last place; infinity and NaN stay what they are. */
export function log(x: f64): f64 {
  if (!(x < Infinity)) return x;
  const bits = reinterpret<i64>(x);
  const e = (bits - reinterpret<i64>(0.7071067811865476)) >> 52;
  const m = reinterpret<f64>(bits - (e << 52));
  const t = (m - 1) / (m + 1);
  const s = t * t;
  let p: f64 = 2.0 / 21;
  p = p * s + 2.0 / 19;
  p = p * s + 2.0 / 17;
  p = p * s + 2.0 / 15;
  p = p * s + 2.0 / 13;
  p = p * s + 2.0 / 11;
  p = p * s + 2.0 / 9;
  p = p * s + 2.0 / 7;
  p = p * s + 2.0 / 5;
  p = p * s + 2.0 / 3;
  p = p * s + 2;
  return <f64>e * 0.6931471805599453 + p * t;
}
