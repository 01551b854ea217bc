// Where the command line trains unless somebody chose: on a graphics card through the page's own code in headless Chromium, else
// on all cores of this computer. Where no card can be, no browser is started to ask.
import { readdirSync } from 'node:fs';
import type { BackendChoice, ProcessorName } from '../experiment/processor/processors.ts';
import { wasmBuild } from '../wasm/choose.ts';
import { withPage } from './server.ts';

let found: Promise<ProcessorName> | undefined;

/** The processor for a choice; `auto` is found once and then known. */
export function placeFor(choice: BackendChoice): Promise<ProcessorName> {
  if (choice !== 'auto') return Promise.resolve(choice);
  found ??= find();
  return found;
}

async function find(): Promise<ProcessorName> {
  if (mayHaveCard() && (await hasCard())) return 'webgpu';
  return wasmBuild() ? 'wasm' : 'cpu';
}

/** Linux shows its graphics cards as files; elsewhere only a browser can tell. */
function mayHaveCard(): boolean {
  if (process.platform !== 'linux') return true;
  const namesIn = (folder: string): string[] => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  };
  return (
    namesIn('/dev/dri').some((name) => name.startsWith('renderD')) ||
    namesIn('/dev').some((name) => /^(nvidia\d|dxg$)/.test(name))
  );
}

/** Whether this machine's Chromium offers WebGPU on hardware. */
async function hasCard(): Promise<boolean> {
  try {
    return await withPage(async (page, url) => {
      await page.goto(`${url}src/golden/page.html`);
      return page.evaluate(async () => {
        const adapter = await navigator.gpu?.requestAdapter();
        return adapter !== null && adapter !== undefined && !adapter.info?.isFallbackAdapter;
      });
    });
  } catch {
    // Without a browser there is no card to train on.
    return false;
  }
}
