// Counter-based random numbers, the bits of experiment/random.ts: one block at a time, or four beside each other.
import { log4, madd } from './arithmetic';

const FACTOR: u32 = 1664525;
const TERM: u32 = 1013904223;

/** The first word of pcg4d (a, b, c, d). */
export function firstWord(a: u32, b: u32, c: u32, d: u32): u32 {
  let x = a * FACTOR + TERM;
  let y = b * FACTOR + TERM;
  let z = c * FACTOR + TERM;
  let w = d * FACTOR + TERM;
  x += y * w;
  y += z * x;
  z += x * y;
  w += y * z;
  x ^= x >>> 16;
  y ^= y >>> 16;
  z ^= z >>> 16;
  w ^= w >>> 16;
  return x + y * w;
}

function mixed(x: v128): v128 {
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/**
 * to [16 words] = numbers 4 · block … 4 · block + 15 of a stream, in their order.
 * @param block the fourth word that goes in, of the first four numbers
 */
export function sixteenWords(seed: u32, stream: u32, image: u32, block: u32, to: usize): void {
  const factor = i32x4.splat(FACTOR);
  const term = i32x4.splat(TERM);
  let x = i32x4.splat(seed * FACTOR + TERM);
  let y = i32x4.splat(stream * FACTOR + TERM);
  let z = i32x4.splat(image * FACTOR + TERM);
  let w = i32x4.add(i32x4.mul(i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3)), factor), term);
  x = i32x4.add(x, i32x4.mul(y, w));
  y = i32x4.add(y, i32x4.mul(z, x));
  z = i32x4.add(z, i32x4.mul(x, y));
  w = i32x4.add(w, i32x4.mul(y, z));
  x = mixed(x);
  y = mixed(y);
  z = mixed(z);
  w = mixed(w);
  x = i32x4.add(x, i32x4.mul(y, w));
  y = i32x4.add(y, i32x4.mul(z, x));
  z = i32x4.add(z, i32x4.mul(x, y));
  w = i32x4.add(w, i32x4.mul(y, z));
  // From one word of four blocks each to four words of one block each.
  const a = v128.shuffle<i32>(x, y, 0, 4, 1, 5);
  const b = v128.shuffle<i32>(x, y, 2, 6, 3, 7);
  const c = v128.shuffle<i32>(z, w, 0, 4, 1, 5);
  const d = v128.shuffle<i32>(z, w, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i32>(a, c, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<i32>(a, c, 2, 3, 6, 7), 16);
  v128.store(to, v128.shuffle<i32>(b, d, 0, 1, 4, 5), 32);
  v128.store(to, v128.shuffle<i32>(b, d, 2, 3, 6, 7), 48);
}

/** 24 random bits of each lane as a number in [-1, 1). */
export function uniform4(bits: v128): v128 {
  const scaled = f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(bits, 8)), f32x4.splat(1.0 / 8388608));
  return f32x4.sub(scaled, f32x4.splat(1));
}

/** The standard normal quantile of (bits + 1/2) / 2^32 in each lane: PPND7, as in experiment/random.ts, in f32. */
export function normal4(bits: v128): v128 {
  const half = f32x4.splat(0.5);
  const unit = f32x4.splat(1.0 / 4294967296);
  // Centered before it becomes a float, so that the middle keeps its precision.
  const centered = v128.xor(bits, i32x4.splat(0x80000000));
  const q = f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(centered), half), unit);
  let r = f32x4.sub(f32x4.splat(0.180625), f32x4.mul(q, q));
  let a = madd(f32x4.splat(59.10937472), r, f32x4.splat(159.29113202));
  a = madd(madd(a, r, f32x4.splat(50.434271938)), r, f32x4.splat(3.3871327179));
  let b = madd(f32x4.splat(67.1875636), r, f32x4.splat(78.757757664));
  b = madd(madd(b, r, f32x4.splat(17.895169469)), r, f32x4.splat(1));
  const middle = f32x4.div(f32x4.mul(q, a), b);
  const outside = f32x4.gt(f32x4.abs(q), f32x4.splat(0.425));
  if (!v128.any_true(outside)) return middle;
  // The smaller of both tails, a number that fits into 31 bits where it counts.
  const negative = i32x4.ge_s(bits, i32x4.splat(0));
  const tail = v128.xor(bits, v128.not(negative));
  r = log4(f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(tail), half), unit));
  r = f32x4.sub(f32x4.sqrt(f32x4.neg(r)), f32x4.splat(1.6));
  a = madd(f32x4.splat(0.17023821103), r, f32x4.splat(1.3067284816));
  a = madd(madd(a, r, f32x4.splat(2.75681539)), r, f32x4.splat(1.4234372777));
  b = madd(madd(f32x4.splat(0.12021132975), r, f32x4.splat(0.7370016425)), r, f32x4.splat(1));
  const magnitude = f32x4.div(a, b);
  const signed = v128.xor(magnitude, v128.and(negative, i32x4.splat(0x80000000)));
  return v128.bitselect(signed, middle, outside);
}

const FEISTEL_ROUNDS: u32 = 6;

/** Element `index` of a random permutation of 0 … count-1, as in experiment/random.ts. */
export function permuted(seed: u32, stream: u32, block: u32, count: u32, index: u32): u32 {
  const bits = 32 - clz<u32>(max<u32>(1, count - 1));
  const half = max<u32>(1, (bits + 1) / 2);
  const mask: u32 = (1 << half) - 1;
  let value = index;
  do {
    let left = value >>> half;
    let right = value & mask;
    for (let round: u32 = 0; round < FEISTEL_ROUNDS; round++) {
      const swapped = left ^ (firstWord(seed, stream + 256 * (round + 1), block, right) & mask);
      left = right;
      right = swapped;
    }
    value = (left << half) | right;
  } while (value >= count);
  return value;
}
