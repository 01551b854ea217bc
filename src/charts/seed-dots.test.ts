// Texts of the strips of dots, at the widths of phones: inside of the chart, and never one over another.
import { expect, test } from 'vitest';
import { levelX, rowName } from './seed-dots.ts';
import { textWidth } from './text-fit.ts';

const WIDTHS = [262, 278, 300, 334, 372, 400];

test.each(WIDTHS)('at %i px the level’s name stays inside of the chart, wherever the level is', (width) => {
  for (const name of ['chance', 'base']) {
    for (let wanted = 8; wanted <= width - 8; wanted++) {
      const x = levelX(name, wanted, width);
      expect(x - textWidth(name) / 2).toBeGreaterThanOrEqual(0);
      expect(x + textWidth(name) / 2).toBeLessThanOrEqual(width);
    }
    expect(levelX(name, width / 2, width)).toBe(width / 2);
  }
});

test.each(WIDTHS)('at %i px a row’s name ends before its value', (width) => {
  for (const name of ['shared', 'interpolated α 0.95', 'emb. + pos. + 1 + 2 + norm only']) {
    for (const value of ['', '7 %', '29 % ± 12', '100 % ± 100']) {
      const end = 8 + 11 + textWidth(rowName({ name, value }, width));
      expect(end).toBeLessThan(width - 8 - textWidth(value));
    }
  }
  expect(rowName({ name: 'shared', value: '100 % ± 100' }, width)).toBe('shared');
});
