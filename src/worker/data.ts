// The data of a site, for the thread: what is fetched is shared by all runs.
import type { Data } from '../experiment/runs.ts';
import { fetchBases } from './bases-fetch.ts';
import { fetchDigits } from './digits-fetch.ts';

const digitsIn = perFolder(fetchDigits);
const basesIn = perFolder(fetchBases);

/**
 * @param url of the folder with `digits/` and `bases/`, ending in a slash
 * @param onBytes hears the bytes that have arrived, of those that are needed
 */
export function dataAt(url: string, onBytes: (done: number, total: number) => void): Data {
  return { digits: digitsIn(`${url}digits/`)(onBytes), bases: basesIn(`${url}bases/`)(onBytes) };
}

/** Makes one source per folder and keeps it, so that all runs share its downloads. */
function perFolder<Source>(make: (folder: string) => Source): (folder: string) => Source {
  const sources = new Map<string, Source>();
  return (folder) => {
    const source = sources.get(folder) ?? make(folder);
    sources.set(folder, source);
    return source;
  };
}
