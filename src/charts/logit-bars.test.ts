// What the bars show: differences only, and no more of them than one can see.
import { expect, test } from 'vitest';
import { centered, visibleLogits } from './logit-bars.ts';

test('every set is drawn around its own mean, so a constant added to all logits changes nothing', () => {
  expect(centered([1, 2, 6])).toEqual([-2, -1, 3]);
  expect(centered([101, 102, 106])).toEqual(centered([1, 2, 6]));
});

test('as many bars as fit', () => {
  expect(visibleLogits(3, 200)).toBe(3);
  expect(visibleLogits(110, 240)).toBe(20);
  expect(visibleLogits(0, 240)).toBe(0);
});
