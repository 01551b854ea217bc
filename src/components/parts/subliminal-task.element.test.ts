// The panel of the students' own task, with the recorded run of the digits lab.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { EMPTY, RECORDED } from '../digits/recorded-fixture.ts';
import { digitsTaskView } from '../digits/views.ts';
import { axeFinds, mount } from './element-fixture.ts';
import './subliminal-task.ts';

test('says who learned its task, with a bar of what is missing', async () => {
  const { element, inside } = await mount('subliminal-task', { view: digitsTaskView(RECORDED) });
  await expect.element(inside.getByRole('heading')).toHaveTextContent('Did they learn their own task?');
  await expect.element(inside.getByText(/^The student with independent init learned its task too/)).toBeVisible();
  const rows = inside.getByRole('listitem').elements();
  expect(rows.map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim())).toEqual([
    expect.stringMatching(/^shared [\d.]+ → [\d.]+, \d+ % ± \d+ of the way$/),
    expect.stringMatching(/^independent [\d.]+ → [\d.]+, \d+ % ± \d+ of the way$/),
  ]);
  // Where the way began is drawn as wide as it is, and what is left is less.
  for (const row of rows) {
    const [start = NaN, now = NaN] = [...row.querySelectorAll('rect:not(.ground)')].map((bar) =>
      Number(bar.getAttribute('width')),
    );
    expect(start).toBeLessThanOrEqual(100);
    expect(now).toBeLessThan(start);
  }
  expect(await axeFinds(element)).toEqual([]);
});

test('its table opens', async () => {
  const { inside } = await mount('subliminal-task', { view: digitsTaskView(RECORDED) });
  await userEvent.click(inside.getByText('Data table'));
  await expect.element(inside.getByRole('columnheader', { name: 'share of the way' })).toBeVisible();
  await expect.element(inside.getByRole('rowheader', { name: 'same answer to all' })).toBeVisible();
});

test('before anything was measured it claims nothing', async () => {
  const { element, inside } = await mount('subliminal-task', { view: digitsTaskView(EMPTY) });
  await expect.element(inside.getByText(/^How far each student is from what it imitates/)).toBeVisible();
  await expect.element(inside.getByRole('listitem').first()).toHaveTextContent(/^shared\s*–$/);
  expect(await axeFinds(element)).toEqual([]);
});
