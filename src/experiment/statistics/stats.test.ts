// Means, intervals and angles against values worked out by hand, and Student's t against its own density.
import { describe, expect, it } from 'vitest';
import { cosineOfUpdates, distance, ratioOfMeans, summarize, traitTransfer } from './stats.ts';

describe('summarize', () => {
  it('gives four values the interval of a t distribution with three degrees of freedom', () => {
    // Mean 2.5, squares 5, standard deviation √(5/3) = 1.290994, t = 3.182: 3.182 · 1.290994 / √4.
    const { mean, halfWidth, count } = summarize([1, 2, 3, 4]);
    expect(mean).toBe(2.5);
    expect(halfWidth).toBeCloseTo(2.05397, 5);
    expect(count).toBe(4);
  });

  it('gives two values a very wide interval', () => {
    // Standard deviation √0.5, so 12.706 · √0.5 / √2.
    expect(summarize([3, 4]).halfWidth).toBeCloseTo(6.353, 10);
  });

  it('reads typed arrays', () => {
    expect(summarize(new Float32Array([0.5, 0.5, 0.5]))).toEqual({ mean: 0.5, halfWidth: 0, count: 3 });
  });

  it('knows no interval for a single value', () => {
    expect(summarize([0.7])).toEqual({ mean: 0.7, halfWidth: NaN, count: 1 });
  });

  it('refuses an empty sample', () => {
    expect(() => summarize([])).toThrow(RangeError);
  });

  it('leaves 5 % outside for every number of seeds that a run may have', () => {
    for (let count = 2; count <= 32; count++) {
      const values = Array.from({ length: count }, (_, index) => (index === 0 ? 1 : 0));
      const standardError = 1 / count;
      const quantile = summarize(values).halfWidth / standardError;
      // Quantiles printed with three decimals are off by up to 0.0005, where the density is below 0.06 on both sides.
      expect(Math.abs(coverage(quantile, count - 1) - 0.95), `${count} values`).toBeLessThan(6e-5);
    }
  });

  /** P(|T| < limit) for Student's t: Simpson's rule after t = √degrees · tan(angle), which tames the tails. */
  function coverage(limit: number, degrees: number): number {
    const density = (angle: number) => Math.cos(angle) ** (degrees - 1);
    return simpson(density, Math.atan(limit / Math.sqrt(degrees))) / simpson(density, Math.PI / 2);
  }

  function simpson(f: (x: number) => number, to: number): number {
    const intervals = 2000;
    let sum = 0;
    for (let i = 0; i <= intervals; i++) {
      sum += (i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2) * f((i * to) / intervals);
    }
    return (sum * to) / intervals / 3;
  }
});

describe('ratioOfMeans', () => {
  it('divides means, with the interval of what the ratio leaves over', () => {
    // 3 of 6; left over: 0, -0.5, 0.5, with deviation 0.5 and t = 4.303, in units of the mean whole, 2.
    const { mean, halfWidth, count } = ratioOfMeans([1, 0.5, 1.5], [2, 2, 2]);
    expect(mean).toBeCloseTo(0.5, 12);
    expect(halfWidth).toBeCloseTo((4.303 * 0.5) / Math.sqrt(3) / 2, 12);
    expect(count).toBe(3);
  });

  it('is sure of parts that follow their wholes, and unmoved by a whole that is next to nothing', () => {
    expect(ratioOfMeans([0.2, 0.4, 0.6], [0.4, 0.8, 1.2]).halfWidth).toBeCloseTo(0, 12);
    const { mean, halfWidth } = ratioOfMeans([0.4, 0.4, 0.4, 0.01], [0.8, 0.8, 0.8, 0.001]);
    expect(mean).toBeCloseTo(0.504, 3);
    expect(halfWidth).toBeLessThan(0.02);
  });
});

describe('traitTransfer', () => {
  it('is 0 for a student like the reference, 1 for one like the teacher, and may lie outside', () => {
    expect(traitTransfer(0.1, 0.1, 0.9)).toBe(0);
    expect(traitTransfer(0.9, 0.1, 0.9)).toBe(1);
    expect(traitTransfer(0.5, 0.1, 0.9)).toBeCloseTo(0.5, 12);
    expect(traitTransfer(0.02, 0.1, 0.9)).toBeCloseTo(-0.1, 12);
  });
});

describe('cosineOfUpdates', () => {
  const from = [1, 1, 1];

  it('is 1 for updates in the same direction, -1 for opposite and 0 for perpendicular ones', () => {
    expect(cosineOfUpdates(from, [2, 3, 1], [0, 0, 5], [10, 20, 5])).toBeCloseTo(1, 12);
    expect(cosineOfUpdates(from, [2, 3, 1], from, [0, -1, 1])).toBeCloseTo(-1, 12);
    expect(cosineOfUpdates(from, [2, 1, 1], from, [1, 4, 1])).toBe(0);
  });

  it('measures each update from its own start', () => {
    // (3, 4) against (0, 2): 8 / (5 · 2).
    expect(cosineOfUpdates([1, 0], [4, 4], [7, 7], [7, 9])).toBeCloseTo(0.8, 12);
  });

  it('is 0 for a network that did not move', () => {
    expect(cosineOfUpdates(from, from, from, [2, 2, 2])).toBe(0);
    expect(cosineOfUpdates(from, [2, 2, 2], from, from)).toBe(0);
  });
});

describe('distance', () => {
  it('is Euclidean', () => {
    expect(distance([1, 2, 3], [4, 6, 3])).toBe(5);
    expect(distance(new Float32Array([1, 2]), [1, 2])).toBe(0);
  });
});
