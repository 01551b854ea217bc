// Fetches shipped bases, each once. What the files look like is experiment/owls/bases/base-file.ts.
import {
  listedBase,
  MOST_MANIFEST,
  readBase,
  readManifest,
  type ListedBase,
} from '../experiment/owls/bases/base-file.ts';
import type { Base, BaseRecipe, BaseSource } from '../experiment/owls/bases/bases.ts';
import { fetchFile, sha256, SharedFiles, SharedManifest } from './fetch-file.ts';

type Progress = (done: number, total: number) => void;

/** Makes a source from the files in `folder` whose downloads are shared by all runs; failed ones are tried again by the next run. */
export function fetchBases(folder: string): (onProgress: Progress) => BaseSource {
  const manifest = new SharedManifest(async (cache) => {
    const wanted = { folder, name: 'manifest.json', what: 'bases', cache, most: MOST_MANIFEST };
    return readManifest(new TextDecoder().decode(await fetchFile(wanted)));
  });
  const bases = new SharedFiles<Base>();
  return (onProgress) => {
    let [done, total] = [0, 0];
    const onBytes = (bytes: number) => {
      done += bytes;
      onProgress(Math.min(done, total), total);
    };
    return {
      load: (recipe: BaseRecipe): Promise<Base | undefined> =>
        manifest.with((list) => {
          const listed = listedBase(list, recipe);
          if (!listed) return undefined;
          const key = { name: listed.file, sha256: listed.sha256 };
          // Bases are asked for side by side, so this sum is complete before the first bytes are there.
          if (!bases.has(key)) total += listed.bytes;
          return bases.get(key, (cache) => fetchBase(folder, listed, onBytes, cache));
        }),
    };
  };
}

async function fetchBase(
  folder: string,
  listed: ListedBase,
  onBytes: (bytes: number) => void,
  cache: RequestCache,
): Promise<Base> {
  const bytes = await fetchFile({ folder, name: listed.file, what: 'bases', cache, most: listed.bytes, onBytes });
  return readBase(listed, bytes, await sha256(bytes));
}
