// What is shown is not always what is set: a result of other settings says of which, every panel of it is marked, and in every
// state one button at most stands out.
import type { Locator } from '@playwright/test';
import { axeFinds, sticksOut } from './checks.ts';
import { ENDLESS, expect, test, TINY, type Visit } from './visit.ts';

/** Panels that show the settings themselves, or none of a run's. */
const OF_SETTINGS = ['Students', 'Settings'];
const ENDLESS_OWLS = 'owls.seeds=1&owls.teacher-steps=20&owls.sequences=64&owls.steps=2000';
/** The stations of the owls carry the mark beside what they say of themselves. */
const STATION = /^\d \w+$/;

async function headings(lab: Locator): Promise<{ of: string[]; others: string[] }> {
  const all = (await lab.locator('h3').allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());
  const panels = all.filter((text) => !STATION.test(text) && !OF_SETTINGS.includes(text));
  return {
    of: panels.filter((text) => !text.endsWith(', of other settings')),
    others: panels.filter((text) => text.endsWith(', of other settings')),
  };
}

/** The buttons that stand out, by their words. */
async function standingOut(lab: Locator): Promise<string[]> {
  const all = await lab.locator('button.primary:visible').allTextContents();
  return all.map((text) => text.trim());
}

async function choose(visit: Pick<Visit, 'setting'>, label: string, text: string): Promise<void> {
  await visit.setting(label).fill(text);
  await visit.setting(label).press('Enter');
}

test('a recorded run of other settings names both, marks every panel, and is itself again once they are set back', async ({
  visit,
}) => {
  const { lab } = visit;
  await visit.savesData();
  await visit.open();
  await expect(lab.getByText(/^Recorded run/)).toBeVisible();
  expect((await headings(lab)).others).toEqual([]);
  expect(await standingOut(lab)).toEqual(['Run it live']);

  await choose(visit, 'Seeds', '5');
  await visit.setting('Students’ inputs').selectOption('blurred');
  await expect(visit.others).toHaveText(
    'Shown: 4 seeds, students’ inputs “uniform noise” (a recorded run). Set: 5 seeds, students’ inputs “blurred noise”.',
  );
  const { of, others } = await headings(lab);
  expect(of, 'not marked').toEqual([]);
  expect(others.length).toBeGreaterThanOrEqual(5);
  await expect(lab.locator('.verdict')).toContainText('other settings');
  await expect(lab.getByText('shown: recorded', { exact: true })).toBeVisible();
  await expect(lab.getByText('shown: 4 seeds', { exact: true })).toBeVisible();
  expect(await standingOut(lab)).toEqual(['Run with these settings']);

  await choose(visit, 'Seeds', '4');
  await visit.setting('Students’ inputs').selectOption('uniform');
  await expect(visit.others).toHaveCount(0);
  expect((await headings(lab)).others).toEqual([]);
  await expect(lab.getByText('4 seeds', { exact: true })).toBeVisible();
});

test('the owls mark the stations of the old run, too', async ({ owls }) => {
  const { lab } = owls;
  await owls.savesData();
  await owls.open('#owls');
  await expect(lab.getByText(/^Recorded run/)).toBeVisible();
  await lab.getByLabel('Trait', { exact: true }).selectOption('misalignment');
  await choose(owls, 'Seeds', '5');
  await expect(owls.others).toHaveText(
    'Shown: trait “loves the owl”, 8 seeds (a recorded run). Set: trait “misaligned ruler”, 5 seeds.',
  );
  for (const station of await lab.locator('subliminal-pipeline').getByRole('listitem').all()) {
    await expect(station).toContainText(/✓ done\s*, of other settings/);
  }
  expect((await headings(lab)).of, 'not marked').toEqual([]);
  expect(await standingOut(lab)).toEqual(['Run with these settings']);
});

