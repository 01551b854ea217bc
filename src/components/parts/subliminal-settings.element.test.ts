// The controls of a lab's settings: one per row of the table of fields, each told to the lab when a visitor turns it.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { DIGITS } from '../../experiment/digits/spec.ts';
import { settingRows } from '../settings/setting-rows.ts';
import { readSettings } from '../settings/settings.ts';
import { axeFinds, heard, mount } from './element-fixture.ts';
import './subliminal-settings.ts';

const rows = (entries: readonly (readonly [string, string])[] = []) =>
  settingRows(DIGITS, readSettings(DIGITS, entries), {
    first: ['seedCount', 'auxiliaryLogits', 'inputs', 'hidden'],
    elsewhere: ['students'],
    sliders: ['auxiliaryLogits'],
    headings: { inputs: [{ label: 'noise', values: ['uniform', 'gaussian'] }] },
  });

test('a number, a slider, a choice and a list each have a name, a value and help', async () => {
  const { element, inside } = await mount('subliminal-settings', rows());
  await expect.element(inside.getByRole('spinbutton', { name: 'Seeds', exact: true })).toHaveValue('4');
  await expect.element(inside.getByRole('slider', { name: 'Auxiliary logits' })).toHaveValue('10');
  const inputs = inside.getByRole('combobox', { name: 'Students’ inputs' });
  await expect.element(inputs).toHaveValue('uniform');
  await expect.element(inputs).toHaveAccessibleDescription('Every pixel is drawn evenly from −1 to 1.');
  const headings = [...inputs.element().querySelectorAll('optgroup')].map(({ label, children }) => [
    label,
    children.length,
  ]);
  expect(headings).toEqual([['noise', 2]]);
  await expect.element(inside.getByRole('textbox', { name: 'Hidden layers' })).toHaveValue('64,64');
  expect(await axeFinds(element)).toEqual([]);
});

test('what is typed, picked and moved is told by its name', async () => {
  const { element, inside } = await mount('subliminal-settings', rows());
  const told = heard(element, 'subliminal-setting');
  await userEvent.fill(inside.getByRole('textbox', { name: 'Hidden layers' }), '128');
  await userEvent.tab();
  await userEvent.selectOptions(inside.getByRole('combobox', { name: 'Students’ inputs' }), 'gaussian');
  await userEvent.click(inside.getByRole('spinbutton', { name: 'Seeds', exact: true }));
  await userEvent.keyboard('{ArrowUp}');
  await userEvent.tab();
  await userEvent.keyboard('{ArrowRight}');
  expect(told.map(({ entry }) => entry)).toEqual([
    ['hidden-layers', '128'],
    ['inputs', 'gaussian'],
    ['seeds', '5'],
    ['auxiliary-logits', '11'],
  ]);
});

test('what nobody took goes back to what holds, and what was wrong with it is said', async () => {
  const { element, inside } = await mount('subliminal-settings', rows([['seeds', 'many']]));
  const seeds = inside.getByRole('spinbutton', { name: 'Seeds', exact: true });
  await expect.element(seeds).toBeInvalid();
  await expect.element(seeds).toHaveAccessibleDescription(/seeds/);
  await userEvent.fill(seeds, '99');
  await userEvent.tab();
  await expect.element(seeds).toHaveValue('4');
  expect(await axeFinds(element)).toEqual([]);
});

test('the rest is one click away', async () => {
  const { element, inside } = await mount('subliminal-settings', rows());
  const rate = inside.getByRole('spinbutton', { name: 'Learning rate' });
  await expect.element(rate).not.toBeInTheDocument();
  await userEvent.click(inside.getByText('All settings'));
  await expect.element(rate).toBeVisible();
  await expect.element(inside.getByRole('combobox', { name: 'Runs on' })).toHaveValue('auto');
  expect(await axeFinds(element)).toEqual([]);
});
