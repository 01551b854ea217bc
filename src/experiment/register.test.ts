// What a page knows of an experiment before it has its code is what the experiment says itself.
import { expect, test } from 'vitest';
import { EXPERIMENTS } from './register.ts';
import { EXPERIMENT_NAMES, SIGNS } from './signs.ts';

test('the tables name the same experiments in the same order', () => {
  expect(Object.keys(EXPERIMENTS)).toEqual([...EXPERIMENT_NAMES]);
  expect(new Set(Object.values(SIGNS).map(({ element }) => element)).size).toBe(EXPERIMENT_NAMES.length);
  expect(new Set(Object.values(SIGNS).map(({ prefix }) => prefix)).size).toBe(EXPERIMENT_NAMES.length);
});

test.each(EXPERIMENT_NAMES)('the sign of %s has the version and the names of its settings', (name) => {
  const { table, ...row } = EXPERIMENTS[name];
  expect(row).toMatchObject(SIGNS[name]);
  expect(SIGNS[name].version).toBe(table.version);
  expect(SIGNS[name].names).toEqual(Object.values(table.fields).map((field) => field.name));
});
