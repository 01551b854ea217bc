// Examples of the end of a run seed by seed, as they are saved in examples/.
import { expect, test } from 'vitest';
import { exampleOf } from './chart-fixture.ts';
import { seedDots, type DotRow } from './seed-dots.ts';

const ROWS: readonly DotRow[] = [
  { key: 'teacher', role: 'teacher', name: 'teacher', value: '91 % (91, 92)', values: [0.915, 0.915, 0.905, 0.915] },
  { key: 'shared', role: 0, name: 'shared', value: '66 % (34, 98)', values: [0.709, 0.769, 0.798, 0.365] },
  { key: 'other', role: 1, name: 'independent', value: '13 % (9, 18)', values: [0.101, 0.151, 0.112, 0.157] },
];
const level = { name: 'chance', value: 0.1 };

test('four seeds of three networks', async () => {
  const drawn = exampleOf((svg) => seedDots(svg, ROWS, { width: 400, level }));
  await expect(drawn).toMatchFileSnapshot('examples/seed-dots.svg');
});

test('two seeds are too few for an interval', async () => {
  const rows = ROWS.map((row) => ({ ...row, values: row.values.slice(0, 2) }));
  const drawn = exampleOf((svg) => seedDots(svg, rows, { width: 400, level }));
  await expect(drawn).toMatchFileSnapshot('examples/seed-dots-two-seeds.svg');
});

test('before the end of a run', async () => {
  const rows = ROWS.map((row) => ({ ...row, value: '', values: [] }));
  const drawn = exampleOf((svg) => seedDots(svg, rows, { width: 400 }));
  await expect(drawn).toMatchFileSnapshot('examples/seed-dots-empty.svg');
});
