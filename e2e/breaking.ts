// How tests break a visitor's machine: the graphics adapter as the training worker sees it, and files on their way from
// the site. Nothing of the lab is replaced; only what it stands on.
import type { Page } from '@playwright/test';

/** Runs `breaks` in the training worker before its own code. Playwright's init scripts do not reach workers. */
export async function inTheWorker(page: Page, ...breaks: readonly (() => void)[]): Promise<void> {
  await page.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      body: `${breaks.map((each) => `(${each})();\n`).join('')}${await response.text()}`,
    });
  });
}

/** Every device of the worker can be unplugged from the page, see `unplug`. */
export function pluggable(): void {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    new BroadcastChannel('unplug').addEventListener('message', () => device.destroy());
    return device;
  };
}

/** Takes away the graphics device that trains now. */
export function unplug(page: Page): Promise<void> {
  return page.evaluate(() => new BroadcastChannel('unplug').postMessage('now'));
}

/** The adapter says of itself that it is hardware; whatever it computes stays as it is. */
export function posingAsHardware(): void {
  Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
}

/** What the adapter gives back is a little off, in what is as large as the weights of a network. */
export function miscounting(): void {
  const { getMappedRange } = GPUBuffer.prototype;
  GPUBuffer.prototype.getMappedRange = function (...range) {
    const mapped = getMappedRange.apply(this, range);
    const isRead = (this.usage & GPUBufferUsage.MAP_READ) !== 0;
    if (isRead && mapped.byteLength > 100_000) new Float32Array(mapped)[1000]! += 0.25;
    return mapped;
  };
}

/** The training thread finds no WebAssembly with SIMD. */
export function withoutSimd(): void {
  WebAssembly.validate = () => false;
}

/** Sends the file `pattern` with other bytes, until `page.unroute(pattern)`. */
export async function damage(page: Page, pattern: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  await page.route(pattern, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.body()) });
  });
}

/** The file `pattern` is not there, until `page.unroute(pattern)`. */
export async function lose(page: Page, pattern: string): Promise<void> {
  await page.route(pattern, (route) => route.fulfill({ status: 404, body: 'not here' }));
}

/** Every answer of the adapter takes half a second longer. */
export function slow(): void {
  const { mapAsync } = GPUBuffer.prototype;
  GPUBuffer.prototype.mapAsync = async function (...range) {
    await mapAsync.apply(this, range);
    await new Promise((resolve) => setTimeout(resolve, 500));
  };
}

/** The training thread can be made to end itself without a word, see `kill`. */
export function mortal(): void {
  new BroadcastChannel('kill').addEventListener('message', () => globalThis.close());
}

export function kill(page: Page): Promise<void> {
  return page.evaluate(() => new BroadcastChannel('kill').postMessage('now'));
}

/** Whatever the adapter is asked to read back from now on never comes, see `hang`. */
export function hangable(): void {
  const { mapAsync } = GPUBuffer.prototype;
  let hanging = false;
  new BroadcastChannel('hang').addEventListener('message', () => (hanging = true));
  GPUBuffer.prototype.mapAsync = function (...range) {
    return hanging ? new Promise(() => {}) : mapAsync.apply(this, range);
  };
}

export function hang(page: Page): Promise<void> {
  return page.evaluate(() => new BroadcastChannel('hang').postMessage('now'));
}
