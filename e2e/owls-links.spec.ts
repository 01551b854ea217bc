// Two labs on one page and in one address: each reads and writes its own names, story links lead to the right one, and where
// to train is one choice for both.
import { expect, test } from './visit.ts';

/** The least that is still a run. */
const TINY = 'owls.seeds=1&owls.teacher-steps=10&owls.sequences=32&owls.steps=4';

for (const [kind, query, notice] of [
  ['an unknown name', 'owls.colour=red', /“colour” is not a setting/],
  ['a trait nobody has', 'owls.trait=unicorn', /trait must be one of/],
  ['markup for students', 'owls.students=<img src=x onerror=window.injected=1>', /is not a student/],
  ['too many teachers', 'owls.committee=99', /committee must be a whole number from 1 to 8/],
  ['a built-in name', 'owls.__proto__=1&owls.constructor=2', /“__proto__” is not a setting/],
  ['logits of code', 'owls.channel=logits&owls.data=code', /these students see text/],
] as const) {
  test(`with ${kind} in the link the owls lab works, and the digits lab says nothing of it`, async ({ owls }) => {
    const { page, lab } = owls;
    await owls.open(`?${query}&seeds=2#owls`);
    await owls.ready();
    await expect(lab.getByRole('listitem').filter({ hasText: notice }).first()).toBeVisible();
    await expect(page.locator('subliminal-digits .notices')).toHaveCount(0);
    expect(await page.evaluate(() => 'injected' in window)).toBe(false);
    await lab.getByLabel('Seeds', { exact: true }).fill('3');
    await lab.getByLabel('Seeds', { exact: true }).press('Enter');
    await expect(page, 'the digits keep their name').toHaveURL(/\?v=2&.*owls\.seeds=3.*&seeds=2/);
  });
}

test('each lab writes its own names; where to train is one choice for both', async ({ owls, page }) => {
  const digits = page.locator('subliminal-digits');
  await owls.open(`?${TINY}`);
  await digits.getByLabel('Seeds', { exact: true }).fill('2');
  await digits.getByLabel('Seeds', { exact: true }).press('Enter');
  await expect(page).toHaveURL(/\?v=2&seeds=2&owls\.seeds=1&owls\.teacher-steps=10&owls\.sequences=32&owls\.steps=4$/);
  await digits.getByText('All settings', { exact: true }).click();
  await digits.getByLabel('Runs on').selectOption('cpu');
  await expect(page).toHaveURL(/backend=cpu/);
  await owls.lab.getByText('All settings', { exact: true }).click();
  await expect(owls.lab.getByLabel('Runs on')).toHaveValue('cpu');
  await owls.lab.getByLabel('Trait').selectOption('oak');
  await expect(page).toHaveURL(/owls\.trait=oak.*backend=cpu/);
  await expect(page).toHaveURL(/[?&]seeds=2/);
  await expect(digits.getByLabel('Seeds', { exact: true })).toHaveValue('2');
});

test('story links load the owls lab and set it alone, and the back button restores it', async ({ owls }) => {
  const { page, lab } = owls;
  await page.goto('?seeds=2');
  await page.getByRole('link', { name: 'A tree instead of an animal.' }).click();
  await expect(page).toHaveURL(/\?v=2&owls\.trait=oak&seeds=2#owls$/);
  await expect(lab).toBeInViewport();
  await expect(page.getByRole('heading', { name: 'Owls through numbers' })).toBeFocused();
  await expect(lab.getByLabel('Trait')).toHaveValue('oak');
  await expect(page.locator('subliminal-digits').getByLabel('Seeds', { exact: true })).toHaveValue('2');
  await page.goBack();
  await expect(lab.getByLabel('Trait')).toHaveValue('owl');
});

test('every story link of the owls opens settings that the lab understands', async ({ owls }) => {
  const { page } = owls;
  await owls.open();
  const links = page.locator('main a[href^="?"][href$="#owls"]');
  expect(await links.count()).toBeGreaterThan(10);
  const states = new Set<string>();
  for (const link of await links.all()) {
    await link.click();
    const state = await page.evaluate(
      () =>
        window.told.findLast(({ lab, name }) => lab === 'subliminal-owls' && name === 'subliminal-state-change')
          ?.detail,
    );
    states.add(JSON.stringify(state));
    await expect(owls.lab.getByText(/is not a setting|must be|is not a student|students see text/)).toHaveCount(0);
  }
  expect(states.size, 'each is another state').toBe(await links.count());
});

test('the family tree moves the second student, the committee slider the number of teachers', async ({ owls }) => {
  const { page, lab } = owls;
  await owls.open();
  await lab.getByRole('slider', { name: /^How related/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/owls\.students=shared,layers:embedding,control/);
  await expect(owls.pickers.nth(1)).toHaveValue('layers');
  await lab.getByRole('slider', { name: 'Teachers in the committee' }).focus();
  await page.keyboard.press('End');
  await expect(page).toHaveURL(/owls\.committee=8/);
});
