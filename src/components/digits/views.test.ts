// The data behind the charts, before and during a run.
import { expect, test } from 'vitest';
import { defaultSpec, DIGITS } from '../../experiment/digits/spec.ts';
import { addDigits, emptyDigits } from './state.ts';
import { digitsStudents } from './students.ts';
import { curvesOf, curveTable, dotsOf, resultTable } from '../lab/trait-views.ts';
import { traitWords } from './views.ts';

const spec = defaultSpec();
const empty = emptyDigits(spec);
const running = addDigits(
  addDigits(empty, { kind: 'evaluation', phase: 'teacher', step: 0, images: 10, trait: [[0.1, 0.2]] }, 1),
  {
    kind: 'evaluation',
    phase: 'students',
    step: 16,
    images: 10,
    trait: [
      [0.5, 0.7],
      [0.1, 0.1],
    ],
  },
  2,
);

test('before a run the axes are known and the curves empty', () => {
  const curves = curvesOf(empty, traitWords(empty));
  expect(curves.steps).toEqual({ teacher: 316, students: 316 });
  expect(curves.students.map(({ label, points }) => [label.name, label.value, points.length])).toEqual([
    ['shared', '', 0],
    ['independent', '', 0],
  ]);
  expect(dotsOf(empty, traitWords(empty)).map(({ name, values }) => [name, values.length])).toEqual([
    ['teacher', 0],
    ['shared', 0],
    ['independent', 0],
  ]);
});

test('every curve carries its newest mean', () => {
  const curves = curvesOf(running, traitWords(running));
  expect(curves.teacher.label.value).toBe('15 % (10, 20)');
  expect(curves.students[0]?.points).toEqual([{ step: 16, values: [0.5, 0.7] }]);
  expect(curves.students[1]?.label).toEqual({ name: 'independent', value: '10 % (10, 10)' });
});

test('the table behind the chart has one row per measurement', () => {
  expect(curveTable(running, traitWords(running)).rows.map((row) => row.slice(0, 2))).toEqual([
    ['teacher', '0'],
    ['students', '16'],
  ]);
  expect(curveTable(running, traitWords(running)).columns).toEqual([
    'training',
    'step',
    'teacher',
    'shared',
    'independent',
  ]);
  expect(resultTable(running, traitWords(running)).rows).toEqual([]);
});

test('no two students are called the same, on their cards, in charts and in tables', () => {
  const { spec: alike } = DIGITS.parse([
    ['students', 'perturbed:0.1,perturbed:0.4,perturbed:0.1,layers:1,layers:1+head'],
  ]);
  const names = ['perturbed init (σ = 0.1) no. 1', 'perturbed init (σ = 0.4)', 'perturbed init (σ = 0.1) no. 2'];
  expect(digitsStudents(alike).students.map(({ name }) => name)).toEqual([
    ...names,
    'layer 1 shared',
    'layers 1 + head shared',
  ]);
  const run = emptyDigits(alike);
  const short = curvesOf(run, traitWords(run)).students.map(({ label }) => label.name);
  expect(new Set(short).size).toBe(5);
  expect(dotsOf(run, traitWords(run)).map(({ name }) => name)).toEqual(['teacher', ...short]);
  expect(resultTable(run, traitWords(run)).columns.slice(3)).toEqual(short);
});
