// What the bars show: differences only, and no more of them than one can see.
import { expect, test } from 'vitest';
import { centered, logitLayout, scaleTicks } from './logit-bars.ts';

test('every set is drawn around its own mean, so a constant added to all logits changes nothing', () => {
  expect(centered([1, 2, 6])).toEqual([-2, -1, 3]);
  expect(centered([101, 102, 106])).toEqual(centered([1, 2, 6]));
});

test('as many bars as fit', () => {
  expect(logitLayout(3, 200).shown).toBe(3);
  expect(logitLayout(110, 240).shown).toBe(17);
  expect(logitLayout(0, 240).shown).toBe(0);
});

// From the narrowest phone to half of a wide screen.
test.each([154, 164, 222, 264, 330, 420])(
  'at %i px bars have numbers where they fit, and a scale where not',
  (width) => {
    for (const count of [1, 3, 5, 6, 10, 13, 100, 110]) {
      const { shown, numbers, left, step } = logitLayout(count, width);
      expect(numbers).toBe(count * 27 <= width);
      expect(left > 0).toBe(!numbers);
      expect(step).toBeGreaterThanOrEqual(numbers ? 27 : 12);
      expect(left + shown * step).toBeCloseTo(width, 9);
    }
  },
);

test('on the narrowest phone all ten of the default logits are there', () => {
  expect(logitLayout(10, 152).shown).toBe(10);
});

test('the scale has round numbers on both sides of the middle, inside of what is drawn', () => {
  expect(scaleTicks(0.5)).toEqual([-0.5, 0, 0.5]);
  expect(scaleTicks(1.7)).toEqual([-1, 0, 1]);
  expect(scaleTicks(4.9)).toEqual([-2, 0, 2]);
  expect(scaleTicks(60)).toEqual([-50, 0, 50]);
  for (let reach = 0.5; reach < 1e4; reach *= 1.07) {
    const [least, , most = NaN] = scaleTicks(reach);
    expect(most).toBeLessThanOrEqual(reach);
    expect(most).toBeGreaterThan(reach / 3);
    expect(least).toBe(-most);
  }
});
