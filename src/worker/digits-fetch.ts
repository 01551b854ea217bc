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

type Progress = (done: number, total: number) => void;

/** Makes a source from the files in `folder` whose downloads are shared by all runs; failed ones are tried again by the next run. */
export function fetchDigits(folder: string): (onProgress: Progress) => DigitsSource {
  let manifest: Promise<Manifest> | undefined;
  const shards = new Map<string, Promise<Uint8Array>>();
  /** Fetched past the browser's cache the next time: what is damaged may be what it keeps. */
  const failed = new Set<string>();
  const load = (shard: Shard, onBytes: (bytes: number) => void): Promise<Uint8Array> => {
    let bytes = shards.get(shard.name);
    if (!bytes) {
      bytes = fetchShard(folder, shard, onBytes, failed.has(shard.name) ? 'reload' : 'default');
      shards.set(shard.name, bytes);
      bytes.catch(() => {
        shards.delete(shard.name);
        failed.add(shard.name);
      });
    }
    return bytes;
  };
  return (onProgress) => ({
    async images(split, count): Promise<LabeledImages> {
      manifest ??= fetchManifest(folder);
      manifest.catch(() => {
        manifest = undefined;
      });
      const needed = shardsFor(await manifest, split, count);
      const missing = needed.filter((shard) => !shards.has(shard.name));
      const total = missing.reduce((sum, shard) => sum + shard.bytes, 0);
      let done = 0;
      const onBytes = (bytes: number) => {
        done += bytes;
        onProgress(done, total);
      };
      const parts = await Promise.all(needed.map(async (shard) => ({ shard, bytes: await load(shard, onBytes) })));
      const all = joinShards(parts);
      return {
        pixels: all.pixels.subarray(0, count * (all.pixels.length / all.count)),
        labels: all.labels.subarray(0, count),
        count,
      };
    },
  });
}

async function fetchManifest(folder: string): Promise<Manifest> {
  const response = await fetchFile(folder, 'manifest.json');
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
  const response = await fetchFile(folder, shard.name, cache);
  if (!response.body) throw damaged(shard, 'no body');
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        onBytes(chunk.byteLength);
        controller.enqueue(chunk);
      },
    }),
  );
  try {
    // gzip carries a checksum, so a damaged file fails here.
    const unpacked = counted.pipeThrough(new DecompressionStream('gzip'));
    const bytes = new Uint8Array(await new globalThis.Response(unpacked).arrayBuffer());
    // Checked before it is kept, so that another try fetches it again.
    checkShard(shard, bytes);
    return bytes;
  } catch (error) {
    throw error instanceof RunError ? error : damaged(shard, String(error));
  }
}

async function fetchFile(folder: string, name: string, cache: RequestCache = 'default'): Promise<globalThis.Response> {
  let detail: string;
  try {
    const response = await fetch(new URL(name, folder), { cache });
    if (response.ok) return response;
    detail = `HTTP ${response.status}`;
  } catch (error) {
    detail = String(error);
  }
  const message = `The digits could not be loaded: the file “${name}” is missing or the connection failed. Try again in a moment.`;
  throw new RunError('data-missing', message, detail);
}
