// Counter-based random numbers: (seed, stream, block) -> bits, the only randomness of the project.
// No state, no order of calls: any number can be computed anywhere, on either processor, in any order.
// Its WGSL twin is the function `pcg4d` in the shaders. Integers and IEEE-exact arithmetic only, so the
// numbers are bit-identical on every machine (Math.log and Math.cos are not).

/** What a number is drawn for. Two purposes never share a stream. */
export const STREAM = {
  init: 1,
  batchOrder: 2,
  noise: 3,
  unitShuffle: 4,
  perturbation: 5,
  rescaling: 6,
  studentOrder: 7,
  corpus: 8,
  prompt: 9,
  sampling: 10,
  pretrainingOrder: 11,
  simulation: 12,
} as const;

const scratch = new Uint32Array(4);

/**
 * The hash of Jarzynski & Olano, "Hash Functions for GPU Rendering" (JCGT 2020): four words in, four
 * statistically independent words out.
 * @param out receives four unsigned 32-bit words
 */
export function pcg4d(a: number, b: number, c: number, d: number, out: Uint32Array): void {
  let x = (Math.imul(a, 1664525) + 1013904223) | 0;
  let y = (Math.imul(b, 1664525) + 1013904223) | 0;
  let z = (Math.imul(c, 1664525) + 1013904223) | 0;
  let w = (Math.imul(d, 1664525) + 1013904223) | 0;
  x = (x + Math.imul(y, w)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  w = (w + Math.imul(y, z)) | 0;
  x ^= x >>> 16;
  y ^= y >>> 16;
  z ^= z >>> 16;
  w ^= w >>> 16;
  x = (x + Math.imul(y, w)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  w = (w + Math.imul(y, z)) | 0;
  out[0] = x;
  out[1] = y;
  out[2] = z;
  out[3] = w;
}

/** Number `index` of a stream, an unsigned 32-bit integer. `block` tells apart e.g. images or tensors. */
export function randomBits(seed: number, stream: number, block: number, index: number): number {
  pcg4d(seed, stream, block, index >>> 2, scratch);
  return scratch[index & 3]!;
}

/** 24 random bits as a float in [-1, 1); exact in f32. */
export function symmetricUniform(bits: number): number {
  return (bits >>> 8) * 2 ** -23 - 1;
}

/**
 * The standard normal quantile of (bits + 1/2) / 2^32: Wichura's PPND7 (Applied Statistics 37, AS 241),
 * good to 1e-7; its last branch needs more than 32 bits and is left out.
 */
export function standardNormal(bits: number): number {
  const q = (bits + 0.5) * 2 ** -32 - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) /
      (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    );
  }
  const tail = q < 0 ? (bits + 0.5) * 2 ** -32 : (4294967295.5 - bits) * 2 ** -32;
  const r = Math.sqrt(-naturalLog(tail)) - 1.6;
  const magnitude =
    (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) /
    ((0.12021132975 * r + 0.7370016425) * r + 1);
  return q < 0 ? -magnitude : magnitude;
}

/** ln(x) for 0 < x < 1 from exact operations only; relative error below 1e-12. */
function naturalLog(x: number): number {
  let exponent = 0;
  let mantissa = x;
  while (mantissa < 0.5) {
    mantissa *= 2;
    exponent -= 1;
  }
  const t = (mantissa - 1) / (mantissa + 1);
  let power = t;
  let sum = 0;
  for (let n = 1; n <= 25; n += 2) {
    sum += power / n;
    power *= t * t;
  }
  return 2 * sum + exponent * 0.6931471805599453;
}

const FEISTEL_ROUNDS = 6;

/**
 * Element `index` of a random permutation of 0 … count-1, computed without the others: a six-round Feistel
 * network on the next even number of bits, walked until it lands inside. Twin: `permuted` in batchOrder.wgsl.
 * @param block tells permutations of one stream apart, e.g. the epoch
 */
export function permuted(seed: number, stream: number, block: number, count: number, index: number): number {
  const half = halfBits(count);
  const mask = 2 ** half - 1;
  let value = index;
  do {
    let left = value >>> half;
    let right = value & mask;
    for (let round = 0; round < FEISTEL_ROUNDS; round++) {
      pcg4d(seed, stream + 256 * (round + 1), block, right, scratch);
      const swapped = left ^ (scratch[0]! & mask);
      left = right;
      right = swapped;
    }
    value = ((left << half) | right) >>> 0;
  } while (value >= count);
  return value;
}

/** Half the (even) number of bits that can count to `count`. */
export function halfBits(count: number): number {
  const bits = 32 - Math.clz32(Math.max(1, count - 1));
  return Math.max(1, Math.ceil(bits / 2));
}
