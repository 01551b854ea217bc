// Pages on which a browser allows no training thread: the lab says so, says why, and shows what can be shown.
import type { Page } from '@playwright/test';
import { expect, test, TINY } from './visit.ts';

/** Every file of the site may be read from anywhere, also from a page without an origin. */
async function readableAnywhere(page: Page, site: string): Promise<void> {
  await page.route(`${site}**`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
  });
}

test('in a sandboxed frame the recorded run is there, and a live run says why there is none', async ({
  page,
  baseURL,
}) => {
  await readableAnywhere(page, baseURL!);
  await page.route('**/framed.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<iframe sandbox="allow-scripts" src="${baseURL}" width="1000" height="2000"></iframe>`,
    }),
  );
  await page.goto(`${baseURL}framed.html`);
  const lab = page.frameLocator('iframe').locator('subliminal-digits');
  await expect(lab.getByText(/^Recorded run – .+ a frame without an origin of its own/)).toBeVisible();
  await expect(lab.getByText('recorded', { exact: true })).toBeVisible();
  await lab.getByRole('button', { name: 'Run it live' }).click();
  await expect(lab.getByRole('alert')).toHaveText(/a frame without an origin of its own \(a sandbox\)/);
  await expect(lab.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('where the script comes from another site, that is said', async ({ page, baseURL }) => {
  await readableAnywhere(page, baseURL!);
  const html = await (await page.request.get(baseURL!)).text();
  const [, script] = /src="\.\/(assets\/[^"]+\.js)"/.exec(html)!;
  const body = `<script type="module" src="${baseURL}${script}"></script><subliminal-digits></subliminal-digits>`;
  await page.route('http://blog.localhost/**', (route) => {
    const own = new URL(route.request().url()).pathname === '/';
    return own ? route.fulfill({ contentType: 'text/html', body }) : route.fulfill({ status: 404, body: '' });
  });
  await page.goto(`http://blog.localhost/?${TINY}`);
  const lab = page.locator('subliminal-digits');
  await expect(lab.getByText(/^Nothing has run with these settings yet\. .+ comes from another site/)).toBeVisible();
  await lab.getByRole('button', { name: /^Run it live/ }).click();
  await expect(lab.getByRole('alert')).toHaveText(/comes from another site than this page/);
});

test('a page that requires trusted types gets a sentence and no error', async ({ visit }) => {
  const { page } = visit;
  visit.allow(/TrustedScriptURL|trusted-types|TrustedHTML|Content Security Policy/i);
  await page.route('**/?*', async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'content-security-policy': "require-trusted-types-for 'script'" };
    await route.fulfill({ response, headers });
  });
  await visit.open(`?backend=wasm&${TINY}`);
  expect(await visit.failure()).toMatchObject({ code: 'no-thread', detail: expect.stringMatching(/Trusted/) });
  await expect(visit.alert).toHaveText(/a rule of this page, refused to start a training thread/);
  await expect(visit.button('Try again')).toBeVisible();
});

test('a page that wraps the browser’s Worker trains like any other', async ({ visit }) => {
  await visit.page.addInitScript(() => {
    const Own = Worker;
    Object.assign(window, {
      Worker: function (url: URL, options: WorkerOptions) {
        return new Own(url, options);
      },
    });
  });
  await visit.open(`?backend=cpu&${TINY}`);
  expect((await visit.complete()).device.backend).toBe('cpu');
});

test('a page that takes Worker away gets a sentence and no error', async ({ visit }) => {
  await visit.page.addInitScript(() => Reflect.deleteProperty(window, 'Worker'));
  await visit.open(`?backend=wasm&${TINY}`);
  expect(await visit.failure()).toMatchObject({ code: 'no-thread' });
  await expect(visit.alert).toHaveText(/has taken training threads away/);
  await expect(visit.button('Try again')).toBeVisible();
});
