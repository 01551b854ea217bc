// A condition must look the same in every run, and no two students of a run alike.
import { expect, test } from 'vitest';
import { rolesOf } from './roles.ts';

const usual = ['shared', 'independent'];

test('shared and independent keep their looks wherever they stand', () => {
  expect(rolesOf(['shared', 'independent'], usual)).toEqual([0, 1]);
  expect(rolesOf(['permuted', 'independent', 'shared'], usual)).toEqual([2, 1, 0]);
});

test('a third usual student has the third look', () => {
  const owls = ['shared', 'other', 'control'];
  expect(rolesOf(owls, owls)).toEqual([0, 1, 2]);
  expect(rolesOf(['perturbed', 'control', 'shared'], owls)).toEqual([3, 2, 0]);
});

test('eight students have eight looks, with or without the usual ones', () => {
  expect(new Set(rolesOf(Array(8).fill('perturbed'), usual)).size).toBe(8);
  expect(new Set(rolesOf(Array(8).fill('shared'), usual)).size).toBe(8);
});
