// Labels never overlap, never leave the chart, and stay where they are if there is room.
import { pairs } from 'd3';
import { expect, test } from 'vitest';
import { dodge } from './dodge.ts';

test('labels with room stay where they are', () => {
  expect(dodge([10, 100, 50], 20, 0, 120)).toEqual([10, 100, 50]);
});

test('crowded labels move apart by at least the gap and keep their order', () => {
  const [third = NaN, first = NaN, second = NaN, fourth = NaN] = dodge([52, 50, 51, 90], 15, 0, 120);
  for (const [a, b] of pairs([first, second, third, fourth])) expect(b - a).toBeGreaterThanOrEqual(15);
});

test('labels at the edge are pushed back inside', () => {
  expect(dodge([118, 119, 300], 20, 0, 120)).toEqual([80, 100, 120]);
  expect(dodge([-5, 0], 20, 0, 120)).toEqual([0, 20]);
});

test('with too little room the gap shrinks and equal positions keep the order given', () => {
  expect(dodge([50, 50, 50, 50, 50], 40, 0, 100)).toEqual([0, 25, 50, 75, 100]);
});

test('none and one', () => {
  expect(dodge([], 20, 0, 100)).toEqual([]);
  expect(dodge([130], 20, 0, 100)).toEqual([100]);
});
