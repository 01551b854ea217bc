// MNIST as the page loads it: the list of shards and the layout of one. No fetch here, no file system and no digests.
import { bagOf, isDigest, isFileName, listOf, oneOf, parsedJson, wholeBetween } from '../records/json-shape.ts';
import { RunError } from '../records/run-error.ts';
import type { LabeledImages } from '../processor/mlp-processor.ts';

export const PIXELS = 784;
export const CLASSES = 10;
/** The live curves are measured on the first test images, the results on all of them. */
export const LIVE_TEST_IMAGES = 1000;
export const TEST_IMAGES = 10_000;
/** No split has more, and no list of shards is longer (in characters). */
const MOST_IMAGES = 60_000;
const MOST_SHARDS = 100;
export const MOST_MANIFEST = 100_000;

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
  /** Digest of the content before compression, in hexadecimal. */
  readonly sha256: string;
}

export interface Manifest {
  readonly version: 1;
  readonly shards: readonly Shard[];
}

/** Where a run gets its images: at least the first `count` of a split. Rejects with RunError data-missing or data-damaged. */
export interface DigitsSource {
  images(split: Split, count: number): Promise<LabeledImages>;
}

const SHAPE = bagOf({
  version: oneOf(1),
  shards: listOf(
    bagOf({
      name: isFileName,
      split: oneOf('train', 'test'),
      start: wholeBetween(0, MOST_IMAGES),
      count: wholeBetween(1, MOST_IMAGES),
      // What is compressed is hardly longer than what is not.
      bytes: wholeBetween(1, 2 * MOST_IMAGES * (1 + PIXELS)),
      sha256: isDigest,
    }),
    { most: MOST_SHARDS },
  ),
});

/** Reads a manifest from its JSON; undefined if it is none. */
export function readManifest(text: string): Manifest | undefined {
  const value = text.length <= MOST_MANIFEST ? parsedJson(text) : undefined;
  return isManifest(value) ? value : undefined;
}

function isManifest(value: unknown): value is Manifest {
  return SHAPE(value);
}

/** Size of a shard's content: a label and the pixels of every image. */
export function contentBytes({ count }: Pick<Shard, 'count'>): number {
  return count * (1 + PIXELS);
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

/**
 * Throws RunError data-damaged if the bytes cannot be this shard.
 * @param digest SHA-256 of the bytes in hexadecimal, or undefined where there is nothing to compute one with
 */
export function checkShard(shard: Shard, bytes: Uint8Array, digest?: string): void {
  if (bytes.length !== contentBytes(shard)) throw damaged(shard, `${bytes.length} bytes of ${contentBytes(shard)}`);
  if (bytes.subarray(0, shard.count).some((label) => label >= CLASSES)) throw damaged(shard, 'a label is no digit');
  if (digest !== undefined && digest !== shard.sha256) throw damaged(shard, 'another digest');
}

/** Whether bytes are compressed. A server or a proxy on the way may have unpacked them; content begins with a label. */
export function isPacked(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

export function damaged(shard: Pick<Shard, 'name'>, detail = ''): RunError {
  const message = `The digits could not be read: the file “${shard.name}” is damaged. Try again to fetch it once more.`;
  return new RunError('data-damaged', message, detail);
}

/** A pixel byte as the networks see it, in [-1, 1]. Twin: gatherImages.wgsl. */
export function scalePixel(byte: number): number {
  return (byte / 255) * 2 - 1;
}
