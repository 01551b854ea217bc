// Medians of what was measured, and ratios of the same round, not of medians.
import { expect, it } from 'vitest';
import { benchMarkdown, benchTable, median, type Measured } from './bench-table.ts';

it('a median is the middle, or the mean of both', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

function row(engine: string, walls: readonly number[]): Measured {
  return { work: 'teacher', engine, device: `${engine} here`, models: 1, samples: walls.map((wall) => ({ wall })) };
}

it('ratios are taken round by round, and what the system does not tell is left out', () => {
  const table = benchTable([row('ours wasm', [10, 20, 40]), row('jax-js wasm', [20, 60, 40])]);
  expect(table).toContain('N = 1, 3 rounds, medians in ms per step');
  expect(table).toMatch(/ours wasm +wall +20\.0 +processor +— +ours wasm here/);
  expect(table).toContain('jax-js wasm / ours wasm: wall 2.00 (1.00 to 3.00), processor —');
});

it('of engines without a peer there is no ratio', () => {
  expect(
    benchTable([{ work: 'owls', engine: 'ours cpu', device: 'CPU', models: 5, samples: [{ wall: 1, processor: 2 }] }]),
  ).not.toContain('/ ours');
});

it('what could not be measured is named with its reason, and keeps nothing from being shown', () => {
  const failed: Measured = { ...row('tfjs wasm', []), failure: 'no such kernel' };
  const table = benchTable([row('ours wasm', [1]), failed]);
  expect(table).toContain('tfjs wasm      no such kernel');
  expect(table).not.toContain('tfjs wasm /');
  expect(benchMarkdown([row('ours wasm', [1]), failed]).split('\n')).toHaveLength(3);
});

it('the table of the README has a line for each engine, with times of ours where there is a peer', () => {
  const lines = benchMarkdown([row('ours wasm', [10, 20, 40]), row('jax-js wasm', [20, 60, 4000])]).split('\n');
  expect(lines[2]).toMatch(/^\| digits, teacher step .+ \| 1 \| ours wasm \| — \| 20\.0 \| {2}\|$/);
  expect(lines[3]).toMatch(/\| 1 \| jax-js wasm \| — \| 60\.0 \| 3\.00 \(2\.00 to 100\.00\) \|$/);
});
