// Everyone can use it: axe in every state of the lab, narrow screens, zoom, large text, forced colors, reduced motion, a
// screen reader's status line, no JavaScript, and a strict content security policy. The keyboard has its own file.
import { axeFinds, sticksOut } from './checks.ts';
import { ENDLESS, expect, SMALL, test, TINY, type Visit } from './visit.ts';

async function openEverything(visit: Visit): Promise<void> {
  await visit.openAllSettings();
  for (const table of await visit.lab.getByText('Data table', { exact: true }).all()) await table.click();
}

test('axe finds nothing in the recorded run, also with all settings and tables open', async ({ visit }) => {
  await visit.savesData();
  await visit.open();
  await expect(visit.lab.getByText(/^Recorded run/)).toBeVisible();
  expect(await axeFinds(visit.page), 'recorded').toEqual([]);
  await openEverything(visit);
  await visit.pickers.nth(0).selectOption({ label: 'some layers shared' });
  await visit.pickers.nth(1).selectOption({ label: 'perturbed init' });
  await visit.button('+ Add a student').click();
  expect(await axeFinds(visit.page), 'opened and stale').toEqual([]);
});

test('axe finds nothing while a run is going on and while it is paused', async ({ visit }) => {
  await visit.open(`?backend=wasm&${ENDLESS}`);
  await visit.untilTraining();
  expect(await axeFinds(visit.page), 'running').toEqual([]);
  await visit.button('Pause').click();
  await expect(visit.button('Resume')).toBeVisible();
  expect(await axeFinds(visit.page), 'paused').toEqual([]);
});

test('axe finds nothing in a finished run with eight students', async ({ visit }) => {
  const students = 'shared,independent,permuted,rescaled:0.3,perturbed:0.2,interpolated:0.9,layers:1,layers:head';
  await visit.open(`?backend=wasm&${TINY}&students=${students}`);
  await visit.complete();
  await openEverything(visit);
  expect(await axeFinds(visit.page)).toEqual([]);
});

test('axe finds nothing in a run that failed, with notices', async ({ visit }) => {
  await visit.open(`?backend=wasm&${TINY}&learning-rate=1e6&seeds=NaN&no-such=1`);
  await visit.failure();
  await expect(visit.alert).toBeVisible();
  await expect(visit.lab.getByText(/is not a setting/)).toBeVisible();
  expect(await axeFinds(visit.page)).toEqual([]);
});

for (const { screen, use, largeText = false } of [
  { screen: 'a phone of 390 px', use: { viewport: { width: 390, height: 844 } } },
  { screen: 'a screen of 320 px', use: { viewport: { width: 320, height: 568 } } },
  { screen: 'a laptop zoomed to 200 %', use: { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 } },
  { screen: 'a laptop with text twice as large', use: { viewport: { width: 1280, height: 720 } }, largeText: true },
  { screen: 'a wide monitor', use: { viewport: { width: 2560, height: 1440 } } },
]) {
  test.describe(`on ${screen}`, () => {
    test.use(use);

    test('nothing sticks out, whatever is opened, added or reported', async ({ visit }) => {
      const { page, lab } = visit;
      await visit.savesData();
      await visit.open(`./?no-such-setting-but-a-long-name=1`);
      if (largeText) await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      await expect(lab.getByText(/^Recorded run/)).toBeVisible();
      expect(await sticksOut(page), 'recorded').toEqual([]);

      await openEverything(visit);
      await visit.pickers.nth(0).selectOption({ label: 'some layers shared' });
      await visit.setting('Hidden layers').fill('1024,1024,1024,1024');
      await visit.setting('Hidden layers').press('Enter');
      await visit.setting('Auxiliary logits').fill('100');
      await visit.setting('Auxiliary logits').press('Enter');
      for (let count = 2; count < 8; count++) await visit.button('+ Add a student').click();
      await expect(visit.pickers).toHaveCount(8);
      expect(await sticksOut(page), 'everything open').toEqual([]);

      await visit.open(`?backend=wasm&${TINY}&learning-rate=1e6&students=shared,perturbed:0.2,layers:1%2Bhead`);
      if (largeText) await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      await visit.curves.scrollIntoViewIfNeeded();
      await visit.failure();
      expect(await sticksOut(page), 'failed').toEqual([]);
    });
  });
}

for (const lab of ['digits', 'owls'] as const) {
  test(`no two controls of the ${lab} lab have the same name, however alike its students are`, async ({ page }) => {
    const students = {
      digits: 'students=perturbed:0.1,perturbed:0.2,perturbed:0.2,shared,layers:1,layers:head',
      owls: 'owls.students=perturbed:0.1,perturbed:0.2,perturbed:0.2,shared,shared,layers:embedding',
    }[lab];
    await page.goto(`./?${students}#${lab}`);
    const element = page.locator(lab === 'digits' ? 'subliminal-digits' : 'subliminal-owls');
    await expect(element.getByRole('button', { name: /^Remove/ })).toHaveCount(6);
    await element.getByText('All settings', { exact: true }).click();
    const tree = await element.ariaSnapshot();
    // Check boxes have their names within a group that has one.
    const controls: string[] =
      tree.match(/(?<=^ *- )(button|combobox|spinbutton|textbox|slider|group) "[^"]+"/gm) ?? [];
    expect(controls.length).toBeGreaterThan(20);
    expect(controls.filter((control, index) => controls.indexOf(control) !== index)).toEqual([]);
    const tables = await element
      .locator('summary')
      .evaluateAll((all) => all.map((one) => one.ariaLabel ?? one.textContent));
    expect(new Set(tables).size, tables.join(', ')).toBe(tables.length);
  });
}

