// Draws one after the other from one (seed, stream, block) of random.ts: whole numbers, shares, choices. Exact arithmetic
// only, so the same draws on every machine. Keeps a place in its block, and no other state.
import { randomBits } from '../../random.ts';

export interface Draws {
  /** A whole number from 0 to count-1; count at most 2^21, so that the product below is exact. */
  below(count: number): number;
  /** A number in [0, 1). */
  uniform(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the items. Throws RangeError if there is none. */
  pick<T>(items: readonly T[]): T;
  /** The items in a random order, a new array. */
  shuffle<T>(items: readonly T[]): T[];
}

/** The draws of one block, e.g. one sequence or one prompt: whatever else is drawn, these stay the same. */
export function drawsFrom(seed: number, stream: number, block: number): Draws {
  let index = 0;
  const uniform = () => randomBits(seed, stream, block, index++) * 2 ** -32;
  const below = (count: number) => Math.floor(uniform() * count);
  return {
    uniform,
    below,
    chance: (probability) => uniform() < probability,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[below(items.length)]!;
    },
    shuffle<T>(items: readonly T[]): T[] {
      const order = [...items];
      for (let last = order.length - 1; last > 0; last--) {
        const other = below(last + 1);
        [order[last], order[other]] = [order[other]!, order[last]!];
      }
      return order;
    },
  };
}
