// The digits for runs without a page: reads the shards that the build wrote, in the layout the page fetches.
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  checkShard,
  contentBytes,
  isPacked,
  joinShards,
  MOST_MANIFEST,
  PIXELS,
  readManifest,
  shardsFor,
  type DigitsSource,
  type Shard,
} from '../../experiment/digits/data.ts';
import { RunError } from '../../experiment/records/run-error.ts';
import { isThere, readWhole } from '../files.ts';

export const DIGITS_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../../../public/data/digits');
export const DIGITS_MANIFEST = 'manifest.json';

const REMEDY = '“npm run data” makes the digits again.';

/** A source on disk. Its images reject with RunError data-missing or data-damaged, or with MachineError. */
export function readDigits(folder = DIGITS_FOLDER): DigitsSource {
  return {
    async images(split, count) {
      const list = join(folder, DIGITS_MANIFEST);
      if (!isThere(list)) throw new RunError('data-missing', 'The digits are not built yet: run “npm run data” first.');
      const text = readWhole(list, 'The list of digit files', MOST_MANIFEST).toString('utf8');
      const manifest = readManifest(text);
      if (!manifest) throw new RunError('data-damaged', `The list of digit files (${list}) is damaged; ${REMEDY}`);
      const parts = shardsFor(manifest, split, count).map((shard) => ({ shard, bytes: contentOf(shard, folder) }));
      const { pixels, labels } = joinShards(parts);
      return { pixels: pixels.subarray(0, count * PIXELS), labels: labels.subarray(0, count), count };
    },
  };
}

/** The content of a shard on disk. Throws RunError or MachineError if it cannot be read, or is not what the manifest lists. */
export function contentOf(shard: Shard, folder: string): Uint8Array {
  const path = join(folder, shard.name);
  if (!isThere(path)) {
    throw new RunError('data-missing', `The digit file “${shard.name}” is missing (${path}); ${REMEDY}`);
  }
  const most = Math.max(shard.bytes, contentBytes(shard));
  const bytes = readWhole(path, `The digit file “${shard.name}”`, most);
  try {
    const content = isPacked(bytes) ? gunzipSync(bytes, { maxOutputLength: contentBytes(shard) }) : bytes;
    checkShard(shard, content, createHash('sha256').update(content).digest('hex'));
    return new Uint8Array(content);
  } catch {
    throw new RunError('data-damaged', `The digit file “${shard.name}” is damaged (${path}); ${REMEDY}`);
  }
}
