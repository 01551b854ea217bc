// Fetches the digits shard by shard, each once, and unpacks them. What a shard looks like is experiment/digits/data.ts.
import {
  checkShard,
  damaged,
  joinShards,
  shardsFor,
  type DigitsSource,
  type Manifest,
  type Shard,
} from '../experiment/digits/data.ts';
import { RunError } from '../experiment/run-error.ts';
import type { LabeledImages } from '../experiment/trainer.ts';
import { counted, fetchFile, SharedFiles } from './fetch-file.ts';

type Progress = (done: number, total: number) => void;

/** Makes a source from the files in `folder` whose downloads are shared by all runs; failed ones are tried again by the next run. */
export function fetchDigits(folder: string): (onProgress: Progress) => DigitsSource {
  const manifests = new SharedFiles<Manifest>();
  const shards = new SharedFiles<Uint8Array>();
  return (onProgress) => ({
    async images(split, count): Promise<LabeledImages> {
      const manifest = await manifests.get('manifest.json', (cache) => fetchManifest(folder, cache));
      const needed = shardsFor(manifest, split, count);
      const missing = needed.filter((shard) => !shards.has(shard.name));
      const total = missing.reduce((sum, shard) => sum + shard.bytes, 0);
      let done = 0;
      const onBytes = (bytes: number) => {
        done += bytes;
        onProgress(done, total);
      };
      const load = (shard: Shard) => shards.get(shard.name, (cache) => fetchShard(folder, shard, onBytes, cache));
      const parts = await Promise.all(needed.map(async (shard) => ({ shard, bytes: await load(shard) })));
      const all = joinShards(parts);
      return {
        pixels: all.pixels.subarray(0, count * (all.pixels.length / all.count)),
        labels: all.labels.subarray(0, count),
        count,
      };
    },
  });
}

async function fetchManifest(folder: string, cache: RequestCache): Promise<Manifest> {
  const response = await fetchFile({ folder, name: 'manifest.json', what: 'digits', cache });
  try {
    const manifest: Manifest = await response.json();
    if (manifest.version === 1 && Array.isArray(manifest.shards)) return manifest;
  } catch {
    // Falls through to the same sentence as a manifest of another form.
  }
  throw new RunError('data-damaged', 'The list of digit files on this site cannot be read. Try again in a moment.');
}

async function fetchShard(
  folder: string,
  shard: Shard,
  onBytes: (bytes: number) => void,
  cache: RequestCache,
): Promise<Uint8Array> {
  const { body } = await fetchFile({ folder, name: shard.name, what: 'digits', cache });
  if (!body) throw damaged(shard, 'no body');
  try {
    // gzip carries a checksum, so a damaged file fails here.
    const unpacked = counted(body, onBytes).pipeThrough(new DecompressionStream('gzip'));
    const bytes = new Uint8Array(await new globalThis.Response(unpacked).arrayBuffer());
    // Checked before it is kept, so that another try fetches it again.
    checkShard(shard, bytes);
    return bytes;
  } catch (error) {
    throw error instanceof RunError ? error : damaged(shard, String(error));
  }
}
