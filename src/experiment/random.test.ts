// The random numbers against arithmetic that shares nothing with them: BigInts, and integrals of the densities.
import { describe, expect, it } from 'vitest';
import { halfBits, pcg4d, permuted, randomBits, standardNormal, STREAM, symmetricUniform } from './random.ts';

const DRAWS = 100_000;

/** pcg4d as printed by Jarzynski & Olano, in whole numbers without 32-bit tricks. */
function pcg4dInBigInts(words: readonly number[]): number[] {
  const word = (value: bigint) => value % 2n ** 32n;
  let [x, y, z, w] = words.map((value) => word(BigInt(value) * 1664525n + 1013904223n)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const mix = () => {
    x = word(x + y * w);
    y = word(y + z * x);
    z = word(z + x * y);
    w = word(w + y * z);
  };
  mix();
  [x, y, z, w] = [x ^ (x / 65536n), y ^ (y / 65536n), z ^ (z / 65536n), w ^ (w / 65536n)];
  mix();
  return [x, y, z, w].map(Number);
}

function hashed(words: readonly [number, number, number, number]): number[] {
  const out = new Uint32Array(4);
  pcg4d(...words, out);
  return [...out];
}

/** Mean, variance and kurtosis. */
function moments(values: readonly number[]): { mean: number; variance: number; kurtosis: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const central = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
  return { mean, variance: central(2), kurtosis: central(4) / central(2) ** 2 };
}

const drawBits = (stream: number) => Array.from({ length: DRAWS }, (_, index) => randomBits(11, stream, 0, index));

describe('pcg4d', () => {
  it.each<[number, number, number, number]>([
    [0, 0, 0, 0],
    [1, 2, 3, 4],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0x80000000, 1, 0x7fffffff, 65536],
    [1_000_000, 258, 59_999, 195],
  ])('hashes %i, %i, %i, %i to the same words as exact whole numbers do', (...words) => {
    expect(hashed(words)).toEqual(pcg4dInBigInts(words));
  });

  it('will always hash zeros to these words', () => {
    expect(hashed([0, 0, 0, 0])).toEqual([251852841, 760645481, 850445371, 3542436074]);
  });

  it('gives number `index` of a stream without the numbers before it', () => {
    const words = [0, 1].flatMap((index) => pcg4dInBigInts([5, STREAM.init, 2, index]));
    const backwards = Array.from({ length: 8 }, (_, index) => randomBits(5, STREAM.init, 2, 7 - index));
    expect(backwards.reverse()).toEqual(words);
  });

  it('has one stream per purpose', () => {
    expect(new Set(Object.values(STREAM)).size).toBe(Object.keys(STREAM).length);
  });
});

describe('symmetricUniform', () => {
  it('goes from -1 to just below 1, in numbers that f32 holds exactly', () => {
    expect(symmetricUniform(0)).toBe(-1);
    expect(symmetricUniform(0x80000000)).toBe(0);
    expect(symmetricUniform(0xffffffff)).toBe(1 - 2 ** -23);
    for (const bits of drawBits(STREAM.noise)) {
      const value = symmetricUniform(bits);
      if (Math.fround(value) !== value) expect.fail(`${value} is no f32`);
    }
  });

  it('has mean 0, variance 1/3 and the kurtosis of a flat distribution, each within four standard errors', () => {
    const { mean, variance, kurtosis } = moments(drawBits(STREAM.noise).map(symmetricUniform));
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(1 / 3 / DRAWS));
    expect(Math.abs(variance - 1 / 3)).toBeLessThan(4 * Math.sqrt((1 / 5 - 1 / 9) / DRAWS));
    expect(Math.abs(kurtosis - 9 / 5)).toBeLessThan(0.02);
  });
});

