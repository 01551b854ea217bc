// Medians of what was measured, and ratios of the same round, not of medians.
import { expect, it } from 'vitest';
import { benchTable, median } from './bench-table.ts';

it('a median is the middle, or the mean of both', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

it('ratios are taken round by round, and what the system does not tell is left out', () => {
  const row = (engine: string, walls: readonly number[]) => ({
    engine,
    device: `${engine} here`,
    models: 1,
    samples: walls.map((wall) => ({ wall })),
  });
  const table = benchTable([row('ours wasm', [10, 20, 40]), row('jax-js wasm', [20, 60, 40])]);
  expect(table).toContain('N = 1 model, 3 rounds, medians in ms per step');
  expect(table).toMatch(/ours wasm +wall +20\.0 +processor +— +ours wasm here/);
  expect(table).toContain('jax-js wasm / ours wasm: wall 2.00 (1.00 to 3.00), processor —');
});

it('of engines without a peer there is no ratio', () => {
  expect(
    benchTable([{ engine: 'ours cpu', device: 'CPU', models: 5, samples: [{ wall: 1, processor: 2 }] }]),
  ).not.toContain('/ ours');
});
