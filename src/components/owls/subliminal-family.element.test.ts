// The family tree: a slider from the teacher's own base to a stranger.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { OWLS } from '../../experiment/owls/spec.ts';
import { FAMILY_TREE } from '../../experiment/owls/students/students.ts';
import { axeFinds, heard, mount } from '../parts/element-fixture.ts';
import { treeStep, withTreeStep } from './students.ts';
import './subliminal-family.ts';

const spec = OWLS.defaults();
const name = 'How related is the second student to its teacher?';

test('stands where the second student is, and says in words where that is', async () => {
  const { element, inside } = await mount('subliminal-family', { spec });
  const slider = inside.getByRole('slider', { name });
  await expect.element(slider).toHaveValue(String(treeStep(spec)));
  await expect.element(slider).toHaveAttribute('aria-valuetext', 'another base');
  await expect.element(slider).toHaveAccessibleDescription(/^another base\./);
  expect(await axeFinds(element)).toEqual([]);
});

test('an arrow key moves the second student one step', async () => {
  const { element, inside } = await mount('subliminal-family', { spec });
  const told = heard(element, 'subliminal-setting');
  const step = treeStep(spec) ?? 0;
  expect(step).toBe(FAMILY_TREE.length - 1);
  await userEvent.tab();
  await userEvent.keyboard('{ArrowLeft}');
  expect(told.map(({ entry }) => entry)).toEqual([['students', withTreeStep(spec, step - 1)]]);
  // Nobody took the choice yet.
  await expect.element(inside.getByRole('slider')).toHaveValue(String(step));
});

test('a student that is no relative of that kind is said to be none', async () => {
  const { element, inside } = await mount('subliminal-family', {
    spec: { ...spec, students: spec.students.slice(0, 1) },
  });
  await expect.element(inside.getByRole('slider')).toHaveAttribute('aria-valuetext', 'not on this scale');
  await expect.element(inside.getByText('Move the slider to put it there.')).toBeVisible();
  expect(await axeFinds(element)).toEqual([]);
});
