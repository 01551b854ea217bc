// The students of the owls lab in their editor, and the slider that leads one of them away from its teacher.
import { expect, test } from 'vitest';
import { OWLS } from '../../experiment/owls/spec.ts';
import { STUDENT_NAMES } from '../../experiment/owls/students/students.ts';
import { owlsRoles, owlsStudents, shortOwlsNames, treeStep, withTreeStep } from './students.ts';

const spec = (students: string) => OWLS.parse([['students', students]]).spec;

test('the usual three look the same wherever they stand', () => {
  expect(owlsRoles(spec('shared,other,control'))).toEqual([0, 1, 2]);
  expect(owlsRoles(spec('perturbed:0.1,control,shared'))).toEqual([3, 2, 0]);
});

test('every kind has a card, its text is read back, and only those with a parameter ask for one', () => {
  for (const kind of STUDENT_NAMES) {
    const { students, kinds } = owlsStudents(spec(kind));
    expect(students).toHaveLength(1);
    for (const card of students) {
      expect(kinds.map(({ value }) => value)).toContain(card.kind);
      expect(owlsStudents(spec(card.text)).students.map(({ text }) => text)).toEqual([card.text]);
      expect(card.parameter.kind, kind).toBe(
        { perturbed: 'amount', rescaled: 'amount', layers: 'layers' }[kind as string] ?? 'none',
      );
    }
  }
});

test('no two students are called the same, on their cards and in the charts', () => {
  const alike = spec('shared,perturbed:0.1,perturbed:0.2,shared,layers:embedding,layers:embedding+1,layers:embedding');
  const names = owlsStudents(alike).students.map(({ name }) => name);
  expect(names).toEqual([
    'shared base no. 1',
    'base + noise (σ = 0.1)',
    'base + noise (σ = 0.2)',
    'shared base no. 2',
    'only the init of embedding shared no. 1',
    'only the init of embedding + 1 shared',
    'only the init of embedding shared no. 2',
  ]);
  expect(new Set(shortOwlsNames(alike)).size).toBe(7);
});

test('the next student is the first kind that nobody has yet', () => {
  expect(owlsStudents(spec('shared,other,control')).next).toBe('perturbed');
  expect(owlsStudents(spec('other')).next).toBe('shared');
});

test('the family tree moves the second student and nobody else', () => {
  expect(treeStep(spec('shared,other,control'))).toBe(4);
  expect(withTreeStep(spec('shared,other,control'), 1)).toBe('shared,perturbed:0.2,control');
  expect(withTreeStep(spec('shared,other,control'), 3)).toBe('shared,layers:embedding,control');
  expect(treeStep(spec('shared,perturbed:0.7'))).toBe(1);
});

test('without a second student the tree adds one, and a student beside the tree is on no step', () => {
  expect(treeStep(spec('shared'))).toBeUndefined();
  expect(withTreeStep(spec('shared'), 2)).toBe('shared,reordered');
  expect(treeStep(spec('shared,control'))).toBeUndefined();
});