for (const width of [320, 390, 1280]) {
  test(`at ${width} px every picker has room for whatever is picked`, async ({ visit }) => {
    await visit.page.setViewportSize({ width, height: 800 });
    await visit.savesData();
    await visit.open('?students=shared,perturbed:0.1,interpolated:0.9,rescaled:0.3,layers:1');
    for (const all of await visit.page.getByText('All settings', { exact: true }).all()) await all.click();
    const cut = await visit.page
      .locator('subliminal-digits, subliminal-owls')
      .locator('select')
      .evaluateAll((pickers) =>
        pickers.flatMap((picker) => {
          // A question is read in the box that it is put into.
          if (!(picker instanceof HTMLSelectElement) || picker.id === 'template') return [];
          const style = getComputedStyle(picker);
          const context = document.createElement('canvas').getContext('2d')!;
          context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
          // The arrow takes about as much as a character is high.
          const room = picker.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 16;
          return [...picker.options].flatMap(({ label }) => {
            const wide = context.measureText(label).width;
            return wide > room ? [`“${label}” needs ${Math.round(wide)} of ${Math.round(room)} px`] : [];
          });
        }),
      );
    expect(cut).toEqual([]);
  });
}

test('with reduced motion nothing is animated and story links jump', async ({ visit }) => {
  const { page } = visit;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await visit.open(`?backend=wasm&${ENDLESS}`);
  await visit.untilTraining();
  const animated = await page.evaluate(() => {
    const animations = (root: Element | ShadowRoot): Animation[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        ...element.getAnimations(),
        ...(element.shadowRoot ? animations(element.shadowRoot) : []),
      ]);
    return animations(document.body).length;
  });
  expect(animated).toBe(0);

  const link = page.getByRole('link', { name: 'Shuffle the hidden units.' });
  await link.scrollIntoViewIfNeeded();
  const [before, after] = await link.evaluate(async (element: HTMLElement) => {
    element.click();
    const first = scrollY;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [first, scrollY];
  });
  expect(before).toBe(after);
});

test('with forced colors the curves are drawn in system colors and told apart by their dashes', async ({ visit }) => {
  await visit.page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
  await visit.savesData();
  await visit.open();
  await expect(visit.curves).toHaveAccessibleName(/teacher \d/);
  const lines = await visit.curves.locator('path').evaluateAll((paths) =>
    paths
      .map((path) => ({ style: getComputedStyle(path), drawn: path.getBoundingClientRect().width > 20 }))
      .filter(({ style, drawn }) => drawn && style.fill === 'none' && Number(style.strokeOpacity) === 1)
      .map(({ style }) => ({ stroke: style.stroke, dash: style.strokeDasharray })),
  );
  const system = await visit.page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'));
    return ['CanvasText', 'GrayText', 'Highlight'].map((color) => {
      probe.style.color = color;
      return getComputedStyle(probe).color;
    });
  });
  expect(lines.length, 'teacher and both students').toBeGreaterThanOrEqual(3);
  for (const { stroke } of lines) expect(system).toContain(stroke);
  expect(new Set(lines.map(({ dash }) => dash)).size).toBeGreaterThanOrEqual(2);
});

test('a screen reader hears the milestones of a run, not its steps', async ({ visit }) => {
  await visit.savesData();
  await visit.open(`?${SMALL}`);
  await visit.lab.evaluate((lab) => {
    const said = new Set<string>();
    Object.assign(window, { said });
    const listen = () => {
      for (const region of lab.shadowRoot!.querySelectorAll('[role=status]')) said.add(region.textContent.trim());
    };
    new MutationObserver(listen).observe(lab.shadowRoot!, { subtree: true, childList: true, characterData: true });
  });
  await visit.button('Run it live').click();
  await visit.complete();
  const said = await visit.page.evaluate(() => [...(window as unknown as { said: Set<string> }).said]);
  expect(said.join('\n')).toMatch(/The teacher is learning[^]*The teacher is done[^]*whether the trait crossed/);
  expect(said.length, said.join('\n')).toBeLessThan(12);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a static figure and the table of results are there', async ({ page }) => {
    await page.goto('./');
    const figure = page.getByRole('img', { name: /^Accuracy on handwritten digits of students trained on noise only/ });
    await expect(figure).toBeVisible();
    for (const sentence of await page.locator('noscript p').all()) await expect(sentence).toBeVisible();
    await expect(page.locator('noscript p'), 'one for each lab').toHaveCount(2);
    const edge = await figure.boundingBox();
    for (const label of await figure.locator('text').all()) {
      const box = await label.boundingBox();
      expect(box!.x + box!.width, `end of “${await label.textContent()}”`).toBeLessThanOrEqual(edge!.x + edge!.width);
    }
    const table = page.getByRole('table', { name: /^Accuracy on the 10,000 test digits/ });
    await expect(table.getByRole('row', { name: /shared init/ }).first()).toContainText('51.6 %');
    const owls = page.getByRole('table', { name: /^How likely the models answer “owl”/ });
    await expect(owls.getByRole('row', { name: /shared base/ })).toContainText('54.5 %');
  });
});

test('the content security policy is alive and the lab lives within it', async ({ visit }) => {
  const { page } = visit;
  await visit.open(`?backend=wasm&${TINY}`);
  await visit.complete();
  expect(await visit.complaints(), 'a whole run breaks no rule').toEqual([]);

  visit.allow(/content security policy/i);
  const injected = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = 1';
    const styled = document.createElement('p');
    styled.setAttribute('style', 'position: fixed');
    document.body.append(script, styled);
    return { script: 'injected' in window, style: getComputedStyle(styled).position };
  });
  expect(injected).toEqual({ script: false, style: 'static' });
  expect(await page.evaluate(() => window.violations.length)).toBeGreaterThan(0);
});
