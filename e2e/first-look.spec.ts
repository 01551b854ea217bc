// The first minute of a visit: what is on the screen before anything is touched, what story links and the back button do,
// what a link remembers, and how fast the page is.
import { inTheWorker, lose, posingAsHardware } from './breaking.ts';
import { ENDLESS, expect, test, TINY, type Visit } from './visit.ts';

const RECORDING = '**/runs/digits-quick.json';

test('without a graphics card networks train on the processor’s cores, from the moment the page is there', async ({
  visit,
}) => {
  const { lab } = visit;
  await visit.open();
  const { availability } = await visit.ready();
  expect(availability.auto).toMatchObject({ places: ['wasm', 'cpu'], speed: { lanes: expect.any(Number) } });
  await visit.untilTraining();
  await expect(lab.getByText(/^Running live in this tab/)).toBeVisible();
  await expect(visit.badge('WebAssembly')).toHaveText(/ – the only graphics adapter here is software$/);
  const { device, result } = await visit.complete();
  expect(device.backend).toBe('wasm');
  expect(result.teacher.every((accuracy) => accuracy > 0.85)).toBe(true);
  await expect(visit.verdict).toHaveText(/The trait crossed to the student with shared init; it did not cross/);
  await expect(lab.getByText(/^About \d+ s here\.$/), 'how long it would take again').toBeVisible();
});

test('the first accuracy of a live run is on the screen two seconds after the page has loaded', async ({ visit }) => {
  const milliseconds = await untilCurves(visit, /teacher \d/);
  expect(milliseconds).toBeLessThanOrEqual(2000);
  await expect(visit.lab.getByText(/^Running live in this tab/)).toBeVisible();
});

test('a run that nobody set goes on as it is while its reader follows a story of the other lab and comes back', async ({
  visit,
}) => {
  const { page, lab } = visit;
  await visit.open();
  await visit.untilTraining();
  const seeds = await visit.setting('Seeds').inputValue();
  const started = () => lab.evaluate((element) => (element as unknown as { records: unknown[] }).records[0]);
  const first = JSON.stringify(await started());
  await page.getByRole('link', { name: 'A tree instead of an animal.' }).click();
  await expect(page.locator('subliminal-owls').getByLabel('Trait')).toHaveValue('oak');
  await page.goBack();
  await lab.scrollIntoViewIfNeeded();
  await expect(visit.setting('Seeds')).toHaveValue(seeds);
  await expect(visit.others).toHaveCount(0);
  expect((await visit.complete()).result.teacher).toHaveLength(Number(seeds));
  expect(JSON.stringify(await started())).toBe(first);
});

test('a link that says a number of seeds gets it, be it the usual one', async ({ visit }) => {
  await visit.open('?seeds=4');
  await visit.ready();
  await visit.untilTraining();
  await expect(visit.setting('Seeds')).toHaveValue('4');
  await expect(visit.lab.getByText('4 seeds', { exact: true })).toBeVisible();
  await visit.openAllSettings();
  await visit.setting('Batch').fill('64');
  await visit.setting('Batch').press('Enter');
  await expect(visit.page).toHaveURL(/[?&]seeds=4(&|$)/);
});

test('a visitor who saves data is shown a recorded run, labeled as recorded, and a button runs it live', async ({
  visit,
}) => {
  const { lab } = visit;
  await visit.savesData();
  await visit.open();
  await expect(lab.getByText(/^Recorded run – .+, lab version \d+\.\d+\.\d+, 20\d\d-\d\d-\d\d\.$/)).toBeVisible();
  await expect(lab.getByText('recorded', { exact: true })).toBeVisible();
  await expect(visit.curves).toHaveAccessibleName(
    /teacher \d+\s% ± \d+, shared \d+\s% ± \d+, independent \d+\s% ± \d+/,
  );
  await expect(visit.verdict).toHaveText(/The trait crossed to the student with shared init; it did not cross/);
  await expect(lab.getByText(/learned its task too, and still the trait did not cross\./)).toBeVisible();
  await expect(visit.button('Step'), 'a recording cannot be stepped').toHaveCount(0);

  await visit.button('Run it live').click();
  await expect(lab.getByText(/^Running live in this tab/)).toBeVisible();
  await visit.untilTraining();
  await expect(visit.badge('WebAssembly')).toBeVisible();
  await expect(lab.getByText(/recorded/i), 'nothing of the recording is left').toHaveCount(0);
});

