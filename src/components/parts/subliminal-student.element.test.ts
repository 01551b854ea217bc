// One student of the list: what it is called, what it can be made, and what of it is told to the list.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { DIGITS } from '../../experiment/digits/spec.ts';
import { digitsStudents } from '../digits/students.ts';
import { axeFinds, heard, mount } from './element-fixture.ts';
import './subliminal-student.ts';

function mounted(text: string, only = false) {
  const { students, kinds, layers } = digitsStudents(DIGITS.parse([['students', text]]).spec);
  return mount('subliminal-student', { student: students[0], kinds, layers, only });
}

test('says what it is, and picks another kind', async () => {
  const { element, inside } = await mounted('shared');
  await expect.element(inside.getByText('An exact copy of the network the teacher started from.')).toBeVisible();
  await expect.element(inside.getByText('all layers copied')).toBeVisible();
  const told = heard(element, 'subliminal-student');
  await userEvent.selectOptions(inside.getByRole('combobox', { name: 'shared init: starts from' }), 'permuted');
  expect(told.map(({ text }) => text)).toEqual(['permuted']);
  expect(await axeFinds(element)).toEqual([]);
});

test('its amount can be typed with a comma, and what is no number is said and not told', async () => {
  const { element, inside } = await mounted('perturbed:0.2');
  const told = heard(element, 'subliminal-student');
  const amount = inside.getByRole('spinbutton', { name: /noise σ$/ });
  await userEvent.fill(amount, '0,5');
  await userEvent.tab();
  await userEvent.fill(amount, 'much');
  await userEvent.tab();
  expect(told.map(({ text }) => text)).toEqual(['perturbed:0.5']);
  await expect.element(amount).toBeInvalid();
  await expect.element(amount).toHaveAccessibleDescription(/^noise σ .+\.$/);
  expect(await axeFinds(element)).toEqual([]);
});

test('its layers are ticked by keyboard, and the last one stays', async () => {
  const { element, inside } = await mounted('layers:1');
  const told = heard(element, 'subliminal-student');
  const layer = (name: string) => inside.getByRole('checkbox', { name, exact: true });
  await userEvent.click(layer('head'));
  await userEvent.click(layer('1'));
  expect(told.map(({ text }) => text)).toEqual(['layers:1+head']);
  await expect.element(layer('1')).toBeChecked();
  expect(await axeFinds(element)).toEqual([]);
});

test('can be removed unless it is the only one', async () => {
  const { element, inside } = await mounted('shared');
  const told = heard(element, 'subliminal-student');
  element.focusLast();
  await userEvent.keyboard('{Enter}');
  expect(told.map(({ text }) => text)).toEqual([undefined]);
  const alone = await mounted('shared', true);
  await expect.element(alone.inside.getByRole('button')).not.toBeInTheDocument();
  await expect.element(inside.getByRole('button', { name: 'Remove shared init' })).toBeVisible();
});
