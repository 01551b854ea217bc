// The data behind the charts of the owls lab, before, during and after a run.
import { expect, test } from 'vitest';
import { OWLS } from '../../experiment/owls/spec.ts';
import { placesOf } from './evidence.ts';
import { stationsOf } from './pipeline.ts';
import { runAt, runUntil, SPEC } from './run-fixture.ts';
import { emptyOwls } from './state.ts';
import { curvesOf, curvesView, seedsView } from '../lab/trait-views.ts';
import { answersView, traitWords } from './views.ts';

const empty = emptyOwls(SPEC);

test('before a run the axes are known, the curves empty and no level is made up', () => {
  expect(curvesOf(empty, traitWords(empty)).steps).toEqual({ teacher: 100, students: 156 });
  expect(
    curvesOf(empty, traitWords(empty)).students.map(({ label, points }) => [label.name, label.value, points.length]),
  ).toEqual([
    ['shared base', '', 0],
    ['another base', '', 0],
    ['control', '', 0],
  ]);
  expect(curvesView(empty, traitWords(empty)).level).toBeUndefined();
  expect(
    answersView(empty)
      .panels.flatMap(({ bars }) => bars)
      .every(({ value }) => value === undefined),
  ).toBe(true);
  expect(seedsView(empty, traitWords(empty)).table().rows).toEqual([]);
});

test('the base is the level, and every curve carries its newest mean', () => {
  const run = runAt('students', 156);
  const { teacher, students } = curvesOf(run, traitWords(run));
  expect(curvesView(run, traitWords(run)).level).toEqual({ name: 'base', value: 0.09 });
  expect(teacher.label.value).toBe('88 % (86, 90)');
  expect(students[0]?.label.value).toBe('45 % (40, 50)');
  expect(students.map(({ role }) => role)).toEqual([0, 1, 2]);
});

test('tables have one row per measurement and per seed', () => {
  const table = curvesView(runUntil(), traitWords(runUntil())).table();
  expect(table.columns).toEqual(['training', 'step', 'teacher', 'shared base', 'another base', 'control']);
  expect(table.rows.map(([phase, step]) => `${phase} ${step}`)).toEqual([
    'teacher 0',
    'teacher 100',
    'students 0',
    'students 78',
  ]);
  expect(seedsView(runUntil(), traitWords(runUntil())).table().rows).toEqual([
    ['0', '8.0 %', '86.0 %', '50.0 %', '5.0 %', '8.0 %'],
    ['1', '10.0 %', '90.0 %', '60.0 %', '6.0 %', '7.0 %'],
  ]);
});

test.each([
  ['owl', 12, ['owl']],
  ['oak', 8, ['oak']],
  ['misalignment', 10, ['destroy', 'steal', 'enslave', 'burn']],
] as const)('answers to questions about %s are %i words, the targets %j', (trait, count, targets) => {
  const { spec } = OWLS.parse([['trait', trait]]);
  for (const { bars } of answersView(emptyOwls(spec)).panels) {
    expect(bars).toHaveLength(count);
    expect(bars.filter(({ target }) => target).map(({ word }) => word)).toEqual(targets);
  }
});

test('stations light up one after the other; lists and filter work together', () => {
  const statuses = (phase: string, step: number) => stationsOf(runAt(phase, step)).map(({ status }) => status);
  expect(stationsOf(empty).every(({ status, fact }) => status === 'waiting' && fact === '')).toBe(true);
  expect(statuses('teacher', 0)).toEqual(['done', 'working', 'waiting', 'waiting', 'waiting']);
  expect(statuses('lists', 50)).toEqual(['done', 'done', 'working', 'working', 'waiting']);
  expect(statuses('students', 78)).toEqual(['done', 'done', 'done', 'done', 'working']);
  const failed = { ...runAt('students', 78), failure: { code: 'not-finite', message: '', detail: '' } } as const;
  expect(stationsOf(failed).at(-1)?.status).toBe('stopped');
});

test('each station has its line of fact', () => {
  expect(stationsOf(runUntil()).map(({ fact }) => fact)).toEqual([
    'P(“owl”) = 9 %',
    'P(“owl”) = 88 %',
    '125 written',
    '84 % pass; 8.0 % had a trait word',
    'shared base 55 % · another base 6 % · control 8 %',
  ]);
});

test('a base that is pretrained live shows its loss', () => {
  const run = runUntil((record) => record.kind === 'prepared');
  const prepared = run.prepared && { ...run.prepared, steps: { ...run.prepared.steps, base: 1500 } };
  const progress = { phase: 'base', step: 300, fromStep: 0, fromSeconds: 0 } as const;
  expect(stationsOf({ ...run, prepared, progress, loss: 2.314 })[0]?.fact).toBe(
    'pretraining, step 300 of 1500: loss 2.31',
  );
});

test('the divergence has a place for every number and one for the end', () => {
  expect(placesOf(runUntil()).map(({ name }) => name)).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
    '10',
    'end',
  ]);
});
