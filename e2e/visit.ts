// A visit to one of the labs of the built page: opens it, listens to the lab's public events, and insists at the end that the
// console stayed silent, that no request left the origin and that nothing broke the content security policy. No test in here.
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { LabEventDetails } from '../src/components/lab/events.ts';

type LabName = 'digits' | 'owls';
type Details<Lab extends LabName> = LabEventDetails<Lab>;
type Told<Lab extends LabName = LabName> = {
  [Name in keyof Details<Lab>]: { lab: string; name: Name; detail: Details<Lab>[Name] };
}[keyof Details<Lab>];

const ELEMENTS = { digits: 'subliminal-digits', owls: 'subliminal-owls' } as const;

declare global {
  interface Window {
    /** Every public event of the labs since the page was opened, but for the many subliminal-step. */
    told: Told[];
    violations: string[];
  }
}

/** Settings with which a run takes seconds on a software adapter; the trait crosses nevertheless. */
export const SMALL = 'seeds=1&training-images=2000&noise-images=2000';
/** The least that is still a run: nobody learns much. */
export const TINY = 'seeds=1&hidden-layers=16&training-images=500&noise-images=500&teacher-epochs=1&student-epochs=1';

/** Small networks that train for so long that no adapter is done before a test is. */
export const ENDLESS = 'seeds=1&training-images=2000&teacher-epochs=50&noise-images=60000&student-epochs=50';

const BADGES = {
  WebGPU: /^WebGPU (on a software adapter \(.+\)|· .+)$/,
  WebAssembly: /^WebAssembly · (relaxed|baseline) SIMD, \d cores?/,
  CPU: /^CPU \(.+\)( – .+)?$/,
};

/** What Chromium says by itself, whatever the page does. */
const BROWSER_ITSELF = [/powerPreference option is currently ignored/];

export class Visit<Lab extends LabName = 'digits'> {
  readonly page: Page;
  readonly lab: Locator;
  readonly #element: string;
  readonly #complaints: string[] = [];
  readonly #allowed: RegExp[] = [...BROWSER_ITSELF];
  #read = 0;