test('changed in mid-run, the lab says that a run is going on, of which settings, and it can still be paused', async ({
  visit,
}) => {
  const { lab } = visit;
  await visit.open(`?backend=cpu&${ENDLESS}`);
  await visit.untilTraining();
  expect(await standingOut(lab)).toEqual(['Pause']);
  await choose(visit, 'Seeds', '2');
  await expect(visit.others).toHaveText('Running live: 1 seed. Set: 2 seeds.');
  const step = await visit.step();
  await expect.poll(() => visit.step()).toBeGreaterThan(step);
  expect((await headings(lab)).of, 'not marked').toEqual([]);
  expect(await standingOut(lab)).toEqual(['Run with these settings']);
  await visit.button('Pause').click();
  await visit.paused();
  await expect(visit.others).toHaveText('Running live, paused: 1 seed. Set: 2 seeds.');
  expect(await standingOut(lab)).toEqual(['Run with these settings']);
  await choose(visit, 'Seeds', '1');
  await expect(lab.getByText('Running live in this tab, paused.')).toBeVisible();
  expect(await standingOut(lab)).toEqual(['Resume']);
  await visit.button('Start over').click();
  await expect.poll(() => visit.step()).toBeLessThan(step);
});

test('a run that ended early offers one way that stands out; with other settings it is these', async ({ visit }) => {
  const { lab } = visit;
  await visit.open(`?backend=cpu&${TINY}&learning-rate=1e6`);
  await visit.failure();
  expect(await standingOut(lab)).toEqual(['Use the preset’s learning rate']);
  await choose(visit, 'Seeds', '2');
  await expect(visit.others).toHaveText('Shown: 1 seed; this run ended early. Set: 2 seeds.');
  expect(await standingOut(lab)).toEqual(['Run with these settings']);
});

test('a finished run is run again with one button; the networks of the owls are asked with another that does not stand out', async ({
  owls,
}) => {
  await owls.open('?backend=cpu&owls.seeds=1&owls.teacher-steps=10&owls.sequences=32&owls.steps=4#owls');
  await owls.complete();
  expect(await standingOut(owls.lab)).toEqual(['Run it again']);
  await owls.lab.getByLabel('Trait', { exact: true }).selectOption('oak');
  await expect(owls.others).toHaveText(/^Shown: trait “loves the owl”\. Set: trait “loves the oak”\.$/);
  await owls.lab.getByLabel('Trait', { exact: true }).selectOption('owl');
  await expect(owls.others).toHaveCount(0);
});

for (const [width, height] of [
  [320, 568],
  [1280, 800],
] as const) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height } });

    test('the way to run other settings stays in view where they are changed, and covers nothing that has the focus', async ({
      visit,
    }) => {
      const { page, lab } = visit;
      await visit.savesData();
      await visit.open();
      await expect(lab.getByText(/^Recorded run/)).toBeVisible();
      await visit.setting('Students’ inputs').selectOption('blurred');
      await visit.setting('Students’ inputs').scrollIntoViewIfNeeded();
      if (width > 600) await expect(visit.others).toBeInViewport();
      await expect(visit.button('Run with these settings')).toBeInViewport();
      expect(await sticksOut(page)).toEqual([]);
      expect(await axeFinds(page)).toEqual([]);

      await visit.setting('Students’ inputs').focus();
      for (let presses = 0; presses < 12; presses++) {
        await page.keyboard.press('Shift+Tab');
        const covered = await page.evaluate(() => {
          let element = document.activeElement ?? document.body;
          while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
          const { left, top, width: w, height: h } = element.getBoundingClientRect();
          const lab = document.querySelector('subliminal-digits')?.shadowRoot;
          // On a narrow screen only its button stays.
          const strip = lab?.querySelector('.origin');
          const [bar] = [strip, strip?.querySelector('button')].flatMap((part) => [...(part?.getClientRects() ?? [])]);
          if (!bar || strip?.contains(element)) return '';
          const hidden = top < bar.bottom && top + h > bar.top && left < bar.right && left + w > bar.left;
          return hidden ? `${element.localName} ${element.textContent.trim()}` : '';
        });
        expect(covered).toBe('');
      }
    });
  });
}

test('settings of the owls can be changed while they train, and the run that goes on is named', async ({ owls }) => {
  const { lab } = owls;
  await owls.open(`?backend=cpu&${ENDLESS_OWLS}#owls`);
  await owls.untilTraining('Students');
  await lab.getByLabel('Trait', { exact: true }).selectOption('misalignment');
  await expect(owls.others).toHaveText('Running live: trait “loves the owl”. Set: trait “misaligned ruler”.');
  await expect(lab.locator('subliminal-pipeline').getByText(/working …\s*, of other settings/)).toBeVisible();
});
