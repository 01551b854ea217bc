// A page that is printed before anybody scrolled: who prints comes near every figure. They are drawn, fit the sheet, and nothing
// lies on anything else. Nothing on paper can be pressed.
import type { Page } from '@playwright/test';
import { sticksOut, textOutsideCharts } from './checks.ts';
import { expect, test, type Visit } from './visit.ts';

/** A sheet of A4 with margins of a centimeter, in CSS pixels. */
const SHEET = { width: 718, height: 1047 };

/** On paper nothing is told that a width has changed: what was drawn for the screen has to fit. */
function deafToSizes(): void {
  const { ResizeObserver } = window;
  window.ResizeObserver = class extends ResizeObserver {
    constructor(callback: ResizeObserverCallback) {
      super((entries, observer) => {
        if (!matchMedia('print').matches) callback(entries, observer);
      });
    }
  };
}

/** Headings and sentences of the labs that lie on a chart. */
function onCharts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = (root: Element | ShadowRoot): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        element,
        ...(element.shadowRoot ? all(element.shadowRoot) : []),
      ]);
    const labs = [...document.querySelectorAll('subliminal-digits, subliminal-owls')];
    const elements = labs.flatMap((lab) => all(lab.shadowRoot!)).filter((element) => element.checkVisibility());
    const charts = elements.filter((element) => element.matches('svg[role=img]'));
    const words = elements.filter((element) => element.matches('h3, p, table, caption, label, select, input'));
    return words.flatMap((element) => {
      const word = element.getBoundingClientRect();
      const under = charts.filter((svg) => {
        const chart = svg.getBoundingClientRect();
        const apart =
          word.right <= chart.left ||
          word.left >= chart.right ||
          word.bottom <= chart.top + 1 ||
          word.top >= chart.bottom - 1;
        return word.width > 0 && !apart;
      });
      return under.map(
        (svg) => `${element.localName} “${element.textContent.trim().slice(0, 40)}” on ${svg.ariaLabel}`,
      );
    });
  });
}

async function onPaper(visit: Visit): Promise<void> {
  await visit.page.addInitScript(deafToSizes);
  await visit.savesData();
  await visit.open();
  // Nobody scrolls. The code of the second figure comes with the first print, and with it what was recorded.
  const owls = visit.page.locator('subliminal-owls');
  await visit.page.emulateMedia({ media: 'print' });
  await expect(owls.locator('.lab')).toBeVisible();
  await visit.page.emulateMedia({ media: null });
  await expect(owls.getByRole('img', { name: /^Learning curves/ })).toHaveAccessibleName(/teacher \d/);
  await expect(visit.curves).toHaveAccessibleName(/teacher \d/);
  expect(await visit.page.evaluate(() => scrollY)).toBe(0);
  await visit.page.emulateMedia({ media: 'print' });
  await visit.page.setViewportSize(SHEET);
}

for (const width of [1280, 1920, 390]) {
  test(`printed from a screen of ${width} px, every figure is drawn, on the sheet and clear of words`, async ({
    visit,
  }) => {
    const { page } = visit;
    await page.setViewportSize({ width, height: 800 });
    await onPaper(visit);
    expect(await sticksOut(page)).toEqual([]);
    expect(await textOutsideCharts(page)).toEqual([]);
    expect(await onCharts(page)).toEqual([]);
    for (const lab of ['subliminal-digits', 'subliminal-owls']) {
      for (const chart of await page.locator(lab).getByRole('img').filter({ visible: true }).all()) {
        expect((await chart.boundingBox())!.width, (await chart.getAttribute('aria-label')) ?? '').toBeGreaterThan(20);
      }
      await expect(
        page
          .locator(lab)
          .getByRole('status')
          .filter({ hasText: /crossed/ })
          .first(),
      ).toBeVisible();
    }
  });
}

test('on paper there is nothing to press, the settings are there, and colors are kept', async ({ visit }) => {
  const { page } = visit;
  await visit.open();
  await visit.openAllSettings();
  await visit.lab.locator('subliminal-curves').getByText('Data table').click();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const lab of ['subliminal-digits', 'subliminal-owls']) {
    await expect(page.locator(lab).getByRole('button').filter({ visible: true })).toHaveCount(0);
  }
  await expect(visit.setting('Preset')).toBeVisible();
  await expect(visit.setting('Learning rate')).toBeVisible();
  const table = visit.lab.getByRole('region', { name: /^Accuracy on test digits/ });
  expect(await table.evaluate((box) => box.scrollHeight - box.clientHeight), 'no row is hidden').toBeLessThanOrEqual(1);
  const ground = visit.lab.locator('div.ground');
  await expect(ground).toHaveCSS('print-color-adjust', 'exact');
  await expect(ground, 'paper is white').toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await expect(ground).toHaveCSS('color', 'rgb(27, 27, 32)');
});

test('it can be printed, again and again', async ({ visit }) => {
  await onPaper(visit);
  for (let time = 0; time < 2; time++) expect((await visit.page.pdf({ format: 'A4' })).length).toBeGreaterThan(50_000);
});
