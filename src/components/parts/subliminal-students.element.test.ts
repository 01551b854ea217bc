// The list of students: adding, changing and removing are told as the whole list in its text form.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { DIGITS } from '../../experiment/digits/spec.ts';
import { digitsStudents } from '../digits/students.ts';
import { axeFinds, drawn, hasFocus, heard, mount } from './element-fixture.ts';
import './subliminal-students.ts';

const listOf = (text: string) => digitsStudents(DIGITS.parse([['students', text]]).spec);

test('adds the kind that nobody is yet', async () => {
  const { element, inside } = await mount('subliminal-students', { list: listOf('shared,independent') });
  expect(inside.getByRole('listitem').elements()).toHaveLength(2);
  const told = heard(element, 'subliminal-setting');
  await userEvent.click(inside.getByRole('button', { name: '+ Add a student' }));
  expect(told.map(({ entry }) => entry)).toEqual([['students', 'shared,independent,permuted']]);
  expect(await axeFinds(element)).toEqual([]);
});

test('whoever removes one by keyboard goes on at the one that took its place', async () => {
  const { element, inside } = await mount('subliminal-students', { list: listOf('shared,independent,permuted') });
  const told = heard(element, 'subliminal-setting');
  element.addEventListener('subliminal-setting', ({ entry: [, text] }) => (element.list = listOf(text)));
  const button = (name: string) => inside.getByRole('button', { name: `Remove ${name} init` });
  button('independent').element().focus();
  await userEvent.keyboard('{Enter}');
  await drawn(element);
  expect(told.map(({ entry }) => entry)).toEqual([['students', 'shared,permuted']]);
  await expect.poll(() => hasFocus(button('permuted'))).toBe(true);
});

test('a change of one leaves the others', async () => {
  const { element, inside } = await mount('subliminal-students', { list: listOf('shared,independent') });
  const told = heard(element, 'subliminal-setting');
  await userEvent.selectOptions(inside.getByRole('combobox', { name: /^independent init/ }), 'perturbed');
  expect(told.map(({ entry }) => entry)).toEqual([['students', 'shared,perturbed']]);
});

test('of eight there can be no more, and the only one cannot go', async () => {
  const eight = await mount('subliminal-students', { list: listOf(Array(8).fill('shared').join(',')) });
  await expect.element(eight.inside.getByRole('button', { name: '+ Add a student' })).toBeDisabled();
  expect(await axeFinds(eight.element)).toEqual([]);
  const one = await mount('subliminal-students', { list: listOf('shared') });
  expect(one.inside.getByRole('button').elements()).toHaveLength(1);
});
