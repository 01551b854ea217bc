// Fetches shipped bases, each once. What the files look like is experiment/owls/base-file.ts.
import {
  damagedBase,
  listedBase,
  readBase,
  readManifest,
  type BasesManifest,
  type ListedBase,
} from '../experiment/owls/base-file.ts';
import type { Base, BaseRecipe, BaseSource } from '../experiment/owls/bases.ts';
import { counted, fetchFile, SharedFiles } from './fetch-file.ts';

type Progress = (done: number, total: number) => void;

/** Makes a source from the files in `folder` whose downloads are shared by all runs; failed ones are tried again by the next run. */
export function fetchBases(folder: string): (onProgress: Progress) => BaseSource {
  const manifests = new SharedFiles<BasesManifest>();
  const bases = new SharedFiles<Base>();
  return (onProgress) => {
    let [done, total] = [0, 0];
    const onBytes = (bytes: number) => {
      done += bytes;
      onProgress(done, total);
    };
    return {
      async load(recipe: BaseRecipe): Promise<Base | undefined> {
        const manifest = await manifests.get('manifest.json', (cache) => fetchManifest(folder, cache));
        const listed = listedBase(manifest, recipe);
        if (!listed) return undefined;
        // Bases are asked for side by side, so this sum is complete before the first bytes are there.
        if (!bases.has(listed.file)) total += listed.bytes;
        return bases.get(listed.file, (cache) => fetchBase(folder, listed, onBytes, cache));
      },
    };
  };
}

async function fetchManifest(folder: string, cache: RequestCache): Promise<BasesManifest> {
  const response = await fetchFile({ folder, name: 'manifest.json', what: 'bases', cache });
  // A connection that breaks off in the middle leaves a text that is no manifest.
  return readManifest(await response.text().catch(() => ''));
}

async function fetchBase(
  folder: string,
  listed: ListedBase,
  onBytes: (bytes: number) => void,
  cache: RequestCache,
): Promise<Base> {
  const { body } = await fetchFile({ folder, name: listed.file, what: 'bases', cache });
  if (!body) throw damagedBase(listed, 'no body');
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await new globalThis.Response(counted(body, onBytes)).arrayBuffer());
  } catch (error) {
    throw damagedBase(listed, String(error));
  }
  return readBase(listed, bytes, await sha256(bytes));
}

/** The digest in hexadecimal, or undefined in a context that is not secure: there is no cryptography there. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  if (!globalThis.isSecureContext) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
