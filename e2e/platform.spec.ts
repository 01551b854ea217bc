// What a page or a browser may refuse: to change the address so often or at all, to copy, to tell what is in view or how wide
// it is, to give a canvas. The lab goes on without, and no error reaches the console.
import type { Frame } from '@playwright/test';
import { labScript, serveHost } from './host.ts';
import { expect, test } from './visit.ts';

declare global {
  interface Window {
    /** When the address was changed, in milliseconds. */
    changes: number[];
  }
}

/** Safari’s limit, but five changes in six seconds instead of a hundred in ten: beyond it, an exception. */
function throwsAboveALimit(): void {
  window.changes = [];
  const { replaceState, pushState } = history;
  const limited = (change: typeof replaceState): typeof replaceState =>
    function (this: History, ...state) {
      const now = performance.now();
      if (window.changes.filter((time) => time > now - 6000).length >= 5) {
        throw new DOMException('Attempt to use history.replaceState() more than 100 times', 'SecurityError');
      }
      window.changes.push(now);
      change.apply(this, state);
    };
  history.replaceState = limited(replaceState);
  history.pushState = limited(pushState);
}

test('a hundred choices in a few seconds change the address a few times, and in the end it says the last', async ({
  visit,
}) => {
  const { page, lab } = visit;
  await page.addInitScript(() => {
    window.changes = [];
    const { replaceState } = history;
    history.replaceState = function (...state) {
      window.changes.push(performance.now());
      replaceState.apply(this, state);
    };
  });
  await visit.savesData();
  await visit.open('?#digits');
  await lab.evaluate(async (element) => {
    const seeds = element
      .shadowRoot!.querySelector('subliminal-settings')!
      .shadowRoot!.querySelector<HTMLInputElement>('#seeds');
    for (let choice = 0; choice < 101; choice++) {
      seeds!.value = String(5 + (choice % 7));
      seeds!.dispatchEvent(new Event('change'));
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  });
  const last = await visit.setting('Seeds').inputValue();
  expect(last).toBe('7');
  await expect(page).toHaveURL(new RegExp(`seeds=${last}#digits$`));
  const changes = await page.evaluate(() => window.changes);
  const mostPerSecond = Math.max(
    ...changes.map((start) => changes.filter((time) => time >= start && time < start + 1000).length),
  );
  expect(mostPerSecond).toBeLessThanOrEqual(5);
});

test('where the browser throws above its limit, the address is put right as soon as it lets us', async ({ visit }) => {
  const { page } = visit;
  await page.addInitScript(throwsAboveALimit);
  await visit.savesData();
  await visit.open();
  for (const seeds of ['2', '3', '5', '6', '7', '8', '9']) {
    await visit.setting('Seeds').fill(seeds);
    await visit.setting('Seeds').press('Enter');
    await page.waitForTimeout(260);
  }
  await expect(page, 'refused for now').not.toHaveURL(/seeds=9/);
  await visit.button('Copy link').click();
  await expect(visit.setting('Seeds')).toHaveValue('9');
  await expect(page).toHaveURL(/seeds=9$/, { timeout: 25_000 });
});

test('a story link sets the lab even where the browser refuses the address', async ({ visit }) => {
  const { page, lab } = visit;
  await page.addInitScript(() => {
    history.pushState = history.replaceState = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  });
  await visit.savesData();
  await visit.open();
  await page.getByRole('link', { name: 'Shuffle the hidden units.' }).click();
  await expect(visit.pickers.nth(1)).toHaveValue('permuted');
  await expect(lab).toBeInViewport();
  await visit.setting('Seeds').fill('5');
  await visit.setting('Seeds').press('Enter');
  await expect(visit.setting('Seeds')).toHaveValue('5');
  await expect(visit.pickers.nth(1), 'what the link said still holds').toHaveValue('permuted');
});

for (const [kind, frame] of [
  ['of its own HTML', (html: string) => `srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`],
  ['without an origin', () => 'sandbox="allow-scripts" src="inner.html"'],
] as const) {
  test(`in a frame ${kind} a lab keeps what was chosen without a word in the console`, async ({ visit }) => {
    const { page } = visit;
    // A thread and files of another origin are refused here; what is said of that is not looked at.
    visit.allow(/CORS policy|Failed to load resource|net::ERR_FAILED|cannot be accessed from origin/);
    // A document without an origin is another site: the script must say that it may be used there.
    await page.route('**/assets/*.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
    });
    const inner = `<subliminal-digits></subliminal-digits>${await labScript(page)}`;
    await serveHost(page, inner, 'inner.html');
    await serveHost(page, `<iframe ${frame(inner)} width="900" height="1500"></iframe>`);
    await page.goto('host.html');
    const lab = page.frameLocator('iframe').locator('subliminal-digits');
    const seeds = lab.getByLabel('Seeds', { exact: true });
    for (const count of ['2', '4', '5', '6']) {
      await seeds.fill(count);
      await seeds.press('Enter');
      await expect(seeds).toHaveValue(count);
    }
    await lab.getByLabel('Students’ inputs').selectOption('blurred');
    await expect(seeds).toHaveValue('6');
    // Moved in its document, it still knows.
    const [, frameInside] = page.frames() as [Frame, Frame];
    await frameInside.evaluate(() =>
      document.body.appendChild(document.createElement('main')).append(document.querySelector('subliminal-digits')!),
    );
    await expect(seeds).toHaveValue('6');
    await expect(lab.getByLabel('Students’ inputs')).toHaveValue('blurred');
    // A link that leads nowhere is not offered.
    const addressless = kind === 'of its own HTML';
    await expect(lab.getByRole('button', { name: 'Copy link' })).toHaveCount(addressless ? 0 : 1);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
}

test('a page whose base is elsewhere keeps its own address', async ({ visit }) => {
  const { page } = visit;
  const script = (await labScript(page)).replace(
    'src="./',
    `src="${new URL('./', page.url() === 'about:blank' ? test.info().project.use.baseURL! : page.url()).href}`,
  );
  await serveHost(
    page,
    `<base href="/elsewhere/"><a href="?seeds=4#digits">four</a><subliminal-digits></subliminal-digits>${script}`,
  );
  visit.allow(/404|Unexpected token/);
  await page.goto('host.html');
  await visit.setting('Seeds').fill('5');
  await visit.setting('Seeds').press('Enter');
  await expect(page).toHaveURL(/\/host\.html\?v=2&seeds=5$/);
  await page.getByRole('link', { name: 'four' }).click();
  await expect(page).toHaveURL(/\/host\.html\?v=2&seeds=4#digits$/);
  await expect(visit.setting('Seeds')).toHaveValue('4');
});

test('without observers, clipboard and canvas the recorded run is shown, drawn at the width of the page', async ({
  visit,
}) => {
  const { page, lab } = visit;
  await page.addInitScript(() => {
    for (const name of ['IntersectionObserver', 'ResizeObserver']) Reflect.deleteProperty(window, name);
    Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined });
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await visit.savesData();
  await visit.open();
  await expect(lab.getByText(/^Recorded run/)).toBeVisible();
  await expect(visit.curves).toHaveAccessibleName(/teacher \d/);
  const width = async () => (await visit.curves.boundingBox())!.width;
  expect(await width()).toBeGreaterThan(500);
  await page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(width).toBeLessThan(390);
  await visit.button('Copy link').click();
  await expect(lab.getByRole('textbox', { name: 'Link to these settings' })).toHaveValue(page.url());
});
