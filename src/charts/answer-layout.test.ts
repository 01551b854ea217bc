// Small charts of answers stand inside the chart, none over another, at the widths visitors have.
import { expect, test } from 'vitest';
import { answerLayout } from './answer-layout.ts';

test.each([
  [288, 5, 1],
  [334, 5, 2],
  [700, 5, 3],
  [1180, 5, 5],
  [1180, 10, 5],
])('at %i px %i panels stand in %i columns', (width, panels, columns) => {
  const layout = answerLayout(width, panels, 12);
  expect(layout.columns).toBe(columns);
  const corners = Array.from({ length: panels }, (_, index) => `${layout.left(index)} ${layout.top(index)}`);
  expect(new Set(corners).size).toBe(panels);
  const panel = layout.left(1) - layout.left(0) || width;
  expect(layout.left(columns - 1) + panel).toBeLessThanOrEqual(width + 18);
  expect(layout.words + 10 + layout.bar(1)).toBeLessThan(panel);
  expect(layout.top(panels - 1) + layout.first + 12 * 17).toBeCloseTo(layout.height, 6);
});

test('bars are as long as they are probable', () => {
  const { bar } = answerLayout(700, 3, 12);
  expect(bar(0)).toBe(0);
  expect(bar(0.5) * 2).toBeCloseTo(bar(1), 9);
});
