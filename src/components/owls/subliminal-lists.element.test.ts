// The panel of what the students read, with the recorded run.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { axeFinds, hasFocus, mount } from '../parts/element-fixture.ts';
import { EMPTY, RECORDED } from './recorded-fixture.ts';
import { newestTexts } from './state.ts';
import './subliminal-lists.ts';

test('shows the newest lists, strikes out what was dropped and says why', async () => {
  const { element, inside } = await mount('subliminal-lists', { run: RECORDED });
  const shown = newestTexts(RECORDED, 9, 4);
  const dropped = shown.filter(({ reason }) => reason !== undefined);
  expect(dropped.length).toBeGreaterThan(0);
  expect(element.renderRoot.querySelectorAll('s')).toHaveLength(dropped.length);
  const lists = inside.getByRole('list').first().getByRole('listitem').elements();
  expect(lists).toHaveLength(shown.length);
  shown.forEach(({ reason }, place) => {
    if (reason !== undefined) expect(lists[place]).toHaveTextContent(`dropped: ${reason}`);
  });
  const [most] = RECORDED.lists?.reasons ?? [];
  await expect.element(inside.getByText(`${most?.count.toLocaleString('en')} × ${most?.reason}`)).toBeVisible();
  expect(await axeFinds(element)).toEqual([]);
});

test('can be scrolled by keyboard', async () => {
  const { inside } = await mount('subliminal-lists', { run: RECORDED });
  await userEvent.tab();
  expect(hasFocus(inside.getByRole('region', { name: 'Newest lists of the teacher' }))).toBe(true);
});

test('before anything was written it says what will come', async () => {
  const { element, inside } = await mount('subliminal-lists', { run: EMPTY });
  await expect.element(inside.getByText('The teacher’s lists stream by here as it writes them.')).toBeVisible();
  await expect.element(inside.getByText('Struck out is what the filter drops, with the reason.')).toBeVisible();
  expect(await axeFinds(element)).toEqual([]);
});
