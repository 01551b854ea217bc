// The panel of the teacher: what it learns from, what it is, and how well it does.
import { expect, test } from 'vitest';
import { percent } from '../../experiment/statistics/intervals.ts';
import { axeFinds, mount } from '../parts/element-fixture.ts';
import { EMPTY, RECORDED } from './recorded-fixture.ts';
import './subliminal-teacher.ts';

test('says what it learned from and how many digits it reads', async () => {
  const { element, inside } = await mount('subliminal-teacher', { run: RECORDED });
  await expect.element(inside.getByRole('heading')).toHaveTextContent('Teacher');
  await expect.element(inside.getByText(/real digits with their labels, .+ Then it is frozen\.$/)).toBeVisible();
  await expect.element(inside.getByText(percent(RECORDED.result?.teacher ?? []))).toBeVisible();
  await expect.element(inside.getByText('of test digits right', { exact: true })).toBeVisible();
  expect(await axeFinds(element)).toEqual([]);
});

test('before it has started it claims nothing', async () => {
  const { element, inside } = await mount('subliminal-teacher', { run: EMPTY });
  await expect.element(inside.getByText('–', { exact: true })).toBeVisible();
  await expect.element(inside.getByText('of test digits right, once it has started')).toBeVisible();
  expect(await axeFinds(element)).toEqual([]);
});

test('other settings than those of the run are told in its heading', async () => {
  const { inside } = await mount('subliminal-teacher', { run: RECORDED, stale: true });
  await expect.element(inside.getByRole('heading')).toHaveTextContent(/, of other settings$/);
});
