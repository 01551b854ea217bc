// The layout of the learning curves at the widths visitors have.
import { pairs } from 'd3';
import { expect, test } from 'vitest';
import { curveHeight, curveLayout, labelName, placeLabels, titlesThatFit } from './curve-layout.ts';
import { textWidth } from './text-fit.ts';

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
  const [a = NaN, b = NaN] = placeLabels(layout, [200, 202]);
  expect(b - a).toBeGreaterThan(2 * layout.lineHeight);
});

test('ten labels have room at 390 px', () => {
  const height = curveHeight(334, 10);
  const layout = curveLayout(334, height, steps, labels);
  const placed = placeLabels(layout, Array(10).fill(200)).sort((a, b) => a - b);
  for (const [a, b] of pairs(placed)) expect(b - a).toBeGreaterThanOrEqual(2 * layout.lineHeight);
});

const WIDTHS = [262, 278, 300, 334, 400, 480, 559, 560, 700, 1080];
const longLabels = [
  { name: 'teacher', value: '100 % ± 100' },
  { name: 'interpolated α 0.95', value: '29 % ± 12' },
  { name: 'emb. + pos. + 1 + 2 + norm only', value: '29 % ± 12' },
];

test.each(WIDTHS)('at %i px a label ends inside of the chart, its value whole', (width) => {
  const layout = curveLayout(width, 320, steps, longLabels);
  for (const label of longLabels) {
    const name = labelName(layout, label);
    const wide = layout.narrow ? textWidth(name) : textWidth(`${name} ${label.value}`);
    expect(layout.labelLeft + wide).toBeLessThanOrEqual(width);
    expect(layout.labelLeft + textWidth(label.value)).toBeLessThanOrEqual(width);
  }
  expect(labelName(layout, { name: 'shared', value: '76 % ± 11' })).toBe('shared');
});

const titles = [
  { teacher: 'teacher learns to give bad answers', students: 'students read chains of thought' },
  { teacher: 'teacher', students: 'students: Gaussian noise' },
] as const;

test.each(WIDTHS)('at %i px no title reaches into the one beside it', (width) => {
  const layout = curveLayout(width, 320, steps, longLabels);
  const { teacher, students } = titlesThatFit(layout, titles);
  const room = layout.narrow ? layout.teacher.right - 5 : layout.students.left - layout.teacher.left;
  expect(textWidth(teacher)).toBeLessThan(room);
  expect(teacher, 'never cut').toMatch(/^teacher( learns to give bad answers)?$/);
  expect(layout.students.left + textWidth(students)).toBeLessThan(width);
  // The long ones are kept for where both fit.
  expect(teacher === titles[0].teacher).toBe(students === titles[0].students);
});
