// The layout of the learning curves at the widths visitors have.
import { expect, test } from 'vitest';
import { curveHeight, curveLayout, placeLabels } from './curve-layout.ts';

const steps = { teacher: 316, students: 316 };
const labels = [
  { name: 'teacher', value: '90 % ± 1' },
  { name: 'perturbed, σ = 0.2', value: '29 % ± 12' },
];

test.each([288, 334, 480, 700, 1080])('at %i px the parts stand side by side inside the chart', (width) => {
  const { left, teacher, students, labelLeft } = curveLayout(width, 320, steps, labels);
  expect(teacher.left).toBe(left);
  expect(students.left).toBe(teacher.right);
  expect(students.right).toBeLessThan(labelLeft);
  expect(labelLeft).toBeLessThan(width - 60);
  expect(students.right - students.left).toBeGreaterThan(teacher.right - teacher.left);
});

test('accuracy runs upward and steps to the right', () => {
  const { y, top, bottom, students } = curveLayout(700, 320, steps, labels);
  expect([y(0), y(1)]).toEqual([bottom, top]);
  expect([students.x(0), students.x(316)]).toEqual([students.left, students.right]);
});

test('ticks are whole steps, even in a run of a single one', () => {
  for (const count of [0, 1, 2, 7, 316, 100_000]) {
    const { ticks } = curveLayout(334, 320, { teacher: count, students: count }, labels).students;
    expect(ticks.every(Number.isInteger)).toBe(true);
    expect(ticks[0]).toBe(0);
  }
});

test('labels at nearly the same height do not overlap', () => {
  const layout = curveLayout(334, 320, steps, labels);
  const [a, b] = placeLabels(layout, [200, 202]);
  expect(b - a).toBeGreaterThan(2 * layout.lineHeight);
});

test('ten labels have room at 390 px', () => {
  const height = curveHeight(334, 10);
  const layout = curveLayout(334, height, steps, labels);
  const placed = placeLabels(layout, Array(10).fill(200)).sort((a, b) => a - b);
  for (let i = 1; i < placed.length; i++)
    expect(placed[i] - placed[i - 1]).toBeGreaterThanOrEqual(2 * layout.lineHeight);
});
