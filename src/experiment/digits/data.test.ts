// Which files hold the digits, and how they become one set: complete, or an error a visitor can understand.
import { describe, expect, it } from 'vitest';
import { RunError, type RunErrorCode } from '../records/run-error.ts';
import {
  joinShards,
  LIVE_TEST_IMAGES,
  PIXELS,
  readManifest,
  scalePixel,
  shardsFor,
  TEST_IMAGES,
  type Manifest,
  type Shard,
} from './data.ts';

const shard = (name: string, split: Shard['split'], start: number, count: number): Shard => ({
  name,
  split,
  start,
  count,
  bytes: 1000,
  sha256: '0123456789abcdef'.repeat(4),
});

/** The layout that the build writes, in a file order that must not matter. */
const manifest: Manifest = {
  version: 1,
  shards: [
    shard('test-1.bin', 'test', 1000, 9000),
    ...[3, 0, 5, 1, 4, 2].map((index) => shard(`train-${index}.bin`, 'train', index * 10_000, 10_000)),
    shard('test-0.bin', 'test', 0, 1000),
  ],
};

const without = (name: string): Manifest => ({
  version: 1,
  shards: manifest.shards.filter((each) => each.name !== name),
});

/** The code of the RunError that `act` throws; undefined if it throws none. */
function codeOf(act: () => unknown): RunErrorCode | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof RunError) return error.code;
    throw error;
  }
  return undefined;
}

describe('readManifest', () => {
  it('reads back what was written', () => {
    expect(readManifest(JSON.stringify(manifest))).toEqual(manifest);
  });

  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html>'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another version', JSON.stringify({ ...manifest, version: 2 })],
    ['no shards', '{"version":1}'],
    ['shards that are none', '{"version":1,"shards":[null]}'],
    ['lists in lists', `{"version":1,"shards":${'['.repeat(4e4)}${']'.repeat(4e4)}}`],
    ['a book', JSON.stringify(manifest) + ' '.repeat(1e6)],
    ...[
      { name: '../train-0.bin' },
      { name: 'https://example.org/x.bin' },
      { name: '.bin' },
      { name: 7 },
      { split: 'constructor' },
      { start: -1 },
      { start: '0' },
      { count: 0 },
      { count: 0.5 },
      { count: 1e9 },
      { bytes: null },
      { bytes: 1e308 },
      { sha256: undefined },
      { sha256: 'ABC' },
    ].map((other): [string, string] => [
      `a shard with ${JSON.stringify(other)}`,
      JSON.stringify({ version: 1, shards: [{ ...manifest.shards[0], ...other }] }),
    ]),
  ])('takes %s for no manifest', (_, text) => {
    expect(readManifest(text)).toBeUndefined();
  });
});

describe('shardsFor', () => {
  it.each([
    [1, ['train-0.bin']],
    [10_000, ['train-0.bin']],
    [10_001, ['train-0.bin', 'train-1.bin']],
    [60_000, [0, 1, 2, 3, 4, 5].map((index) => `train-${index}.bin`)],
  ])('names the files of the first %i training images, in order', (count, names) => {
    expect(shardsFor(manifest, 'train', count).map(({ name }) => name)).toEqual(names);
  });

  it('needs one small file for the live curves and both for the result', () => {
    expect(shardsFor(manifest, 'test', LIVE_TEST_IMAGES).map(({ name }) => name)).toEqual(['test-0.bin']);
    expect(shardsFor(manifest, 'test', TEST_IMAGES).map(({ name }) => name)).toEqual(['test-0.bin', 'test-1.bin']);
  });

  it('says how many images there are when there are too few', () => {
    expect(() => shardsFor(manifest, 'train', 60_001)).toThrow(/60000 of 60001/);
    expect(codeOf(() => shardsFor(manifest, 'train', 60_001))).toBe('data-missing');
    expect(codeOf(() => shardsFor({ version: 1, shards: [] }, 'test', 1))).toBe('data-missing');
  });

  it.each(manifest.shards.map(({ name, split }) => ({ name, split })))(
    'misses $name if it is not listed',
    ({ name, split }) => {
      const all = split === 'train' ? 60_000 : TEST_IMAGES;
      expect(codeOf(() => shardsFor(without(name), split, all))).toBe('data-missing');
    },
  );

  it('takes no later images for missing ones, however many there are', () => {
    // 9,000 images are listed, but not the first of the 5,000 wanted.
    expect(codeOf(() => shardsFor(without('test-0.bin'), 'test', 5000))).toBe('data-missing');
  });
});

describe('joinShards', () => {
  /** A file of `count` images: label bytes, then pixels that tell where they come from. */
  function file(start: number, count: number): { shard: Shard; bytes: Uint8Array } {
    const bytes = new Uint8Array(count * (1 + PIXELS));
    for (let image = 0; image < count; image++) {
      bytes[image] = (start + image) % 10;
      bytes.fill(100 + start + image, count + image * PIXELS, count + (image + 1) * PIXELS);
    }
    return { shard: shard(`train-${start}.bin`, 'train', start, count), bytes };
  }

  it('puts labels and pixels of all files one after the other', () => {
    const { labels, pixels, count } = joinShards([file(0, 4), file(4, 1), file(5, 7)]);
    expect(count).toBe(12);
    expect([...labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    for (let image = 0; image < count; image++) {
      const own = pixels.subarray(image * PIXELS, (image + 1) * PIXELS);
      expect(
        own.every((pixel) => pixel === 100 + image),
        `image ${image}`,
      ).toBe(true);
    }
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['is cut off', (bytes) => bytes.subarray(0, -1)],
    ['is too long', (bytes) => Uint8Array.from([...bytes, 0])],
    ['is empty', () => new Uint8Array(0)],
    ['has a label that is no digit', (bytes) => bytes.with(2, 10)],
  ])('names the file that %s as damaged', (_, damage) => {
    const { shard: broken, bytes } = file(4, 3);
    const join = () => joinShards([file(0, 4), { shard: broken, bytes: damage(bytes) }]);
    expect(join).toThrow(/“train-4\.bin” is damaged/);
    expect(codeOf(join)).toBe('data-damaged');
  });
});

describe('scalePixel', () => {
  it('takes black to -1, white to 1 and the middle to 0', () => {
    expect([0, 127.5, 255].map(scalePixel)).toEqual([-1, 0, 1]);
  });
});