/** Opens the page; milliseconds from its load until the curves are named so. */
async function untilCurves(visit: Visit, name: RegExp): Promise<number> {
  await visit.page.addInitScript((source) => {
    const wanted = new RegExp(source);
    const watch = () => {
      const curves = document
        .querySelector('subliminal-digits')
        ?.shadowRoot?.querySelector('subliminal-curves')
        ?.shadowRoot?.querySelector('svg');
      if (wanted.test(curves?.getAttribute('aria-label') ?? '')) performance.mark('curves');
      else requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
  }, name.source);
  await visit.open();
  await expect(visit.curves).toHaveAccessibleName(name, { timeout: 20_000 });
  return visit.page.evaluate(() => {
    const [load] = performance.getEntriesByType('navigation');
    const [curves] = performance.getEntriesByName('curves');
    return load instanceof PerformanceNavigationTiming && curves ? curves.startTime - load.loadEventEnd : NaN;
  });
}

for (const [state, body] of [
  ['missing', undefined],
  ['damaged', '{"version":1,"records":['],
  ['of another form', '{"version":1,"records":[{"seconds":"<b>now</b>"}]}'],
] as const) {
  test(`with the recording ${state} there is a sentence and a button that runs it live`, async ({ visit }) => {
    if (body === undefined) {
      visit.allow(/404/);
      await lose(visit.page, RECORDING);
    } else {
      await visit.page.route(RECORDING, (route) => route.fulfill({ contentType: 'application/json', body }));
    }
    await visit.savesData();
    await visit.open();
    await expect(visit.lab.getByText(/^Nothing has run with these settings yet\./)).toBeVisible();
    await expect(visit.curves).toHaveAccessibleName(/no measurements yet/);
    await visit.button('Run it live').click();
    await visit.untilTraining();
  });
}

test('on a graphics card the run starts by itself once the lab is in view, and rests while it is not', async ({
  visit,
}) => {
  const { page } = visit;
  await inTheWorker(page, posingAsHardware);
  await page.setViewportSize({ width: 1280, height: 200 });
  await visit.open(`?${ENDLESS}`);
  await visit.ready();
  await page.waitForTimeout(500);
  await expect(visit.progress, 'nobody has seen it yet').toHaveAttribute('aria-valuetext', 'Not started');

  await visit.curves.scrollIntoViewIfNeeded();
  await visit.untilTraining();
  await page.getByRole('heading', { name: 'Data and sources' }).scrollIntoViewIfNeeded();
  const asleep = await visit.paused();
  await page.waitForTimeout(1000);
  expect(await visit.whereabouts()).toEqual(asleep);
  await visit.curves.scrollIntoViewIfNeeded();
  await expect.poll(() => visit.whereabouts()).not.toEqual(asleep);
});

test('what a visitor paused stays paused when the lab leaves the view and comes back', async ({ visit }) => {
  await visit.open(`?backend=wasm&${ENDLESS}`);
  await visit.untilTraining();
  await visit.button('Pause').click();
  const paused = await visit.paused();
  await visit.page.getByRole('heading', { name: 'Data and sources' }).scrollIntoViewIfNeeded();
  await visit.page.waitForTimeout(300);
  await visit.curves.scrollIntoViewIfNeeded();
  await visit.page.waitForTimeout(700);
  expect(await visit.whereabouts()).toEqual(paused);
});

test('a story link sets the lab and the address without a reload, and the back button restores both', async ({
  visit,
}) => {
  const { page, lab } = visit;
  await visit.savesData();
  await visit.open();
  await expect(lab.getByText(/^Recorded run/)).toBeVisible();
  await page.evaluate(() => (document.body.dataset.samePage = 'yes'));

  await page.getByRole('link', { name: 'Shuffle the hidden units.' }).click();
  await expect(page).toHaveURL(/\/\?v=2&students=shared,permuted#digits$/);
  await expect(visit.pickers.nth(1)).toHaveValue('permuted');
  await expect(lab, 'the lab is back in view').toBeInViewport();
  await expect(visit.others).toBeVisible();

  await page.getByRole('link', { name: 'The paper’s own settings.' }).click();
  await expect(visit.setting('Preset')).toHaveValue('paper');
  await expect(visit.pickers.nth(1)).toHaveValue('independent');

  await page.goBack();
  await expect(visit.pickers.nth(1)).toHaveValue('permuted');
  await expect(visit.setting('Preset')).toHaveValue('quick');
  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
  await expect(visit.pickers.nth(1)).toHaveValue('independent');
  await expect(lab.getByText(/^Recorded run/)).toBeVisible();
  await page.goForward();
  await expect(visit.pickers.nth(1)).toHaveValue('permuted');
  await expect(page.locator('body[data-same-page=yes]')).toHaveCount(1);
});

test('every story link opens settings that the lab understands', async ({ visit }) => {
  const { page } = visit;
  await visit.savesData();
  await visit.open();
  const links = page.locator('main a[href^="?"][href$="#digits"]');
  expect(await links.count()).toBeGreaterThan(8);
  const states = new Set<string>();
  for (const link of await links.all()) {
    await link.click();
    const problems = await page.evaluate(
      () => window.told.findLast(({ name }) => name === 'subliminal-state-change')?.detail,
    );
    states.add(JSON.stringify(problems));
    await expect(visit.lab.getByText(/is not a setting|must be|not an init-sharing mode|was left out/)).toHaveCount(0);
  }
  expect(states.size, 'each is another state').toBe(await links.count());
});

test('a link holds the version, what was named and what differs from the defaults, and opens the same lab again', async ({
  visit,
}) => {
  const { page } = visit;
  await visit.savesData();
  await visit.open();
  await visit.setting('Seeds').fill('5');
  await visit.setting('Seeds').press('Enter');
  await expect(page).toHaveURL(/\/\?v=2&seeds=5$/);
  await visit.setting('Students’ inputs').selectOption('blurred');
  await visit.button('+ Add a student').click();
  await visit.openAllSettings();
  await visit.setting('Hidden layers').fill('32,16');
  await visit.setting('Hidden layers').press('Enter');
  await expect(page).toHaveURL(
    /\/\?v=2&students=shared,independent,permuted&seeds=5&inputs=blurred&hidden-layers=32,16$/,
  );
  await expect(visit.lab).toHaveAttribute('seeds', '5');

  await visit.reload();
  await expect(visit.setting('Seeds')).toHaveValue('5');
  await expect(visit.setting('Students’ inputs')).toHaveValue('blurred');
  await expect(visit.setting('Hidden layers')).toHaveValue('32,16');
  await expect(visit.pickers).toHaveCount(3);

  await visit.setting('Seeds').fill('4');
  await visit.setting('Seeds').press('Enter');
  await visit.setting('Students’ inputs').selectOption('uniform');
  await visit.button('Remove permuted init').click();
  await visit.openAllSettings();
  await visit.setting('Hidden layers').fill('64,64');
  await visit.setting('Hidden layers').press('Enter');
  await expect(page, 'all defaults again, and a number of seeds that somebody named').toHaveURL(/\/\?v=2&seeds=4$/);
});

test('the link that is copied is the link of the settings in the controls', async ({ visit, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit.open(`?backend=cpu&${TINY}`);
  await visit.setting('Seeds').fill('6');
  await visit.setting('Seeds').press('Enter');
  await visit.button('Copy link').click();
  await expect(visit.button('Link copied')).toBeVisible();
  const copied = await visit.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(visit.page.url());
  expect(new URL(copied).searchParams.get('seeds')).toBe('6');
});

test('marks of where a visitor came from are neither mentioned nor passed on', async ({ visit, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit.open('?utm_source=newsletter&seeds=2&page=4');
  await expect(visit.lab.getByText(/utm_source/)).toHaveCount(0);
  await visit.setting('Seeds').fill('6');
  await visit.setting('Seeds').press('Enter');
  await expect(visit.page, 'the address of others is theirs').toHaveURL(/\?v=2&seeds=6&utm_source=newsletter&page=4$/);
  await visit.button('Copy link').click();
  await expect(visit.button('Link copied')).toBeVisible();
  expect(await visit.page.evaluate(() => navigator.clipboard.readText())).toMatch(/\?v=2&seeds=6&page=4$/);
});

test('the curves of a recorded run are drawn within a second and a half of the page’s load', async ({ visit }) => {
  await visit.savesData();
  expect(await untilCurves(visit, /teacher \d/)).toBeLessThanOrEqual(1500);
});
