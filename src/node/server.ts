// A dev server and a browser for programs that need a page with a GPU: benchmarks, golden runs, recordings.
// Tests have their own servers, from vite.config.ts and playwright.config.ts.

import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';
import { createServer } from 'vite';
import { launchOptions } from './chromium.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

export interface Served {
  /** Address of the repository root, with a final slash: `${url}src/bench/index.html` is a page. */
  url: string;
  close(): Promise<void>;
}

/** Serves the repository on 127.0.0.1, on `port` or on any free one. Rejects if `port` is taken. */
export async function serve({ port = 0 }: { port?: number } = {}): Promise<Served> {
  const server = await createServer({
    root,
    logLevel: 'warn',
    // A file saved during a measurement must not reload the page that measures.
    server: { host: '127.0.0.1', port, strictPort: true, hmr: false, watch: null },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!isAddressInfo(address)) throw new Error('The dev server did not say which port it listens on.');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

/** Launches the Chromium of this machine, headless, with or without WebGPU. The caller closes it. */
export function openBrowser({ webgpu = true }: { webgpu?: boolean } = {}): Promise<Browser> {
  return chromium.launch(launchOptions({ webgpu }));
}

function isAddressInfo(address: AddressInfo | string | null | undefined): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
