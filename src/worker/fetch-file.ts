// Fetches single files of the site's data, each once for all runs. Knows no format; what is in a file is checked by
// whoever wants it.
import { RunError } from '../experiment/run-error.ts';

/** Files that all runs share by name. What failed is tried again by whoever asks next. */
export class SharedFiles<Content> {
  readonly #contents = new Map<string, Promise<Content>>();
  /** Fetched past the browser's cache the next time: what is damaged may be what it keeps. */
  readonly #failed = new Set<string>();

  has(name: string): boolean {
    return this.#contents.has(name);
  }

  /** @param load fetches and checks the file; called unless that was done or is under way */
  get(name: string, load: (cache: RequestCache) => Promise<Content>): Promise<Content> {
    let content = this.#contents.get(name);
    if (!content) {
      content = load(this.#failed.has(name) ? 'reload' : 'default');
      this.#contents.set(name, content);
      content.catch(() => {
        this.#contents.delete(name);
        this.#failed.add(name);
      });
    }
    return content;
  }
}

export interface WantedFile {
  /** URL of the folder, ending in a slash. */
  readonly folder: string;
  readonly name: string;
  /** What could not be loaded without it, e.g. "digits". */
  readonly what: string;
  readonly cache: RequestCache;
}

/** Fetches a file. Throws RunError data-missing. */
export async function fetchFile({ folder, name, what, cache }: WantedFile): Promise<globalThis.Response> {
  let detail: string;
  try {
    const response = await fetch(new URL(name, folder), { cache });
    if (response.ok) return response;
    detail = `HTTP ${response.status}`;
  } catch (error) {
    detail = String(error);
  }
  const message = `The ${what} could not be loaded: the file “${name}” is missing or the connection failed. Try again in a moment.`;
  throw new RunError('data-missing', message, detail);
}

/** The body of a response, whose bytes are counted as they arrive. */
export function counted(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (bytes: number) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        onBytes(chunk.byteLength);
        controller.enqueue(chunk);
      },
    }),
  );
}
