// Runs a spec in headless Chromium with the page's own code: opens the page as a visitor would and listens to the
// element's events.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessorName } from '../experiment/processor/processors.ts';
import { EXPERIMENTS } from '../experiment/register.ts';
import { RunError, type RunErrorCode } from '../experiment/records/run-error.ts';
import { MachineError } from './files.ts';
import type { Finished } from './results/result-table.ts';
import { withPage } from './server.ts';

const LISTENER = join(dirname(fileURLToPath(import.meta.url)), 'lab-listener.js');

/** A lab on the page. */
export interface Lab {
  readonly element: string;
  /** What its settings begin with in the page's address. */
  readonly prefix: string;
}

declare global {
  interface Window {
    /** What lab-listener.js calls with a `Told`; a function of this process, offered to the page. */
    tellLab(told: { readonly kind: string; readonly lab: string; readonly [detail: string]: unknown }): void;
  }
}

/** What the page tells this process about a lab. */
type Told<Record, Result> = { readonly lab: string } & (
  | { readonly kind: 'step'; readonly phase: string; readonly step: number; readonly steps: number }
  | ({ readonly kind: 'complete' } & Finished<Record, Result>)
  | { readonly kind: 'error'; readonly code: RunErrorCode; readonly message: string; readonly detail: string }
);

/**
 * Runs to the end. Rejects with the RunError the page showed, or with MachineError.
 * @param entries the spec in text form
 */
export async function runInBrowser<Record, Result>(
  { element, prefix }: Lab,
  entries: readonly (readonly [string, string])[],
  device: ProcessorName,
  onStep: (phase: string, step: number, steps: number) => void,
): Promise<Finished<Record, Result>> {
  return withPage(
    async (page, url) => {
      const finished = new Promise<Finished<Record, Result>>((resolve, reject) => {
        page.on('crash', () => reject(new MachineError('The page crashed before the run ended.')));
        page.on('close', () => reject(new MachineError('The page was closed before the run ended.')));
        const told = (message: Told<Record, Result>): void => {
          if (message.lab !== element) return;
          if (message.kind === 'step') onStep(message.phase, message.step, message.steps);
          else if (message.kind === 'complete') resolve(message);
          else reject(new RunError(message.code, message.message, message.detail));
        };
        page.exposeFunction('tellLab', told).catch(reject);
      });
      // Whoever waits for it below hears a rejection; until then nobody does.
      finished.catch(() => {});
      await page.addInitScript({ path: LISTENER });
      // The version and the processor are the page's, not a lab's.
      const query = new URLSearchParams([
        ['backend', device],
        ...entries.map(([name, text]) => [name === 'v' ? name : `${prefix}${name}`, text]),
      ]);
      await page.goto(`${url}index.html?${query}`);
      // Another lab would train as well, as long as it is in view.
      const others = Object.values(EXPERIMENTS)
        .map((other) => other.element)
        .filter((other) => other !== element);
      await page.evaluate((names) => {
        for (const name of names) for (const lab of document.querySelectorAll(name)) lab.remove();
      }, others);
      // Away from the top of the article the lab trains only when in view.
      await page.locator(element).scrollIntoViewIfNeeded();
      return await finished;
    },
    { viewport: { width: 1280, height: 1600 } },
  );
}
