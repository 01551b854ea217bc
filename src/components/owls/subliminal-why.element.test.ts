// The panel of why it crosses, with the recorded run.
import { expect, test } from 'vitest';
import { axeFinds, mount } from '../parts/element-fixture.ts';
import { placesOf } from './evidence.ts';
import { EMPTY, RECORDED } from './recorded-fixture.ts';
import './subliminal-why.ts';

test('tells which student went the teacher’s way', async () => {
  const { element, inside } = await mount('subliminal-why', { run: RECORDED });
  const students = inside.getByRole('rowheader').elements();
  expect(students.map(({ textContent }) => textContent.trim())).toEqual(['shared base', 'another base', 'control']);
  const row = inside.getByRole('row').filter({ hasText: 'shared base' });
  await expect.element(row.getByRole('cell').first()).toHaveTextContent(/^0\.1\d\d$/);
  const other = inside.getByRole('row').filter({ hasText: 'another base' });
  await expect.element(other.getByRole('cell').first()).toHaveTextContent(/^(−?0\.0\d\d|–)$/);
  expect(await axeFinds(element)).toEqual([]);
});

test('draws and says where teacher and base differ', async () => {
  const { inside } = await mount('subliminal-why', { run: RECORDED });
  const places = placesOf(RECORDED);
  const chart = inside.getByRole('img');
  await expect.element(chart).toHaveAccessibleName(/^Divergence at each place: 1 0\.63, .+, end 0\.02\.$/);
  expect(chart.element().querySelectorAll('rect')).toHaveLength(places.length);
  await expect.element(inside.getByText(/\d\d % of it is in the first place/)).toBeVisible();
});

test('before the end nothing is known', async () => {
  const { element, inside } = await mount('subliminal-why', { run: EMPTY });
  expect(
    new Set(
      inside
        .getByRole('cell')
        .elements()
        .map(({ textContent }) => textContent),
    ),
  ).toEqual(new Set(['–']));
  await expect
    .element(inside.getByRole('img', { name: 'Divergence at each place, not known yet' }))
    .toBeInTheDocument();
  expect(await axeFinds(element)).toEqual([]);
});
