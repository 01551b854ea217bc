// Labs in somebody else's page: settings as attributes, however the element comes to be there, and a page that loads the
// script twice.
import type { Page } from '@playwright/test';
import { DIGITS } from '../src/experiment/digits/spec.ts';
import { OWLS } from '../src/experiment/owls/spec.ts';
import { labScript, serveHost } from './host.ts';
import { expect, test, type Visit } from './visit.ts';

/** Every setting of both labs. */
const DIGITS_SETTINGS = {
  preset: 'small',
  students: 'shared,permuted',
  seeds: '2',
  seed: '7',
  targets: 'all',
  'auxiliary-logits': '5',
  inputs: 'gaussian',
  'hidden-layers': '16,8',
  'training-images': '500',
  'teacher-epochs': '1',
  'noise-images': '600',
  'student-epochs': '3',
  batch: '64',
  'learning-rate': '0.004',
  backend: 'cpu',
};
const OWLS_SETTINGS = {
  preset: 'small',
  trait: 'oak',
  students: 'shared,perturbed:0.3',
  seeds: '2',
  seed: '5',
  data: 'code',
  filter: 'format',
  channel: 'text',
  places: 'all',
  committee: '2',
  'teacher-steps': '20',
  temperature: '0.9',
  sequences: '64',
  steps: '8',
  trains: 'all',
  pretraining: 'live',
  optimizer: 'sgd',
  'learning-rate': '0.01',
  backend: 'cpu',
};

const LABS = [
  { element: 'subliminal-digits', settings: DIGITS_SETTINGS, table: DIGITS },
  { element: 'subliminal-owls', settings: OWLS_SETTINGS, table: OWLS },
] as const;

function tag(element: string, settings: Readonly<Record<string, string>>, more = ''): string {
  const attributes = Object.entries(settings).map(([name, text]) => `${name}="${text}"`);
  return `<${element} ${attributes.join(' ')} ${more}></${element}>`;
}

