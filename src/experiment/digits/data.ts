// MNIST as the page loads it: the list of shards and the layout of one. No fetch here, and no file system.
import { RunError } from '../run-error.ts';
import type { LabeledImages } from '../trainer.ts';

export const PIXELS = 784;
export const CLASSES = 10;
/** The live curves are measured on the first test images, the results on all of them. */
export const LIVE_TEST_IMAGES = 1000;
export const TEST_IMAGES = 10_000;

export type Split = 'train' | 'test';

/** One file of the data set, as the manifest written by the build lists it. */
export interface Shard {
  readonly name: string;
  readonly split: Split;
  /** Index of its first image in the split. */
  readonly start: number;
  readonly count: number;
  /** Size of the compressed file. */
  readonly bytes: number;
}

export interface Manifest {
  readonly version: 1;
  readonly shards: readonly Shard[];
}

/** Where a run gets its images: at least the first `count` of a split. Rejects with RunError data-missing or data-damaged. */
export interface DigitsSource {
  images(split: Split, count: number): Promise<LabeledImages>;
}

/** The shards that hold the first `count` images of a split, in order. Throws RunError if one of them is missing. */
export function shardsFor(manifest: Manifest, split: Split, count: number): Shard[] {
  const shards = manifest.shards.filter((shard) => shard.split === split).sort((a, b) => a.start - b.start);
  const needed: Shard[] = [];
  let available = 0;
  for (const shard of shards) {
    if (available >= count || shard.start !== available) break;
    needed.push(shard);
    available += shard.count;
  }
  if (available >= count) return needed;
  throw new RunError('data-missing', `The digits on this site are incomplete: ${available} of ${count} images.`);
}

/** Joins uncompressed shards (labels [image], then pixels [image, pixel]) to one set. Throws RunError data-damaged. */
export function joinShards(parts: readonly { shard: Shard; bytes: Uint8Array }[]): LabeledImages {
  const count = parts.reduce((sum, { shard }) => sum + shard.count, 0);
  const pixels = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  let start = 0;
  for (const { shard, bytes } of parts) {
    checkShard(shard, bytes);
    labels.set(bytes.subarray(0, shard.count), start);
    pixels.set(bytes.subarray(shard.count), start * PIXELS);
    start += shard.count;
  }
  return { pixels, labels, count };
}

/** Throws RunError data-damaged if the bytes cannot be this shard. */
export function checkShard(shard: Shard, bytes: Uint8Array): void {
  const fits = bytes.length === shard.count * (1 + PIXELS);
  if (!fits || bytes.subarray(0, shard.count).some((label) => label >= CLASSES)) throw damaged(shard);
}

export function damaged(shard: Shard, detail = ''): RunError {
  const message = `The digits could not be read: the file “${shard.name}” is damaged. Try again to fetch it once more.`;
  return new RunError('data-damaged', message, detail);
}

/** A pixel byte as the networks see it, in [-1, 1]. Twin: gatherImages.wgsl. */
export function scalePixel(byte: number): number {
  return (byte / 255) * 2 - 1;
}
