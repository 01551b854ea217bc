// Fetches single files of the site's data, each once for all runs. Knows no format; what is in a file is checked by
// whoever wants it.
import { joined } from '../experiment/records/byte-stream.ts';
import { RunError } from '../experiment/records/run-error.ts';

/** A file by its name, and by what tells its content from another one of that name. */
export interface FileKey {
  readonly name: string;
  readonly sha256?: string;
}

/** Files that all runs share. What failed is tried again by whoever asks next. */
export class SharedFiles<Content> {
  readonly #contents = new Map<string, Promise<Content>>();
  /** Names that are fetched past the browser's cache the next time: what is damaged may be what it keeps. */
  readonly #failed = new Set<string>();

  has(key: FileKey): boolean {
    return this.#contents.has(textOf(key));
  }

  /** @param load fetches and checks the file; called unless that was done or is under way */
  get(key: FileKey, load: (cache: RequestCache) => Promise<Content>): Promise<Content> {
    let content = this.#contents.get(textOf(key));
    if (!content) {
      content = load(this.#failed.has(key.name) ? 'reload' : 'default');
      this.#contents.set(textOf(key), content);
      content.catch(() => this.drop(key));
    }
    return content;
  }

  /** Forgets a file: whoever asks next fetches it anew, past the browser's cache. */
  drop(key: FileKey): void {
    this.#contents.delete(textOf(key));
    this.#failed.add(key.name);
  }
}

function textOf({ name, sha256 = '' }: FileKey): string {
  return `${name} ${sha256}`;
}

const MANIFEST: FileKey = { name: 'manifest.json' };

/** The list of a folder's files, kept as long as everything in it can be had. */
export class SharedManifest<Manifest> {
  readonly #manifests = new SharedFiles<Manifest>();
  readonly #load: (cache: RequestCache) => Promise<Manifest>;

  /** @param load fetches and checks the list */
  constructor(load: (cache: RequestCache) => Promise<Manifest>) {
    this.#load = load;
  }

  /** What `use` makes of the list. A list that names what is missing or damaged may itself be out of date. */
  async with<Result>(use: (manifest: Manifest) => Result | Promise<Result>): Promise<Result> {
    const manifest = await this.#manifests.get(MANIFEST, this.#load);
    try {
      return await use(manifest);
    } catch (error) {
      this.#manifests.drop(MANIFEST);
      throw error;
    }
  }
}

export interface WantedFile {
  /** URL of the folder, ending in a slash. */
  readonly folder: string;
  readonly name: string;
  /** What could not be loaded without it, e.g. "digits". */
  readonly what: string;
  readonly cache: RequestCache;
  /** Bytes beyond which it is not worth reading: whatever it is, it is not this file. */
  readonly most: number;
  /** Hears of bytes as they arrive. */
  onBytes?(bytes: number): void;
}

/** Silence after which a connection counts as failed, in milliseconds. */
export const PATIENCE = 30_000;

/**
 * The bytes of a file; of one that is longer than `most`, its beginning up to there or a little further.
 * Throws RunError data-missing if it is not there, or if the connection fails or falls silent.
 */
export async function fetchFile(wanted: WantedFile): Promise<Uint8Array<ArrayBuffer>> {
  const { folder, name, what, cache } = wanted;
  const abort = new AbortController();
  const silence = new Silence(() => abort.abort(new Error(`nothing arrived for ${PATIENCE / 1000} s`)));
  let detail: string;
  try {
    const response = await fetch(new URL(name, folder), { cache, signal: abort.signal });
    if (response.ok) return await bytesOf(response, wanted, silence);
    detail = `HTTP ${response.status}`;
  } catch (error) {
    detail = String(error);
  } finally {
    silence.end();
  }
  const message = `The ${what} could not be loaded: the file “${name}” is missing or the connection failed. Try again in a moment.`;
  throw new RunError('data-missing', message, detail);
}

async function bytesOf(
  { body }: globalThis.Response,
  { most, onBytes }: WantedFile,
  silence: Silence,
): Promise<Uint8Array<ArrayBuffer>> {
  return joined(body, most, (bytes) => {
    silence.broken();
    onBytes?.(bytes);
  });
}

/** The digest in hexadecimal, or undefined in a context that is not secure: there is no cryptography there. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  if (!globalThis.isSecureContext) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Calls `act` once nothing was heard for too long. */
class Silence {
  readonly #act: () => void;
  #timer: ReturnType<typeof setTimeout>;

  constructor(act: () => void) {
    this.#act = act;
    this.#timer = setTimeout(act, PATIENCE);
  }

  broken(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#act, PATIENCE);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
