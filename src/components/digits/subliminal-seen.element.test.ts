// The panel of what the students see, with the recorded run: an image of noise and the numbers that came with it.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { axeFinds, mount } from '../parts/element-fixture.ts';
import { EMPTY, RECORDED } from './recorded-fixture.ts';
import './subliminal-seen.ts';

test('shows which image it was and how many numbers came with it', async () => {
  const { element, inside } = await mount('subliminal-seen', { run: RECORDED });
  await expect.element(inside.getByText('Never a digit, a label or a class logit.')).toBeVisible();
  const image = (RECORDED.seen?.image ?? NaN) + 1;
  await expect.element(inside.getByRole('img', { name: `Image ${image}: uniform noise` })).toBeVisible();
  const { noiseImages } = RECORDED.spec;
  const which = `Image ${image.toLocaleString('en')} of ${noiseImages.toLocaleString('en')}`;
  await expect.element(inside.getByText(`${which}, at step ${RECORDED.seen?.step}.`)).toBeVisible();
  await expect.element(inside.getByRole('img', { name: /^The teacher’s 10 imitated logits/ })).toBeVisible();
  expect(await axeFinds(element)).toEqual([]);
});

test('its table has the numbers of teacher and students, one row each', async () => {
  const { inside } = await mount('subliminal-seen', { run: RECORDED });
  await userEvent.click(inside.getByText('Data table'));
  await expect.element(inside.getByRole('columnheader', { name: 'teacher' })).toBeVisible();
  expect(inside.getByRole('rowheader').elements()).toHaveLength(RECORDED.spec.auxiliaryLogits);
  const first = RECORDED.seen?.teacher[0] ?? NaN;
  await expect.element(inside.getByRole('cell').first()).toHaveTextContent(first.toFixed(3).replace('-', '−'));
});

test('before a run it shows the first image that there will be, and that its numbers are to come', async () => {
  const { element, inside } = await mount('subliminal-seen', { run: EMPTY });
  await expect.element(inside.getByRole('img', { name: 'No numbers yet' })).toBeInTheDocument();
  await expect.element(inside.getByText(/appear once the students start\.$/)).toBeVisible();
  const canvas = inside.getByRole('img', { name: 'Image 1: uniform noise' }).element();
  if (!(canvas instanceof HTMLCanvasElement)) throw new Error('the image is no canvas');
  const shades = canvas.getContext('2d')?.getImageData(0, 0, 28, 28).data ?? [];
  expect(new Set(shades).size).toBeGreaterThan(100);
  expect(await axeFinds(element)).toEqual([]);
});
