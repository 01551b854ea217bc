// How much a visitor is sent: the JavaScript of a page with one lab, of each of its threads, and the WebAssembly.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { labScript, serveHost } from './host.ts';
import { expect, test } from './visit.ts';

const DIST = join(import.meta.dirname, '../dist');

/** Where the JavaScript of a page is that has been loaded so far: the page's own, and that of each kind of thread. */
async function loadedScripts(page: Page): Promise<{ page: string[]; threads: Record<string, string[]> }> {
  const scripts = () =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name.split('/').at(-1)!)
      .filter((name) => name.endsWith('.js'));
  const own = new Set(await page.evaluate(scripts));
  const threads: Record<string, string[]> = {};
  const entries = new Map(page.workers().map((worker) => [worker.url().split('/').at(-1)!, worker]));
  for (const [entry, worker] of entries) {
    const imported = (await worker.evaluate(scripts)).filter((name) => !entries.has(name));
    threads[entry.replace(/-.*/, '')] = [entry, ...new Set(imported)];
    own.delete(entry);
  }
  return { page: [...own], threads };
}

/** Gzipped, in thousands of bytes. */
function kilobytes(files: readonly string[]): number {
  const sizes = files.map((name) => gzipSync(readFileSync(join(DIST, 'assets', name))).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

for (const [lab, most] of [
  ['digits', 60],
  ['owls', 71],
] as const) {
  test(`a page with the ${lab} lab alone loads little, and each of its threads what it uses`, async ({ visit }) => {
    const { page } = visit;
    await serveHost(page, `<subliminal-${lab}></subliminal-${lab}>${await labScript(page)}`);
    await page.goto('host.html');
    await expect(page.locator(`subliminal-${lab}`).getByRole('progressbar')).toHaveAttribute('aria-valuetext', /s\/s/);
    const { page: own, threads } = await loadedScripts(page);
    expect(Object.keys(threads).sort()).toEqual(['core', 'worker']);
    expect(kilobytes(own), `kB of ${own.join(', ')}`).toBeLessThanOrEqual(most);
    expect(kilobytes(threads.worker!), `kB of ${threads.worker!.join(', ')}`).toBeLessThanOrEqual(45);
    expect(kilobytes(threads.core!), `kB of ${threads.core!.join(', ')}`).toBeLessThanOrEqual(15);
    const kernels = readdirSync(join(DIST, 'assets')).filter((name) => name.endsWith('.wasm'));
    expect(kernels).toHaveLength(2);
    for (const name of kernels) expect(readFileSync(join(DIST, 'assets', name)).length).toBeLessThanOrEqual(30_000);
  });
}
