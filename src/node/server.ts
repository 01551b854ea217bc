// A dev server and a browser for programs that need a page with a GPU: benchmarks, golden runs, recordings.
// Tests have their own servers, from vite.config.ts and playwright.config.ts.

import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Browser, Page } from 'playwright';
import { launchOptions } from './chromium.mjs';
import { MachineError } from './files.ts';
import { closeAtEnd } from './program.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** A browser that has not started by then never does, in milliseconds. */
const PATIENCE = 60_000;

interface Served {
  /** Address of the repository root, with a final slash: `${url}src/bench/index.html` is a page. */
  url: string;
  close(): Promise<void>;
}

interface PageOptions {
  readonly viewport?: { width: number; height: number };
}

/**
 * Serves the repository, opens a page of this machine's Chromium and closes both, whatever happens.
 * Throws MachineError if the browser does not start, or ends before `use` does.
 * @param use is given the page and the address of the repository root
 */
export async function withPage<Result>(
  use: (page: Page, url: string) => Promise<Result>,
  options: PageOptions = {},
): Promise<Result> {
  return withPages(1, ([page], url) => use(page!, url), options);
}

/** The same with several pages, each in a browser of its own: what one does to its graphics device no other one sees. */
export async function withPages<Result>(
  count: number,
  use: (pages: readonly Page[], url: string) => Promise<Result>,
  options: PageOptions = {},
): Promise<Result> {
  const served = await serve();
  const stopServer = closeAtEnd(() => served.close());
  const within = (pages: readonly Page[]): Promise<Result> =>
    pages.length === count ? use(pages, served.url) : inBrowser((page) => within([...pages, page]), options);
  try {
    return await within([]);
  } finally {
    await served.close();
    stopServer();
  }
}

async function inBrowser<Result>(use: (page: Page) => Promise<Result>, options: PageOptions): Promise<Result> {
  const browser = await openBrowser();
  const stopBrowser = closeAtEnd(() => browser.close());
  const disconnected = new Promise((resolve) => browser.once('disconnected', resolve));
  try {
    const page = await browser.newPage(options);
    const broken = new Promise<never>((_, reject) => page.on('pageerror', reject));
    return await Promise.race([use(page), broken]);
  } catch (error) {
    // The news that a page is closed can come before the news that its browser is gone.
    await Promise.race([disconnected, new Promise((resolve) => setTimeout(resolve, 500))]);
    if (!browser.isConnected()) throw new MachineError('The browser ended before the program was done.');
    // The page's own sentence about what is missing here, where nobody in the page has caught it.
    if (error instanceof Error && error.name === 'RunError') throw new MachineError(error.message);
    throw error;
  } finally {
    await browser.close();
    stopBrowser();
  }
}

/** Serves the repository on 127.0.0.1, on any free port. */
async function serve(): Promise<Served> {
  // Loaded only now: most mistakes of a command line are found without, and told a second sooner.
  const { createServer } = await import('vite');
  const server = await createServer({
    root,
    logLevel: 'warn',
    // A file saved during a measurement must not reload the page that measures.
    server: { host: '127.0.0.1', port: 0, strictPort: true, hmr: false, watch: null },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!isAddressInfo(address)) throw new Error('The dev server did not say which port it listens on.');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

/** Launches the Chromium of this machine, headless, with WebGPU. */
async function openBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright');
  const options = optionsOrReason();
  try {
    // Signals are this program's business.
    const own = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, timeout: PATIENCE };
    return await chromium.launch({ ...options, ...own });
  } catch (error) {
    throw new MachineError(`The browser ${options.executablePath} does not start: ${whyNot(String(error))}.`);
  }
}

function optionsOrReason(): ReturnType<typeof launchOptions> {
  try {
    return launchOptions();
  } catch (error) {
    throw new MachineError(error instanceof Error ? error.message : String(error));
  }
}

/** What a browser says on many lines, in a few words. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/no usable sandbox|suid sandbox|sandboxing failed/i, 'its sandbox does not work for this user on this machine'],
  [/shared libraries: ([^:\s]+)/, 'the library $1 is missing'],
  [/No space left on device/, 'the disk is full'],
  [/EACCES/, 'this user may not start it'],
  [/Timeout/, `it did not answer for ${PATIENCE / 1000} s`],
];

function whyNot(colored: string): string {
  const message = stripVTControlCharacters(colored);
  for (const [pattern, words] of REASONS) {
    const found = pattern.exec(message);
    if (found) return words.replace('$1', found[1] ?? '');
  }
  const said = [...message.matchAll(/\[err\] (.+)/g)].map(([, line]) => line);
  return (said.at(-1) ?? message.split('\n')[0] ?? '').trim().slice(0, 200);
}

function isAddressInfo(address: AddressInfo | string | null | undefined): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
