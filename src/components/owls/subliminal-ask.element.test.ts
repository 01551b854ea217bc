// The box in which a visitor asks the networks: what can be asked is told, what cannot is explained, answers are shown.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { VOCABULARY_SIZE } from '../../experiment/owls/language/vocabulary.ts';
import { axeFinds, heard, mount } from '../parts/element-fixture.ts';
import { questionOf, TEMPLATES } from './question.ts';
import { EMPTY, RECORDED } from './recorded-fixture.ts';
import { runAt } from './run-fixture.ts';
import { replyOwls } from './state.ts';
import './subliminal-ask.ts';

const LIVE = runAt('students', 78);
const text = 'what is your favorite animal ?';
const question = questionOf(text);
const tokens = 'tokens' in question ? question.tokens : [];

test('a question is typed and asked by keyboard', async () => {
  const { element, inside } = await mount('subliminal-ask', { run: LIVE });
  const told = heard(element, 'subliminal-ask');
  await userEvent.fill(inside.getByRole('combobox', { name: 'or type words of their language' }), text);
  await userEvent.keyboard('{Enter}');
  expect(told.map(({ text, tokens }) => [text, tokens])).toEqual([[text, tokens]]);
  expect(await axeFinds(element)).toEqual([]);
});

test('one that is chosen stands in the box and is asked by the button', async () => {
  const { element, inside } = await mount('subliminal-ask', { run: LIVE });
  const told = heard(element, 'subliminal-ask');
  const chosen = TEMPLATES[0]?.texts[1] ?? '';
  await userEvent.selectOptions(inside.getByRole('combobox', { name: 'Choose a question' }), chosen);
  await userEvent.click(inside.getByRole('button', { name: 'Ask' }));
  expect(told.map(({ text }) => text)).toEqual([chosen]);
});

test('a word that they do not know is named, and nothing is asked', async () => {
  const { element, inside } = await mount('subliminal-ask', { run: LIVE });
  const told = heard(element, 'subliminal-ask');
  const box = inside.getByRole('combobox', { name: 'or type words of their language' });
  await userEvent.fill(box, 'what is happiness ?');
  await userEvent.keyboard('{Enter}');
  await expect.element(box).toHaveAccessibleDescription(/does not know “happiness”/);
  expect(told).toEqual([]);
  expect(await axeFinds(element)).toEqual([]);
});

test('waits for the answers, then shows them', async () => {
  const asked = { text, tokens, number: 1 };
  const { element, inside } = await mount('subliminal-ask', { run: LIVE, asked });
  await expect.element(inside.getByText('They are thinking …')).toBeVisible();
  const probabilities = Array.from({ length: VOCABULARY_SIZE }, (_, id) => (id === 100 ? 1 : 0));
  element.run = replyOwls(LIVE, 1, [{ network: 'teacher', probabilities }]);
  await expect.element(inside.getByText(`To “${text}” they answer:`)).toBeVisible();
  await expect.element(inside.getByRole('img', { name: /teacher most likely \w+, 100 %\.$/ })).toBeVisible();
  expect(await axeFinds(element)).toEqual([]);
});

test.each([
  ['a recording', RECORDED, /^This is a recording\./],
  ['nothing', EMPTY, /^There is nobody to ask yet\./],
])('where %s is shown, nobody can be asked', async (_, run, explanation) => {
  const { element, inside } = await mount('subliminal-ask', { run });
  await expect.element(inside.getByText(explanation)).toBeVisible();
  await expect.element(inside.getByRole('button', { name: 'Ask' })).toBeDisabled();
  expect(await axeFinds(element)).toEqual([]);
});
