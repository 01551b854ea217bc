// Labs in pages whose own styles are meant for other things: whatever a page sets on its root, on everything, or on the box
// around a lab, the lab looks as it does in a page that sets nothing.
import type { Page } from '@playwright/test';
import { sticksOut, textOutsideCharts } from './checks.ts';
import { labScript, serveHost } from './host.ts';
import { expect, test, savesData } from './visit.ts';

const TITLE = 'Digits through noise, with a title of this page';
const TEXT = `letter-spacing: 3px; word-spacing: 9px; text-transform: uppercase; line-height: 3; white-space: nowrap;
  text-indent: 40px; text-align: right; font: italic small-caps 900 9px/3 cursive; font-variant: small-caps; text-shadow: 1px 1px red;
  hyphens: auto; word-break: break-all; tab-size: 9; font-stretch: condensed; color: red; list-style: square; quotes: none;
  font-feature-settings: "onum"; border-collapse: separate; border-spacing: 9px; caption-side: bottom; empty-cells: hide`;

interface Place {
  /** Where it is in the lab, and what it says. */
  readonly what: string;
  readonly box: readonly number[];
}

/** The same, once nothing moves any more: charts learn their width from the page and are drawn again. */
async function restingPlaces(page: Page): Promise<Place[]> {
  let before = '';
  for (let look = 0; look < 20; look++) {
    const found = await places(page);
    const now = JSON.stringify(found);
    if (now === before) return found;
    before = now;
    await page.waitForTimeout(150);
  }
  throw new Error('The page never came to rest.');
}

/** Every element of the two labs with its place in its lab, in pixels, and the texts that have one. */
function places(page: Page): Promise<Place[]> {
  return page.evaluate(() => {
    const found: Place[] = [];
    const visit = (element: Element, path: string, left: number, top: number): void => {
      if (!element.checkVisibility()) return;
      const box = element.getBoundingClientRect();
      const text = element.childElementCount === 0 ? element.textContent.trim() : '';
      const what = `${path} ${element.localName}.${element.getAttribute('class') ?? ''} “${text}”`;
      found.push({
        what,
        box: [box.left - left, box.top - top, box.width, box.height].map((size) => Math.round(size)),
      });
      for (const child of (element.shadowRoot ?? element).children)
        visit(child, `${path} ${element.localName}`, left, top);
      if (element instanceof HTMLSlotElement) {
        for (const child of element.assignedElements()) visit(child, `${path} slot`, left, top);
      }
    };
    for (const lab of document.querySelectorAll('subliminal-digits, subliminal-owls')) {
      // How long a run takes here is another figure every time.
      for (const { firstChild } of lab.shadowRoot!.querySelectorAll('.origin .quiet')) {
        if (firstChild instanceof Text) firstChild.data = firstChild.data.replace(/\d+ \w+/, '10 s');
      }
      const { left, top } = lab.getBoundingClientRect();
      for (const child of lab.shadowRoot!.children) visit(child, lab.localName, left, top);
    }
    return found;
  });
}

async function open(
  page: Page,
  { css = '', root = '', box = '' }: { css?: string; root?: string; box?: string },
): Promise<void> {
  const labs = `<subliminal-digits><h2 slot="title">${TITLE}</h2></subliminal-digits><subliminal-owls no-url></subliminal-owls>`;
  // What the boxes are is the page's business; here they are the same in every page.
  const layout = '<style>body { margin: 0 } div { width: 1000px } div > * { margin: 0 }</style>';
  const html = `<html ${root}><head>${layout}<style>${css}</style></head><body><div ${box}>${labs}</div>${await labScript(page)}</body>`;
  await serveHost(page, html);
  await savesData(page);
  await page.goto('host.html');
  for (const lab of ['subliminal-digits', 'subliminal-owls']) {
    await page.locator(lab).scrollIntoViewIfNeeded();
    await expect(page.locator(lab).getByText(/^Recorded run/)).toBeVisible();
    // The last to come: what this machine can do is asked meanwhile.
    await expect(page.locator(lab).getByRole('button', { name: /^Run it live/ })).toBeVisible();
  }
  await page.locator('subliminal-owls').getByText('All settings', { exact: true }).click();
}

let measured: readonly Place[] | undefined;

/** Where everything is in a page that sets nothing: the same for every test, and measured by the first that asks. */
async function neutralPlaces(page: Page): Promise<readonly Place[]> {
  if (!measured) {
    await open(page, {});
    const all = await restingPlaces(page);
    expect(all.length).toBeGreaterThan(500);
    measured = all;
  }
  return measured;
}

/** Places that are not where they are in the other page, by more than a rounded pixel. */
function moved(found: readonly Place[], others: readonly Place[]): string[] {
  // In what order a chart made its parts depends on how often it was drawn.
  const [places, neutral] = [found, others].map((all) =>
    all.toSorted((a, b) => (a.what < b.what ? -1 : +(a.what > b.what))),
  );
  expect(places!.map(({ what }) => what)).toEqual(neutral!.map(({ what }) => what));
  return places!.flatMap(({ what, box }, index) => {
    const expected = neutral![index]!.box;
    return box.some((size, side) => Math.abs(size - expected[side]!) > 1)
      ? [`${what}: ${box} instead of ${expected}`]
      : [];
  });
}

