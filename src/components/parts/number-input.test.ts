// What an arrow key makes of a number.
import { expect, test } from 'vitest';
import { moved } from './number-input.ts';

test.each([
  [0.2, true, 0.1, 0.3],
  [0.3, false, 0.1, 0.2],
  [3, true, 1, 4],
  [0.001, true, undefined, 0.002],
  [0.001, false, undefined, 0.0009],
  [0.0009, true, undefined, 0.001],
  [0.0025, false, undefined, 0.0015],
  [1, false, undefined, 0.9],
  [12, true, undefined, 22],
  [0, true, undefined, 0],
])('%d, up: %s, by %d, is %d', (value, up, step, next) => {
  expect(moved(value, up, step)).toBe(next);
});
