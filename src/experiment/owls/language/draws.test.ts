// Draws: the same again for the same place, even, and independent of what else was drawn.
import { describe, expect, it } from 'vitest';
import { drawsFrom } from './draws.ts';

const COUNT = 20_000;

describe('draws', () => {
  it('are the same again, and others in another seed, stream or block', () => {
    const some = (seed: number, stream: number, block: number) => {
      const draws = drawsFrom(seed, stream, block);
      return Array.from({ length: 8 }, () => draws.below(1000));
    };
    expect(some(1, 8, 3)).toEqual(some(1, 8, 3));
    for (const other of [some(2, 8, 3), some(1, 9, 3), some(1, 8, 4)]) expect(other).not.toEqual(some(1, 8, 3));
  });

  it('below: every number equally often', () => {
    const draws = drawsFrom(0, 8, 0);
    const counts = Array.from({ length: 7 }, () => 0);
    for (let i = 0; i < COUNT; i++) counts[draws.below(7)]! += 1;
    const chiSquared = counts.reduce((sum, count) => sum + (count - COUNT / 7) ** 2 / (COUNT / 7), 0);
    // 99.9 % quantile for 6 degrees of freedom.
    expect(chiSquared).toBeLessThan(22.5);
  });

  it('uniform and chance: in [0, 1), and as often as said', () => {
    const draws = drawsFrom(0, 8, 1);
    const values = Array.from({ length: COUNT }, () => draws.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(Math.abs(values.reduce((a, b) => a + b) / COUNT - 0.5)).toBeLessThan(4 / Math.sqrt(12 * COUNT));
    const hits = values.filter(() => draws.chance(0.08)).length / COUNT;
    expect(Math.abs(hits - 0.08)).toBeLessThan(4 * Math.sqrt((0.08 * 0.92) / COUNT));
  });

  it('shuffle: keeps the items, leaves the list alone, and every order is as likely', () => {
    const draws = drawsFrom(0, 8, 2);
    const items = ['a', 'b', 'c'];
    const orders = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = draws.shuffle(items).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect([...orders.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(1000 * (5 / 6)));
    expect(items).toEqual(['a', 'b', 'c']);
  });

  it('pick: throws where there is nothing', () => {
    expect(() => drawsFrom(0, 8, 0).pick([])).toThrow(RangeError);
  });
});
