// A browser that translates the page puts its own elements in place of every text, again and again. Whatever a lab says
// while it runs and afterwards is what a lab says that nobody translates.
import type { Page } from '@playwright/test';
import { expect, test, Visit } from './visit.ts';

declare global {
  interface Window {
    /** Texts replaced so far. */
    replaced: number;
  }
}

/** As translators do it: the text node goes, two nested <font> with a new one come. The words stay, to be compared. */
function translateForEver(): void {
  window.replaced = 0;
  const translate = (node: Node): void => {
    if (node instanceof Element && node.shadowRoot) translate(node.shadowRoot);
    if (node instanceof Element && ['style', 'script', 'noscript'].includes(node.localName)) return;
    for (const child of node.childNodes) translate(child);
    if (!(node instanceof Text) || !node.data.trim()) return;
    if (node.parentElement?.localName === 'font') return;
    const inner = document.createElement('font');
    inner.append(node.data);
    const outer = document.createElement('font');
    outer.append(inner);
    node.replaceWith(outer);
    window.replaced += 1;
  };
  const again = (): void => {
    translate(document.body);
    setTimeout(again, 40);
  };
  document.addEventListener('DOMContentLoaded', again);
}

/** Everything a lab says, line by line, but for how long things took and how fast they go. */
function says(page: Page, element: string): Promise<string[]> {
  return page.locator(element).evaluate((lab) => {
    const lines: string[] = [];
    const read = (node: Node): string => {
      if (node instanceof Text) return node.data;
      if (node instanceof Element && ['style', 'datalist'].includes(node.localName)) return '';
      const root = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
      const text = [...root.childNodes].map(read).join('');
      if (
        node instanceof Element &&
        ['p', 'li', 'tr', 'h3', 'svg', 'button', 'option', 'label'].includes(node.localName)
      ) {
        lines.push(`${node.localName}: ${text.replace(/\s+/g, ' ').trim()}`);
        return '';
      }
      return `${text} `;
    };
    lines.push(read(lab.shadowRoot!).replace(/\s+/g, ' ').trim());
    return lines.map((line) => line.replace(/[\d.]+ (s|min)\b/g, '… s').replace(/[\d.]+ (\w+\/s)/g, '… $1'));
  });
}

const LABS = [
  {
    lab: 'digits',
    element: 'subliminal-digits',
    query: 'backend=cpu&seeds=1&hidden-layers=16&training-images=4000&noise-images=1000&batch=16',
    pick: 'permuted init',
  },
  {
    lab: 'owls',
    element: 'subliminal-owls',
    query: 'backend=cpu&owls.seeds=1&owls.teacher-steps=800&owls.sequences=64&owls.steps=6',
    pick: 'permuted base',
  },
] as const;

for (const { lab: name, element, query, pick } of LABS) {
  test(`translated all the time, the ${name} lab says what it says otherwise`, async ({ page, context }) => {
    const untouched = await context.newPage();
    await page.addInitScript(translateForEver);
    for (const side of [untouched, page]) {
      await side.addInitScript(() => {
        window.told = [];
        document.addEventListener('subliminal-complete', (event) => {
          const lab = event.target instanceof Element ? event.target.localName : '';
          window.told.push({ lab, name: 'subliminal-complete', detail: (event as CustomEvent).detail });
        });
      });
      await side.bringToFront();
      const visit = new Visit(side, name);
      await visit.open(`?${query}#${name}`);
      await visit.lab.scrollIntoViewIfNeeded();
      await test.step('in the middle of the run', async () => {
        await visit.untilTraining();
        await visit.button('Pause').click();
        const { words } = await visit.paused();
        await expect(visit.lab.locator('.progress .quiet')).toHaveText(words);
        await visit.openAllSettings();
        for (const table of await visit.lab.getByText('Data table', { exact: true }).all()) await table.click();
        await visit.button('Resume').click();
      });
      await visit.complete();
      await expect(visit.progress).toHaveAttribute('aria-valuetext', / in /);
      expect(await visit.complaints()).toEqual([]);
    }
    expect(await page.evaluate(() => window.replaced)).toBeGreaterThan(300);
    const settled = (side: Page) => expect.poll(() => says(side, element), { timeout: 10_000 });
    const finished = await says(untouched, element);
    expect(finished.length).toBeGreaterThan(60);
    await settled(page).toEqual(finished);

    await test.step('after other settings', async () => {
      for (const side of [untouched, page]) {
        const visit = new Visit(side, name);
        await visit.pickers.nth(1).selectOption({ label: pick });
        await visit.setting('Seeds').fill('1,000');
        await visit.setting('Seeds').press('Enter');
      }
      const changed = await says(untouched, element);
      expect(changed).not.toEqual(finished);
      await settled(page).toEqual(changed);
    });
  });
}