  constructor(page: Page, lab: Lab) {
    this.page = page;
    this.#element = ELEMENTS[lab];
    this.lab = page.locator(this.#element);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.#complaints.push(String(error)));
    page.on('request', (request) => {
      const url = new URL(request.url());
      const home = new URL(page.url() === 'about:blank' ? url : page.url());
      const inline = url.protocol === 'data:' || url.protocol === 'blob:';
      if (!inline && url.origin !== home.origin) this.#complaints.push(`a request left the origin: ${url}`);
    });
  }

  /** A visitor who wants to be sent little, and is shown the recorded run. */
  async savesData(): Promise<void> {
    await savesData(this.page);
  }

  /** Opens a page and comes near the lab, whose code is loaded then. */
  async open(address = './'): Promise<void> {
    await this.page.goto(address);
    await this.#arrive();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.#arrive();
  }

  async #arrive(): Promise<void> {
    this.#read = 0;
    // The first lab of the page is where a visitor is.
    if (this.#element !== ELEMENTS.digits) await this.lab.scrollIntoViewIfNeeded();
    await expect(this.progress).toBeVisible();
  }

  /** A complaint that belongs to what a test breaks. */
  allow(...complaints: RegExp[]): void {
    this.#allowed.push(...complaints);
  }

  /** Complaints of the console, of the policy and about requests that no test announced. */
  async complaints(): Promise<string[]> {
    const violations = await this.page.evaluate(() => window.violations ?? []);
    return [...this.#complaints, ...violations].filter((text) => !this.#allowed.some((known) => known.test(text)));
  }

  get progress(): Locator {
    return this.lab.getByRole('progressbar', { name: 'Progress' });
  }

  get verdict(): Locator {
    return this.lab.getByRole('status').filter({ hasText: /\S/ });
  }

  get alert(): Locator {
    return this.lab.getByRole('alert');
  }

  get curves(): Locator {
    return this.lab.getByRole('img', { name: /^Learning curves/ });
  }

  /** Says what is shown and what is set, where these are not the same. */
  get others(): Locator {
    return this.lab.getByText(/^(Shown|Running live(, paused)?): .+\. Set: .+\.$/);
  }

  /** What the lab says it trains on. */
  badge(processor: keyof typeof BADGES): Locator {
    return this.lab.getByText(BADGES[processor]);
  }

  button(name: string | RegExp): Locator {
    return this.lab.getByRole('button', { name, exact: typeof name === 'string' });
  }

  setting(label: string): Locator {
    return this.lab.getByLabel(label, { exact: true });
  }

  /** The pickers of all students, in their order. */
  get pickers(): Locator {
    return this.lab.getByRole('combobox', { name: 'starts from' });
  }

  async openAllSettings(): Promise<void> {
    await this.lab.getByText('All settings', { exact: true }).click();
  }

  /** "Students: step 12 of 316 · paused" as phase and step; step 0 before anything is known. */
  async whereabouts(): Promise<{ phase: string; step: number; words: string }> {
    const words = (await this.progress.getAttribute('aria-valuetext')) ?? '';
    const [, phase = '', step = '0'] = /^(\w+): (?:step|list) (\d+) of/.exec(words) ?? [];
    return { phase, step: Number(step), words };
  }

  async step(): Promise<number> {
    return (await this.whereabouts()).step;
  }

  /** Until some batches have been trained; fails at once if the run ends early. */
  async untilTraining(phase: 'Teacher' | 'Lists' | 'Students' = 'Teacher'): Promise<void> {
    const training = async () => {
      const [failure] = await this.alert.allTextContents();
      if (failure?.trim()) throw new Error(`The run ended early: ${failure}`);
      return (await this.whereabouts()).words;
    };
    await expect.poll(training, { timeout: 60_000 }).toMatch(new RegExp(`^${phase}: .*s/s`));
  }

  /** Where a run rests that says it is paused. */
  async paused(): Promise<{ phase: string; step: number; words: string }> {
    await expect(this.progress).toHaveAttribute('aria-valuetext', /paused$/);
    return this.whereabouts();
  }

  /** The next run that reaches its end; fails at once if one ends early. */
  async complete(timeout = 90_000): Promise<Details<Lab>['subliminal-complete']> {
    const told = await this.#next(['subliminal-complete', 'subliminal-error'], timeout);
    if (told.name !== 'subliminal-complete') throw new Error(`The run ended early: ${JSON.stringify(told.detail)}`);
    return told.detail;
  }

  /** The next run that ends early; fails at once if one reaches its end. */
  async failure(timeout = 60_000): Promise<Details<Lab>['subliminal-error']> {
    const told = await this.#next(['subliminal-complete', 'subliminal-error'], timeout);
    if (told.name !== 'subliminal-error') throw new Error('The run was expected to end early and went on to its end.');
    return told.detail;
  }

  async ready(): Promise<Details<Lab>['subliminal-ready']> {
    const told = await this.#next(['subliminal-ready'], 30_000);
    if (told.name !== 'subliminal-ready') throw new Error('not reached: only subliminal-ready was waited for');
    return told.detail;
  }

  async #next(names: readonly string[], timeout: number): Promise<Told<Lab>> {
    const handle = await this.page.waitForFunction(
      ({ names, from, element }) => {
        const at = window.told.findIndex(
          ({ lab, name }, index) => index >= from && lab === element && names.includes(name),
        );
        return at >= 0 && { at, told: window.told[at] as Told<Lab> };
      },
      { names, from: this.#read, element: this.#element },
      { timeout },
    );
    const found = await handle.jsonValue();
    if (!found) throw new Error(`none of ${names.join(', ')} was heard`);
    this.#read = found.at + 1;
    return found.told;
  }
}

/** A browser that says that its visitor wants to be sent little. */
export async function savesData(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true });
  });
}

/** Runs in the page before its own scripts. */
function listen(): void {
  window.told = [];
  window.violations = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    window.violations.push(`content security policy: ${violatedDirective} ${blockedURI}`);
  });
  for (const name of ['subliminal-ready', 'subliminal-complete', 'subliminal-error', 'subliminal-state-change']) {
    document.addEventListener(name, (event) => {
      if (!(event instanceof CustomEvent) || !(event.target instanceof Element)) return;
      window.told.push({ lab: event.target.localName, name, detail: event.detail } as Told);
    });
  }
}

export async function visitOn(page: Page): Promise<Visit> {
  await page.addInitScript(listen);
  return new Visit(page, 'digits');
}

/** `visit` is a fresh page and its digits lab, `owls` its owls lab; what it complained of unannounced fails the test. */
export const test = base.extend<{ visit: Visit; owls: Visit<'owls'> }>({
  visit: async ({ page }, use) => {
    const visit = await visitOn(page);
    await use(visit);
    expect(await visit.complaints(), 'console, policy and network').toEqual([]);
  },
  owls: async ({ page }, use) => {
    await page.addInitScript(listen);
    const visit = new Visit(page, 'owls');
    await use(visit);
    expect(await visit.complaints(), 'console, policy and network').toEqual([]);
  },
});

export { expect };

/** Mean over seeds. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
