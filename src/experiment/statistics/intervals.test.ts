// Intervals that claim neither what a few seeds cannot know nor what is impossible, and how they are written.
import { describe, expect, it } from 'vitest';
import { percent, withInterval } from './intervals.ts';
import { AMOUNT, ANYTHING, COSINE, intervalOf, SHARE } from './stats.ts';

describe('an interval', () => {
  it('is Student’s from three seeds on, and there is none below', () => {
    expect(intervalOf([])).toBeUndefined();
    expect(intervalOf([0.7])).toBeUndefined();
    expect(intervalOf([0.4, 0.6])).toBeUndefined();
    // Deviation 0.1, t = 4.303.
    const interval = intervalOf([0.4, 0.5, 0.6]);
    expect(interval?.least).toBeCloseTo(0.5 - 0.24843, 4);
    expect(interval?.most).toBeCloseTo(0.5 + 0.24843, 4);
    expect(interval?.clipped).toBe(false);
  });

  it.each([
    ['a share', SHARE, 0, 1],
    ['a cosine', COSINE, -1, 1],
    ['a loss', AMOUNT, 0, Infinity],
  ])('never leaves what is possible for %s', (_, bounds, least, most) => {
    for (const values of [
      [0, 0.1, 0.9],
      [0.1, 0.9, 1],
      [0.01, 0.5, 0.99],
    ]) {
      const interval = intervalOf(values, bounds)!;
      expect(interval.least).toBeGreaterThanOrEqual(least);
      expect(interval.most).toBeLessThanOrEqual(most);
      expect(interval.clipped).toBe(true);
    }
  });
});

describe('percent', () => {
  it.each<[string, number[], string]>([
    ['nothing', [], ''],
    ['one seed', [0.5149], '51 %'],
    ['two seeds', [0.409, 0.55], '48 % (41, 55)'],
    ['three seeds', [0.45, 0.48, 0.51], '48 % ± 7'],
    ['seeds that all agree', [0.9, 0.9, 0.9], '90 % ± 0'],
    ['an interval that would leave 0 … 1 above', [0.5, 0.9, 0.95], '78 % (17 to 100)'],
    ['an interval that would leave 0 … 1 below', [0.01, 0.02, 0.06], '3 % (0 to 10)'],
    ['an interval that would leave 0 … 1 on both sides', [0.1, 0.9, 0.4], '47 % (0 to 100)'],
  ])('writes %s', (_, values, text) => {
    expect(percent(values)).toBe(text);
  });

  it('never promises less than nothing or more than all', () => {
    for (let low = 0; low <= 1; low += 0.1) {
      for (let high = low; high <= 1; high += 0.1) {
        for (const middle of [low, (low + high) / 2, high]) {
          const [mean = 0, halfWidth = 0] = percent([low, middle, high]).split(' % ± ').map(Number);
          if (Number.isNaN(mean)) continue;
          // Both are rounded.
          expect(mean - halfWidth).toBeGreaterThanOrEqual(-1);
          expect(mean + halfWidth).toBeLessThanOrEqual(101);
        }
      }
    }
  });
});

it('writes numbers of any kind as they are wanted, without a unit', () => {
  const write = (value: number) => value.toFixed(2);
  expect(withInterval([0.7, 0.8, 0.75], SHARE, write)).toBe('0.75 ± 0.12');
  expect(withInterval([0.7, 0.99, 0.8], SHARE, write)).toBe('0.83 (0.46 to 1.00)');
  expect(withInterval([-2, 0, 5], ANYTHING, write)).toBe('1.00 ± 8.96');
});
