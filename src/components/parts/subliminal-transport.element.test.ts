// The buttons that move a run, how far it is, and the link to it.
import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { LabButton } from './action-button.ts';
import { axeFinds, heard, mount } from './element-fixture.ts';
import './subliminal-transport.ts';

const moves: readonly LabButton[] = [
  { does: 'pause', label: 'Pause', primary: true },
  { does: 'step', label: 'Step', primary: false },
];
const link = 'https://example.org/?seeds=3';

test('tells which button was pressed, by mouse and by keyboard', async () => {
  const { element, inside } = await mount('subliminal-transport', { moves, link });
  const told = heard(element, 'subliminal-transport');
  await userEvent.click(inside.getByRole('button', { name: 'Pause' }));
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  expect(told.map(({ action }) => action)).toEqual(['pause', 'step']);
  expect(await axeFinds(element)).toEqual([]);
});

test('says how far the run is', async () => {
  const progress = { done: 158, total: 632 };
  const { inside } = await mount('subliminal-transport', { moves, progress, words: 'Teacher: step 158 of 316' });
  const bar = inside.getByRole('progressbar', { name: 'Progress' });
  await expect.element(bar).toHaveAttribute('aria-valuetext', 'Teacher: step 158 of 316');
  expect(bar.element()).toMatchObject({ value: 158, max: 632 });
});

test('copies the link, and says so until the link is another one', async () => {
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const { element, inside } = await mount('subliminal-transport', { link });
  await userEvent.click(inside.getByRole('button', { name: 'Copy link' }));
  await expect.element(inside.getByRole('status')).toHaveTextContent('Link copied');
  expect(written.mock.calls).toEqual([[link]]);
  element.link = 'https://example.org/?seeds=4';
  await expect.element(inside.getByRole('button', { name: 'Copy link' })).toBeVisible();
});

test('where it may not copy, the link is there to be copied by hand', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no permission', 'NotAllowedError'));
  const { element, inside } = await mount('subliminal-transport', { link });
  await userEvent.click(inside.getByRole('button', { name: 'Copy link' }));
  const field = inside.getByRole('textbox', { name: 'Link to these settings' });
  await expect.element(field).toHaveValue(link);
  expect(field.element()).toMatchObject({ selectionStart: 0, selectionEnd: link.length });
  expect(await axeFinds(element)).toEqual([]);
});

test('with nothing to move and no link there is no button', async () => {
  const { inside } = await mount('subliminal-transport', {});
  await expect.element(inside.getByRole('progressbar')).toBeVisible();
  expect(inside.getByRole('button').elements()).toEqual([]);
});