for (const [kind, host] of [
  ['runs from right to left', { root: 'dir="rtl" lang="ar"' }],
  ['says so in its styles', { css: '* { direction: rtl; unicode-bidi: isolate-override }' }],
  ['has a root of 8 px', { css: 'html { font-size: 8px }' }],
  ['has a root of 62.5 %', { css: 'html { font-size: 62.5% } body { font-size: 1.6rem }' }],
  ['has text styles of its own on its root', { css: `html { ${TEXT} }` }],
  ['has text styles of its own on everything', { css: `* { ${TEXT} }` }],
  [
    'sets type by important rules on everything',
    { css: '* { font: 9px/3 serif !important; letter-spacing: 5px !important }' },
  ],
  [
    'is dark and takes every ground and border away',
    { css: '* { margin: 0; padding: 0; border: 0; background: transparent } html { background: #111; color: #eee }' },
  ],
  ['centers everything', { css: '* { text-align: center; vertical-align: middle }' }],
] as const) {
  test(`a page that ${kind} changes nothing in a lab`, async ({ visit }) => {
    const { page } = visit;
    const expected = await neutralPlaces(page);
    await open(page, host);
    expect(moved(await restingPlaces(page), expected)).toEqual([]);
    expect(await textOutsideCharts(page)).toEqual([]);
  });
}

test('the code of the labs, whenever it is loaded, brings no styles into the page', async ({ visit }) => {
  await open(visit.page, { css: 'html { font-size: 10px }' });
  const own = await visit.page.evaluate(() => ({
    sheets: [...document.styleSheets].map(({ href }) => href),
    adopted: document.adoptedStyleSheets.length,
    root: getComputedStyle(document.documentElement).fontSize,
  }));
  expect(own, 'the two of the page').toEqual({ sheets: [null, null], adopted: 0, root: '10px' });
});

test('in a page with a small root no text is smaller than 11 px', async ({ visit }) => {
  await open(visit.page, { css: 'html { font-size: 6px }' });
  const sizes = await visit.page.evaluate(() => {
    const found: number[] = [];
    const visit = (node: Node): void => {
      if (node instanceof Text && node.data.trim() && node.parentElement?.checkVisibility()) {
        found.push(parseFloat(getComputedStyle(node.parentElement).fontSize));
      }
      if (node instanceof Element && node.shadowRoot) visit(node.shadowRoot);
      if (!(node instanceof HTMLStyleElement)) node.childNodes.forEach(visit);
    };
    visit(document.querySelector('subliminal-digits')!);
    return found;
  });
  expect(sizes.length).toBeGreaterThan(100);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
});

for (const [kind, host] of [
  ['a visitor’s font of 24 px', { css: 'html { font-size: 24px }' }],
  ['text twice as large', { css: 'html { font-size: 200% }' }],
  ['a zoom of its own', { css: 'body { zoom: 1.3 }' }],
  ['a lab in a flex box', { css: 'div { display: flex; flex-wrap: wrap }' }],
  ['a lab that floats', { css: 'div > * { float: left }' }],
  [
    'a lab in a grid that takes what it needs',
    { css: 'div { display: grid; grid-template-columns: auto; justify-content: start }' },
  ],
  ['a lab in a table', { css: 'div { display: table }' }],
  ['a lab that lies over the page', { css: 'subliminal-digits { position: absolute }' }],
] as const) {
  for (const width of [390, 1280]) {
    test(`with ${kind} on ${width} px it is as wide as it can be and nothing sticks out`, async ({ visit }) => {
      const { page } = visit;
      await page.setViewportSize({ width, height: 900 });
      await open(page, {
        ...host,
        css: `div, subliminal-digits, subliminal-owls { max-width: 100% } div { width: auto } ${host.css}`,
      });
      const box = await page.locator('subliminal-digits').boundingBox();
      expect(box!.width).toBeGreaterThan(0.45 * width);
      expect(await sticksOut(page)).toEqual([]);
    });
  }
}

for (const [kind, css] of [
  ['from top to bottom', 'html { writing-mode: vertical-rl }'],
  ['from top to bottom, everything in it, too', '* { writing-mode: vertical-rl; text-orientation: upright }'],
  ['from bottom to top', 'html { writing-mode: sideways-lr }'],
] as const) {
  test(`in a page that is written ${kind} the lines of a lab run from left to right inside it`, async ({ visit }) => {
    const { page } = visit;
    await open(page, { css });
    const { width } = (await page.locator('subliminal-digits').boundingBox())!;
    expect(width).toBeGreaterThan(900);
    const outside = (await places(page)).filter(
      ({ box: [left = 0, , own = 0] }) => left < -2 || left + own > width + 2,
    );
    expect(outside.map(({ what }) => what)).toEqual([]);
    expect(await textOutsideCharts(page)).toEqual([]);
  });
}
