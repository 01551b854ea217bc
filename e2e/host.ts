// A page of somebody else that has a lab in it: the script of the built page, and whatever HTML a test wants around it. It is
// served from the same place as the built page. No test in here.
import type { Page } from '@playwright/test';

/** The tag that loads the labs, under their own address or, with a query, as another copy. */
export async function labScript(page: Page, query = ''): Promise<string> {
  const built = await (await page.request.get('./')).text();
  const [, source] = /<script type="module"[^>]* src="([^"]+)"/.exec(built) ?? [];
  if (!source) throw new Error('The built page loads no script.');
  return `<script type="module" src="${source}${query}"></script>`;
}

/** Serves `html` as host.html beside the built page. */
export async function serveHost(page: Page, html: string, name = 'host.html'): Promise<void> {
  await page.route(`**/${name}*`, (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: `<!doctype html><meta charset="utf-8">${html}` }),
  );
}
