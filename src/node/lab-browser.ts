// Runs a spec in headless Chromium with the page's own code: opens the page as a visitor would and listens to the
// element's events.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TimedRecord } from '../experiment/digits/recording.ts';
import type { DigitsResult } from '../experiment/digits/records.ts';
import { specEntries, type DigitsSpec } from '../experiment/digits/spec.ts';
import { RunError, type RunErrorCode } from '../experiment/run-error.ts';
import type { DeviceDescription } from '../experiment/trainer.ts';
import { openBrowser, serve } from './server.ts';

const LISTENER = join(dirname(fileURLToPath(import.meta.url)), 'lab-listener.js');

/** What the page tells this process. */
type Told =
  | { readonly kind: 'step'; readonly phase: string; readonly step: number; readonly steps: number }
  | {
      readonly kind: 'complete';
      readonly device: DeviceDescription;
      readonly result: DigitsResult;
      readonly seconds: number;
      readonly records: readonly TimedRecord[];
    }
  | { readonly kind: 'error'; readonly code: RunErrorCode; readonly message: string; readonly detail: string };

/** Runs to the end. Rejects with the RunError the page showed. */
export async function runInBrowser(spec: DigitsSpec, onStep: (phase: string, step: number, steps: number) => void) {
  const served = await serve();
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    const finished = new Promise<Extract<Told, { kind: 'complete' }>>((resolve, reject) => {
      page.on('pageerror', reject);
      page.on('crash', () => reject(new Error('the page crashed')));
      page.on('close', () => reject(new Error('the page was closed')));
      const told = (message: Told): void => {
        if (message.kind === 'step') onStep(message.phase, message.step, message.steps);
        else if (message.kind === 'complete') resolve(message);
        else reject(new RunError(message.code, message.message, message.detail));
      };
      page.exposeFunction('tellLab', told).catch(reject);
    });
    // Whoever waits for it below hears a rejection; until then nobody does.
    finished.catch(() => {});
    await page.addInitScript({ path: LISTENER });
    const query = new URLSearchParams([['backend', 'webgpu'], ...specEntries(spec)]);
    await page.goto(`${served.url}index.html?${query}`);
    // Away from the top of the article the lab trains only when in view.
    await page.locator('subliminal-lab').scrollIntoViewIfNeeded();
    return await finished;
  } finally {
    await browser.close();
    await served.close();
  }
}
