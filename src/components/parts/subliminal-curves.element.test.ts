// The panel of the learning curves, with the recorded run of the digits lab.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { EMPTY, RECORDED } from '../digits/recorded-fixture.ts';
import { traitWords } from '../digits/views.ts';
import { curvesView } from '../lab/trait-views.ts';
import { axeFinds, drawn, mount } from './element-fixture.ts';
import './subliminal-curves.ts';

const view = curvesView(RECORDED, traitWords(RECORDED));

test('says in words how each network ended, and draws a line for each', async () => {
  const { element, inside } = await mount('subliminal-curves', { view });
  await expect.element(inside.getByRole('heading', { name: view.heading })).toBeVisible();
  const chart = inside.getByRole('img');
  await expect
    .element(chart)
    .toHaveAccessibleName(
      /^Learning curves, accuracy on test digits over training steps: teacher \d+ %.+chance 10 %\.$/,
    );
  for (const name of ['teacher', 'shared', 'independent']) expect(chart.element()).toHaveTextContent(name);
  expect(await axeFinds(element)).toEqual([]);
});

test('before the first measurement it says that there is none', async () => {
  const { element, inside } = await mount('subliminal-curves', { view: curvesView(EMPTY, traitWords(EMPTY)) });
  await expect.element(inside.getByRole('img')).toHaveAccessibleName(/no measurements yet; chance 10 %\.$/);
  expect(inside.getByRole('img').element()).toHaveTextContent('The curves appear as the networks learn.');
  expect(await axeFinds(element)).toEqual([]);
});

test('its table opens by keyboard and has a row for each measurement', async () => {
  const { element, inside } = await mount('subliminal-curves', { view });
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  await expect.element(inside.getByRole('table')).toBeVisible();
  const measurements = RECORDED.evaluations.teacher.length + RECORDED.evaluations.students.length;
  expect(inside.getByRole('row').elements()).toHaveLength(1 + measurements);
  expect(await axeFinds(element)).toEqual([]);
});

test('other settings than those of the run are told in its heading', async () => {
  const { element, inside } = await mount('subliminal-curves', { view });
  element.stale = true;
  await drawn(element);
  await expect.element(inside.getByRole('heading')).toHaveAccessibleName(/, of other settings$/);
});
