// The table behind a chart: there while it is open, by mouse or keyboard.
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { axeFinds, hasFocus, mount } from './element-fixture.ts';
import './subliminal-data-table.ts';

const table = {
  caption: 'Accuracy per seed',
  columns: ['seed', 'teacher', 'shared'],
  rows: [['0', '91.5 %', '70.9 %']],
};

test('is made when it opens, with headings for rows and columns', async () => {
  let made = 0;
  const make = () => {
    made += 1;
    return table;
  };
  const { element, inside } = await mount('subliminal-data-table', { make, of: 'accuracy' });
  expect(made).toBe(0);
  await userEvent.click(inside.getByText('Data table'));
  await expect.element(inside.getByRole('table', { name: table.caption })).toBeVisible();
  const texts = (role: 'columnheader' | 'rowheader' | 'cell') =>
    inside
      .getByRole(role)
      .elements()
      .map(({ textContent }) => textContent);
  expect(texts('columnheader')).toEqual(table.columns);
  expect(texts('rowheader')).toEqual(['0']);
  expect(texts('cell')).toEqual(['91.5 %', '70.9 %']);
  expect(await axeFinds(element)).toEqual([]);
});

test('opens and closes by keyboard, and can be scrolled by it', async () => {
  const { inside } = await mount('subliminal-data-table', { make: () => table, of: 'accuracy' });
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  const region = inside.getByRole('region', { name: table.caption });
  await expect.element(region).toBeVisible();
  await userEvent.tab();
  expect(hasFocus(region)).toBe(true);
  await userEvent.tab({ shift: true });
  await userEvent.keyboard('{Enter}');
  await expect.element(inside.getByRole('table')).not.toBeInTheDocument();
});

test('without rows it says so', async () => {
  const { element, inside } = await mount('subliminal-data-table', {
    make: () => ({ ...table, rows: [] }),
    of: 'accuracy',
  });
  await userEvent.click(inside.getByText('Data table'));
  await expect.element(inside.getByRole('cell')).toHaveTextContent('No numbers yet.');
  expect(await axeFinds(element)).toEqual([]);
});
