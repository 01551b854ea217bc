// The digits for runs without a page: reads the shards that the build wrote, in the layout the page fetches.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { joinShards, PIXELS, shardsFor, type DigitsSource, type Manifest } from '../experiment/digits/data.ts';
import { RunError } from '../experiment/run-error.ts';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../../public/data/digits');

/** A source on disk. Its images reject with RunError data-missing if `npm run data` has not been run. */
export function readDigits(): DigitsSource {
  return {
    async images(split, count) {
      const list = join(FOLDER, 'manifest.json');
      if (!existsSync(list))
        throw new RunError('data-missing', 'The digits are not built yet: run “npm run data” first.');
      const manifest: Manifest = JSON.parse(readFileSync(list, 'utf8'));
      const parts = shardsFor(manifest, split, count).map((shard) => ({
        shard,
        bytes: new Uint8Array(gunzipSync(readFileSync(join(FOLDER, shard.name)))),
      }));
      const { pixels, labels } = joinShards(parts);
      return { pixels: pixels.subarray(0, count * PIXELS), labels: labels.subarray(0, count), count };
    },
  };
}
