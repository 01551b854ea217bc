// <subliminal-digits> that nobody has run: what a visitor finds who wants to be sent little, and can ask for. Training is tested end to end.
import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { DIGITS } from '../../experiment/digits/spec.ts';
import { idleThreads, IdleThread } from '../lab/idle-thread-fixture.ts';
import { axeFinds, heard, mount } from '../parts/element-fixture.ts';
import './subliminal-digits.ts';

const VERSION = ['v', String(DIGITS.version)];

beforeEach(idleThreads);

test('shows its recorded run with figures and verdict, and starts none by itself', async () => {
  const { element, inside } = await mount('subliminal-digits', { noUrl: true });
  await expect.element(inside.getByText('recorded', { exact: true })).toBeVisible();
  await expect.element(inside.getByRole('heading', { name: 'Digits through noise' })).toBeVisible();
  await expect.element(inside.getByText(/Student with shared init: 66/)).toBeVisible();
  await expect.element(inside.getByRole('img', { name: /^Learning curves.+teacher 91 %/ })).toBeVisible();
  expect(IdleThread.asked.map(({ kind }) => kind)).not.toContain('start');
  expect(await axeFinds(element)).toEqual([]);
});

test('a setting that is turned is told to the page and shown as other than what is seen', async () => {
  const { element, inside } = await mount('subliminal-digits', { noUrl: true });
  await expect.element(inside.getByText('recorded', { exact: true })).toBeVisible();
  const told = heard(element, 'subliminal-state-change');
  await userEvent.fill(inside.getByRole('spinbutton', { name: 'Seeds', exact: true }), '3');
  await userEvent.tab();
  expect(told.map(({ detail }) => detail)).toEqual([[VERSION, ['seeds', '3']]]);
  expect(element.getAttribute('seeds')).toBe('3');
  await expect.element(inside.getByText('shown: recorded')).toBeVisible();
  await userEvent.click(inside.getByRole('button', { name: 'Run with these settings' }));
  expect(IdleThread.asked.filter(({ kind }) => kind === 'start').map(({ entries }) => entries)).toEqual([
    [VERSION, ['seeds', '3']],
  ]);
  expect(await axeFinds(element)).toEqual([]);
});

test('with other settings than the recorded ones there is nothing to show yet', async () => {
  const { element, inside } = await mount('subliminal-digits', { noUrl: true });
  await expect.element(inside.getByText('recorded', { exact: true })).toBeVisible();
  element.setAttribute('preset', 'paper');
  await expect.element(inside.getByText(/^Shown: /)).toBeVisible();
});
