// Runs a spec in headless Chromium with the page's own code: opens the page as a visitor would and listens to the
// element's events.
import type { DigitsRecord, DigitsResult } from '../experiment/digits/records.ts';
import { specEntries, type DigitsSpec } from '../experiment/digits/spec.ts';
import { RunError, type RunErrorCode } from '../experiment/run-error.ts';
import type { DeviceDescription } from '../experiment/trainer.ts';
import { openBrowser, serve } from './server.ts';

interface LabElement extends HTMLElement {
  readonly records: readonly { readonly seconds: number; readonly record: DigitsRecord }[];
}

/** What the page tells this process. */
type Told =
  | { readonly kind: 'step'; readonly phase: string; readonly step: number; readonly steps: number }
  | {
      readonly kind: 'complete';
      readonly device: DeviceDescription;
      readonly result: DigitsResult;
      readonly seconds: number;
      readonly records: LabElement['records'];
    }
  | { readonly kind: 'error'; readonly code: RunErrorCode; readonly message: string; readonly detail: string };

/** Runs to the end. Rejects with the RunError the page showed. */
export async function runInBrowser(spec: DigitsSpec, onStep: (phase: string, step: number, steps: number) => void) {
  const served = await serve();
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    const finished = new Promise<Extract<Told, { kind: 'complete' }>>((resolve, reject) => {
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
    await page.addInitScript(listen);
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

/** Runs in the page, before its own scripts. */
function listen(): void {
  const tell = (message: Told): void => {
    const { tellLab } = globalThis as typeof globalThis & { tellLab?: (message: Told) => void };
    tellLab?.(message);
  };
  const hear = (name: string, turn: (event: CustomEvent) => Told) => {
    document.addEventListener(name, (event) => {
      if (event instanceof CustomEvent) tell(turn(event));
    });
  };
  hear('sl-step', ({ detail }) => ({ kind: 'step', ...detail }));
  hear('sl-error', ({ detail }) => ({ kind: 'error', ...detail }));
  hear('sl-complete', ({ detail: { device, result, seconds }, target }) => {
    const { records } = target as LabElement;
    return { kind: 'complete', device, result, seconds, records };
  });
}
