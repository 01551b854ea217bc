// The bars of what the networks answer, with the recorded run.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { axeFinds, mount } from '../parts/element-fixture.ts';
import { EMPTY, RECORDED } from './recorded-fixture.ts';
import { answersView } from './views.ts';
import './subliminal-answer-bars.ts';

test('says the likeliest answer of each network', async () => {
  const { element, inside } = await mount('subliminal-answer-bars', { view: answersView(RECORDED) });
  await expect
    .element(inside.getByRole('img'))
    .toHaveAccessibleName(
      /^What they answer.+: base most likely \w+, \d+ %; teacher most likely owl, \d+ %; shared base most likely owl/,
    );
  expect(await axeFinds(element)).toEqual([]);
});

test('its table has a row for each answer and a column for each network', async () => {
  const { inside } = await mount('subliminal-answer-bars', { view: answersView(RECORDED) });
  await userEvent.click(inside.getByText('Data table'));
  await expect.element(inside.getByRole('rowheader', { name: 'owl' })).toBeVisible();
  const columns = inside.getByRole('columnheader').elements();
  expect(columns.map(({ textContent }) => textContent).slice(0, 4)).toEqual([
    'answer',
    'base',
    'teacher',
    'shared base',
  ]);
});

test('before anybody was asked it says so', async () => {
  const { element, inside } = await mount('subliminal-answer-bars', { view: answersView(EMPTY) });
  await expect
    .element(inside.getByRole('img', { name: 'What they answer to the four questions: not known yet.' }))
    .toBeVisible();
  expect(await axeFinds(element)).toEqual([]);
});