/** What the controls of a lab say, by the names of the settings. */
function inControls(page: Page, element: string): Promise<Record<string, string>> {
  return page.locator(element).evaluate((lab) => {
    const root = lab.shadowRoot?.querySelector('subliminal-settings')?.shadowRoot;
    const controls = [...(root?.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select') ?? [])];
    return Object.fromEntries(controls.map(({ id, value }) => [id, value]));
  });
}

async function expectSettings(page: Page, element: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const { students, ...others } = settings;
  await expect(page.locator(element).locator('subliminal-student')).toHaveCount(students!.split(',').length);
  await expect.poll(() => inControls(page, element)).toMatchObject(others);
}

async function openHost(visit: Visit, html: string): Promise<void> {
  await serveHost(visit.page, html);
  await visit.page.goto('host.html');
}

for (const { element, settings, table } of LABS) {
  test.describe(`<${element}>`, () => {
    test('this test knows every setting there is', () => {
      const names = Object.values(table.fields).map(({ name }) => name);
      expect(Object.keys(settings).sort()).toEqual([...names, 'backend'].sort());
    });

    test('takes all its attributes together when the script finds it in the page', async ({ visit }) => {
      await openHost(visit, `${tag(element, settings)}${await labScript(visit.page)}`);
      await expectSettings(visit.page, element, settings);
      for (const [name, text] of Object.entries(settings)) {
        await expect(visit.page.locator(element)).toHaveAttribute(name, text);
      }
    });

    test('takes all its attributes together when the parser reaches it after the script', async ({ visit }) => {
      await openHost(visit, await labScript(visit.page));
      await visit.page.waitForFunction((element) => customElements.get(element), element);
      await visit.page.evaluate(
        (html) => {
          const frame = document.body.appendChild(document.createElement('div'));
          frame.append(document.createRange().createContextualFragment(html));
        },
        tag(element, settings),
      );
      await expectSettings(visit.page, element, settings);
    });

    for (const [way, make] of [
      ['innerHTML', ({ html }) => (document.body.innerHTML = html)],
      [
        'a template that is cloned',
        ({ html }) => {
          const template = document.createElement('template');
          template.innerHTML = html;
          document.body.append(template.content.cloneNode(true));
        },
      ],
      [
        'createElement and setAttribute',
        ({ element, settings }) => {
          const lab = document.createElement(element);
          for (const [name, text] of settings) lab.setAttribute(name, text);
          document.body.append(lab);
        },
      ],
      [
        'setAttribute on a lab in the page',
        ({ element, settings }) => {
          const lab = document.body.appendChild(document.createElement(element));
          for (const [name, text] of settings) lab.setAttribute(name, text);
        },
      ],
      [
        'a clone of a lab',
        ({ html }) => {
          document.body.innerHTML = html;
          const [first] = document.body.children;
          first!.replaceWith(first!.cloneNode(true));
        },
      ],
      [
        'a lab that is moved',
        ({ html }) => {
          document.body.innerHTML = html;
          const [first] = document.body.children;
          document.body.appendChild(document.createElement('main')).append(first!);
        },
      ],
    ] as [string, (lab: { html: string; element: string; settings: [string, string][] }) => void][]) {
      test(`takes all its attributes from ${way}`, async ({ visit }) => {
        await openHost(visit, await labScript(visit.page));
        await visit.page.waitForFunction((element) => customElements.get(element), element);
        await visit.page.evaluate(make, { html: tag(element, settings), element, settings: Object.entries(settings) });
        await expectSettings(visit.page, element, settings);
      });
    }

    test('is back at a default when the page takes an attribute away, and keeps the others', async ({ visit }) => {
      await openHost(visit, `${tag(element, settings)}${await labScript(visit.page)}`);
      await expectSettings(visit.page, element, settings);
      await visit.page.locator(element).evaluate((lab) => lab.removeAttribute('seeds'));
      const seeds = String(table.defaults('small').seedCount);
      await expectSettings(visit.page, element, { ...settings, seeds });
    });

    test('without an address keeps a visitor’s choice when it is moved, until the page chooses', async ({ visit }) => {
      const { page } = visit;
      await openHost(visit, `${tag(element, settings, 'no-url')}${await labScript(page)}`);
      await expectSettings(page, element, settings);
      const seed = page.locator(element).getByLabel('First seed');
      await page.locator(element).getByText('All settings', { exact: true }).click();
      await seed.fill('9');
      await seed.press('Enter');
      await expectSettings(page, element, { ...settings, seed: '9' });
      await page.locator(element).evaluate((lab) => document.body.appendChild(document.createElement('p')).append(lab));
      await expectSettings(page, element, { ...settings, seed: '9' });
      await expect(page.locator(element)).toHaveAttribute('seed', '9');
      await page.locator(element).evaluate((lab) => lab.setAttribute('seed', '11'));
      await expectSettings(page, element, { ...settings, seed: '11' });
      await expect(page, 'the address stays as it was').toHaveURL(/host\.html$/);
    });
  });
}

test('a second copy of the script steps aside, and a story link is followed once', async ({ visit }) => {
  const { page } = visit;
  const scripts = `${await labScript(page)}${await labScript(page, '?copy=2')}`;
  const loaded: string[] = [];
  page.on('response', (response) => loaded.push(response.url()));
  const link = '<a href="?v=2&seeds=2#digits">two</a>';
  await openHost(visit, `${link}<subliminal-digits id="digits"></subliminal-digits>${scripts}`);
  await expect(visit.progress).toBeVisible();
  await page.waitForLoadState('load');
  expect(loaded.filter((url) => url.includes('copy=2'))).toHaveLength(1);
  const entries = await page.evaluate(() => history.length);
  await page.getByRole('link', { name: 'two' }).click();
  await expect(visit.setting('Seeds')).toHaveValue('2');
  expect(await page.evaluate(() => history.length)).toBe(entries + 1);
});
