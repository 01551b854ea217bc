// A condition must look the same in every run, and no two students of a run alike.
import { expect, test } from 'vitest';
import { rolesOf } from './roles.ts';

test('shared and independent keep their looks wherever they stand', () => {
  expect(rolesOf([{ mode: 'shared' }, { mode: 'independent' }])).toEqual([0, 1]);
  expect(rolesOf([{ mode: 'permuted' }, { mode: 'independent' }, { mode: 'shared' }])).toEqual([2, 1, 0]);
});

test('eight students have eight looks, with or without the usual two', () => {
  expect(new Set(rolesOf(Array(8).fill({ mode: 'perturbed' }))).size).toBe(8);
  expect(new Set(rolesOf(Array(8).fill({ mode: 'shared' }))).size).toBe(8);
});
