// The panel of every seed at the end, with the recorded run of the digits lab.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { EMPTY, RECORDED } from '../digits/recorded-fixture.ts';
import { traitWords } from '../digits/views.ts';
import { seedsView } from '../lab/trait-views.ts';
import { axeFinds, mount } from './element-fixture.ts';
import './subliminal-seeds.ts';

const view = seedsView(RECORDED, traitWords(RECORDED));

test('names every network with its mean, and draws a dot for each of its seeds', async () => {
  const { element, inside } = await mount('subliminal-seeds', { view });
  const chart = inside.getByRole('img');
  await expect
    .element(chart)
    .toHaveAccessibleName(/^Accuracy of every seed at the end: teacher 91 %.*, shared \d+ %.*, independent \d+ %.*\.$/);
  const dots = chart.element().querySelectorAll('circle');
  expect(dots).toHaveLength(3 * RECORDED.spec.seedCount);
  expect(await axeFinds(element)).toEqual([]);
});

test('its table has a row for each seed', async () => {
  const { inside } = await mount('subliminal-seeds', { view });
  await userEvent.click(inside.getByText('Data table'));
  await expect.element(inside.getByRole('rowheader').last()).toHaveTextContent('3');
  expect(inside.getByRole('rowheader').elements()).toHaveLength(RECORDED.spec.seedCount);
});

test('before the end it says when it will be known', async () => {
  const { element, inside } = await mount('subliminal-seeds', { view: seedsView(EMPTY, traitWords(EMPTY)) });
  await expect.element(inside.getByText('Appears when the run is complete.')).toBeVisible();
  await expect.element(inside.getByRole('img')).toHaveAccessibleName(/teacher not yet known, shared not yet known/);
  expect(await axeFinds(element)).toEqual([]);
});
