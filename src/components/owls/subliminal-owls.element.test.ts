// <subliminal-owls> that nobody has run: what a visitor finds who wants to be sent little, and can ask for. Training is tested end to end.
import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { idleThreads, IdleThread } from '../lab/idle-thread-fixture.ts';
import { axeFinds, heard, mount } from '../parts/element-fixture.ts';
import './subliminal-owls.ts';

beforeEach(idleThreads);

test('shows its recorded run with figures and verdict, and starts none by itself', async () => {
  const { element, inside } = await mount('subliminal-owls', { noUrl: true });
  await expect.element(inside.getByText('recorded', { exact: true })).toBeVisible();
  await expect.element(inside.getByRole('heading', { name: 'Owls through numbers' })).toBeVisible();
  await expect.element(inside.getByRole('img', { name: /^Learning curves, probability of “owl”/ })).toBeVisible();
  await expect.element(inside.getByText(/^This is a recording\./)).toBeVisible();
  expect(IdleThread.asked.map(({ kind }) => kind)).not.toContain('start');
  expect(await axeFinds(element)).toEqual([]);
});

test('the family tree moves the second student of the list', async () => {
  const { element, inside } = await mount('subliminal-owls', { noUrl: true });
  await expect.element(inside.getByText('recorded', { exact: true })).toBeVisible();
  const told = heard(element, 'subliminal-state-change');
  inside
    .getByRole('slider', { name: /^How related/ })
    .element()
    .focus();
  await userEvent.keyboard('{Home}');
  expect(told.at(-1)?.detail).toContainEqual(['students', 'shared,shared,control']);
  await expect.element(inside.getByText('shown: recorded')).toBeVisible();
});

test('of a page that asks for another trait it shows those settings, and that nothing has run', async () => {
  const { element, inside } = await mount('subliminal-owls', { noUrl: true });
  element.setAttribute('trait', 'pine');
  await expect.element(inside.getByRole('combobox', { name: 'Trait' })).toHaveValue('pine');
  await expect.element(inside.getByText(/Nothing has run with these settings yet|^Shown: /)).toBeVisible();
});