describe('standardNormal', () => {
  const LAST = 0xffffffff;
  const bitsOf = (probability: number) => Math.round(probability * 2 ** 32 - 0.5);
  const probabilityOf = (bits: number) => (bits + 0.5) * 2 ** -32;

  /** P(Z < -z), z > 0, by Simpson's rule over the density. */
  function lowerTail(z: number): number {
    const intervals = 4000;
    const width = 10 / intervals;
    let sum = 0;
    for (let i = 0; i <= intervals; i++) {
      const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * Math.exp(-((z + i * width) ** 2) / 2);
    }
    return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
  }

  it.each([
    [0.5, 0],
    [0.75, 0.6744898],
    [0.9, 1.2815516],
    [0.95, 1.6448536],
    [0.975, 1.959964],
    [0.995, 2.5758293],
    [0.9995, 3.2905267],
  ])('has the quantile of %f at %f, as printed in every table', (probability, quantile) => {
    expect(Math.abs(standardNormal(bitsOf(probability)) - quantile)).toBeLessThan(5e-7);
  });

  it('inverts the integral of the density down to the last bit of the tail', () => {
    for (const bits of [
      0,
      1,
      2,
      10,
      1000,
      2 ** 16,
      2 ** 20,
      2 ** 24,
      2 ** 28,
      bitsOf(0.0749),
      bitsOf(0.0751),
      2 ** 30,
    ]) {
      const z = -standardNormal(bits);
      // The formula is good to about 1e-7 of z; such an error moves the tail by less than (z² + 1) · 1e-7 of itself.
      const error = lowerTail(z) / probabilityOf(bits) - 1;
      expect(Math.abs(error) / (z * z + 1), `bits ${bits}`).toBeLessThan(1.5e-7);
    }
  });

  it('is exactly symmetric and finite at both ends', () => {
    for (const bits of [0, 1, 12_345, bitsOf(0.07), bitsOf(0.3), 0x7fffffff]) {
      expect(standardNormal(LAST - bits)).toBe(-standardNormal(bits));
    }
    expect(standardNormal(0)).toBeCloseTo(-6.338, 3);
  });

  it('has no step where its two formulas meet', () => {
    const lastCentral = Math.floor((0.5 + 0.425) * 2 ** 32 - 0.5);
    const step = standardNormal(lastCentral + 1) - standardNormal(lastCentral);
    expect(Math.abs(step)).toBeLessThan(2e-7);
  });

  it('rises with its bits', () => {
    const values = Array.from({ length: 4096 }, (_, index) => standardNormal(index * 2 ** 20));
    expect(values.every((value, index) => index === 0 || value > values[index - 1]!)).toBe(true);
  });

  it('draws mean 0, variance 1 and kurtosis 3, each within four standard errors', () => {
    const { mean, variance, kurtosis } = moments(drawBits(STREAM.init).map(standardNormal));
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(DRAWS));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / DRAWS));
    expect(Math.abs(kurtosis - 3)).toBeLessThan(4 * Math.sqrt(24 / DRAWS));
  });
});

describe('permuted', () => {
  const order = (count: number, seed = 1, stream: number = STREAM.batchOrder, block = 0) =>
    Array.from({ length: count }, (_, index) => permuted(seed, stream, block, count, index));

  it.each([1, 2, 3, 4, 5, 7, 16, 17, 128, 10_000])('shows each of %i elements exactly once', (count) => {
    const sorted = order(count).sort((a, b) => a - b);
    expect(sorted).toEqual(Array.from({ length: count }, (_, index) => index));
  });

  it('is another order for another seed, stream or block', () => {
    const orders = [order(128), order(128, 2), order(128, 1, STREAM.studentOrder), order(128, 1, STREAM.batchOrder, 1)];
    const places = (a: readonly number[], b: readonly number[]) =>
      a.filter((element, index) => element === b[index]).length;
    orders.forEach((first, index) => {
      // Two unrelated orders agree in one place on average.
      for (const second of orders.slice(index + 1)) expect(places(first, second)).toBeLessThan(8);
    });
  });

  it('puts every element in every place about equally often', () => {
    const blocks = 7000;
    const counts = new Uint32Array(49);
    for (let block = 0; block < blocks; block++) {
      order(7, 3, STREAM.batchOrder, block).forEach((element, place) => counts[place * 7 + element]!++);
    }
    // 49 counts of 1000 with a standard deviation of 29.
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });

  it('walks on the least even number of bits that can count to the number of elements', () => {
    for (const [power, half] of [
      [4, 1],
      [16, 2],
      [256, 4],
      [65_536, 8],
    ] as const) {
      expect(halfBits(power)).toBe(half);
      expect(halfBits(power + 1)).toBe(half + 1);
    }
    expect([1, 2, 3].map(halfBits)).toEqual([1, 1, 1]);
  });
});
