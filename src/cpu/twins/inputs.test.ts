// What goes into a network: every image once per epoch, in an order of its own per seed, and nothing in empty rows.
import { describe, expect, it } from 'vitest';
import { noiseImage } from '../../experiment/digits/noise.ts';
import { STREAM } from '../../experiment/random.ts';
import { batchAt } from '../../experiment/processor/mlp-processor.ts';
import { batchOrder, blurredNoise, gatherImages, NO_IMAGE, noise } from './inputs.ts';

const BATCH = 8;
const COUNT = 21;
const seeds = Uint32Array.of(3, 4);
const shuffled: Parameters<typeof batchOrder>[0] = {
  GROUPS: 2,
  BATCH,
  COUNT,
  STREAM: STREAM.batchOrder,
  SHUFFLED: true,
};

/** Images of both groups at a step, [group][row]. */
function orderAt(step: number, size = shuffled): number[][] {
  const order = new Uint32Array(2 * BATCH).fill(7);
  batchOrder(size, { seeds, order }, { ...batchAt(COUNT, BATCH, step), slot: 0 });
  return [0, 1].map((group) => [...order.subarray(group * BATCH, (group + 1) * BATCH)]);
}

const epochOf = (epoch: number, size = shuffled) =>
  [0, 1].map((group) => [0, 1, 2].flatMap((batch) => orderAt(3 * epoch + batch, size)[group]!));

const everyImage = Array.from({ length: COUNT }, (_, image) => image);

describe('batchAt', () => {
  it('cuts an epoch into full batches and a short last one', () => {
    expect([0, 1, 2, 3, 5].map((step) => batchAt(COUNT, BATCH, step))).toEqual([
      { epoch: 0, first: 0, rows: 8 },
      { epoch: 0, first: 8, rows: 8 },
      { epoch: 0, first: 16, rows: 5 },
      { epoch: 1, first: 0, rows: 8 },
      { epoch: 1, first: 16, rows: 5 },
    ]);
  });

  it('has no short batch where the images divide evenly, or fewer images than a batch', () => {
    expect(batchAt(16, 8, 1)).toEqual({ epoch: 0, first: 8, rows: 8 });
    expect(batchAt(16, 8, 2)).toEqual({ epoch: 1, first: 0, rows: 8 });
    expect(batchAt(3, 8, 2)).toEqual({ epoch: 2, first: 0, rows: 3 });
  });
});

describe('the batch order', () => {
  it('shows each seed every image exactly once per epoch, and marks the rows left over', () => {
    for (const rows of [...epochOf(0), ...epochOf(1)]) {
      expect(rows.slice(COUNT)).toEqual([NO_IMAGE, NO_IMAGE, NO_IMAGE]);
      expect(rows.slice(0, COUNT).sort((a, b) => a - b)).toEqual(everyImage);
    }
  });

  it('is another one for another seed, epoch or stream', () => {
    const [first, second] = epochOf(0);
    const [later] = epochOf(1);
    const [ofStudents] = epochOf(0, { ...shuffled, STREAM: STREAM.studentOrder });
    const orders = [first, second, later, ofStudents].map((order) => order!.join());
    expect(new Set(orders).size).toBe(4);
  });

  it('is the order of the images where it is not shuffled', () => {
    for (const rows of epochOf(1, { ...shuffled, SHUFFLED: false })) expect(rows.slice(0, COUNT)).toEqual(everyImage);
  });
});

describe('what fills the rows', () => {
  const [IN, INPUTS] = [40, 36];
  const order = Uint32Array.of(5, NO_IMAGE, 2, 2);
  const size = { GROUPS: 2, BATCH: 2, IN, INPUTS };
  const filled = () => new Float64Array(4 * IN).fill(9);
  const row = (input: Float64Array, index: number) => input.subarray(index * IN, (index + 1) * IN);
  const padded = (values: Float64Array) => {
    const result = new Float64Array(IN);
    result.set(values);
    return result;
  };

  it('images: the pixels of the image in the row, scaled to [-1, 1]; 0 without an image', () => {
    const images = Uint8Array.from({ length: 6 * IN }, (_, index) => index);
    const input = filled();
    gatherImages(size, { images, order, input });
    expect(row(input, 0)[1]).toBeCloseTo(((5 * IN + 1) / 255) * 2 - 1, 14);
    expect(row(input, 1).every((value) => value === 0)).toBe(true);
    expect(row(input, 3)).toEqual(row(input, 2));
  });

  it.each(['uniform', 'gaussian', 'blurred'] as const)(
    '%s noise: the image of the row’s seed; 0 without one and behind its end',
    (distribution) => {
      const input = filled();
      if (distribution === 'blurred') blurredNoise(size, { seeds, order, input });
      else noise({ ...size, NORMAL: distribution === 'gaussian' }, { seeds, order, input });
      const image = (seed: number, index: number) =>
        padded(noiseImage(distribution, seed, index, new Float64Array(INPUTS)));
      expect(row(input, 0)).toEqual(image(3, 5));
      expect(row(input, 1)).toEqual(new Float64Array(IN));
      expect(row(input, 2)).toEqual(image(4, 2));
      expect(row(input, 3)).toEqual(image(4, 2));
    },
  );
});
