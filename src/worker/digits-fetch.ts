// Fetches the digits shard by shard, each once, and unpacks them. What a shard looks like is experiment/digits/data.ts.
import { joined } from '../experiment/records/byte-stream.ts';
import {
  checkShard,
  contentBytes,
  damaged,
  isPacked,
  joinShards,
  MOST_MANIFEST,
  PIXELS,
  readManifest,
  shardsFor,
  type DigitsSource,
  type Shard,
} from '../experiment/digits/data.ts';
import { RunError } from '../experiment/records/run-error.ts';
import { fetchFile, sha256, SharedFiles, SharedManifest } from './fetch-file.ts';

type Progress = (done: number, total: number) => void;

/** Makes a source from the files in `folder` whose downloads are shared by all runs; failed ones are tried again by the next run. */
export function fetchDigits(folder: string): (onProgress: Progress) => DigitsSource {
  const manifest = new SharedManifest(async (cache) => {
    const wanted = { folder, name: 'manifest.json', what: 'digits', cache, most: MOST_MANIFEST };
    const list = readManifest(new TextDecoder().decode(await fetchFile(wanted)));
    if (list) return list;
    throw new RunError('data-damaged', 'The list of digit files on this site cannot be read. Try again in a moment.');
  });
  const shards = new SharedFiles<Uint8Array>();
  return (onProgress) => ({
    images: (split, count) =>
      manifest.with(async (list) => {
        const needed = shardsFor(list, split, count);
        const missing = needed.filter((shard) => !shards.has(shard));
        const total = missing.reduce((sum, shard) => sum + shard.bytes, 0);
        let done = 0;
        const onBytes = (bytes: number) => {
          done += bytes;
          // What somebody unpacked on the way is longer than what was announced.
          onProgress(Math.min(done, total), total);
        };
        const load = (shard: Shard) => shards.get(shard, (cache) => fetchShard(folder, shard, onBytes, cache));
        const parts = await Promise.all(needed.map(async (shard) => ({ shard, bytes: await load(shard) })));
        const { pixels, labels } = joinShards(parts);
        return { pixels: pixels.subarray(0, count * PIXELS), labels: labels.subarray(0, count), count };
      }),
  });
}

async function fetchShard(
  folder: string,
  shard: Shard,
  onBytes: (bytes: number) => void,
  cache: RequestCache,
): Promise<Uint8Array> {
  const most = Math.max(shard.bytes, contentBytes(shard));
  const arrived = await fetchFile({ folder, name: shard.name, what: 'digits', cache, most, onBytes });
  const bytes = isPacked(arrived) ? await unpacked(shard, arrived) : arrived;
  // Checked before it is kept, so that another try fetches it again.
  checkShard(shard, bytes, await sha256(bytes));
  return bytes;
}

async function unpacked(shard: Shard, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await joined(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')), contentBytes(shard));
  } catch (error) {
    throw damaged(shard, String(error));
  }
}
