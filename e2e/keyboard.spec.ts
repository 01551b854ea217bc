// Only a keyboard: Tab reaches every control in the order of the page with a focus one can see, and a run can be started,
// paused, stepped and given other students without a mouse.
import type { Locator, Page } from '@playwright/test';
import { ENDLESS, expect, test, type Visit } from './visit.ts';

declare global {
  interface Window {
    /** Every control that a visitor could use, in the order of the page. */
    controls: Element[];
  }
}

interface Stop {
  /** Place among all controls, -1 for anything else. */
  readonly place: number;
  readonly name: string;
  readonly top: number;
  readonly bottom: number;
  readonly outlined: boolean;
  readonly onScreen: boolean;
}

/** Counts the controls, so that what Tab leaves out is missed. */
function findControls(page: Page): Promise<number> {
  return page.evaluate(() => {
    const usable = 'a[href], button:enabled, input:enabled, select:enabled, summary, [tabindex="0"]';
    const walk = (element: Element): Element[] => [
      ...(element.matches(usable) && element.checkVisibility() ? [element] : []),
      ...[...(element.shadowRoot ?? element).children].flatMap(walk),
      ...(element instanceof HTMLSlotElement ? element.assignedElements().flatMap(walk) : []),
    ];
    window.controls = walk(document.body);
    return window.controls.length;
  });
}

async function tab(page: Page): Promise<Stop> {
  await page.keyboard.press('Tab');
  return page.evaluate(() => {
    let element = document.activeElement ?? document.body;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const { top, bottom } = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      place: window.controls.indexOf(element),
      name: `${element.localName} ${element.id || element.textContent.trim().slice(0, 30)}`,
      top: top + scrollY,
      bottom: bottom + scrollY,
      outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1,
      onScreen: bottom > 0 && top < innerHeight,
    };
  });
}

/** Presses Tab until `control` has the focus. */
async function tabTo(visit: Visit, control: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await control.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)) return;
    await visit.page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${control}`);
}

test.describe('on a narrow screen', () => {
  // One column: the order of the page is the order from top to bottom.
  test.use({ viewport: { width: 390, height: 844 } });

  test('Tab reaches every control once, from top to bottom, and shows where it is', async ({ visit }) => {
    const { page, lab } = visit;
    await visit.savesData();
    await visit.open();
    await expect(lab.getByText(/^Recorded run/)).toBeVisible();
    await visit.openAllSettings();
    for (const table of await lab.getByText('Data table', { exact: true }).all()) await table.click();
    await visit.pickers.nth(1).selectOption({ label: 'some layers shared' });
    // The other lab asks what it can train on, and offers it, once a reader comes near.
    const other = page.locator('subliminal-owls');
    await other.scrollIntoViewIfNeeded();
    await expect(other.getByText(/^Recorded run/)).toBeVisible();
    await expect(other.getByRole('button', { name: /^Run it live/ })).toBeVisible();
    // Where a click lands, Tab goes on: here above everything that can be reached.
    await page.getByRole('heading', { level: 1 }).click();

    const count = await findControls(page);
    expect(count).toBeGreaterThan(40);
    const stops: Stop[] = [];
    for (let press = 0; press < count; press++) stops.push(await tab(page));
    expect(
      stops.map(({ place }) => place),
      stops.map(({ name }) => name).join('\n'),
    ).toEqual(Array.from({ length: count }, (_, place) => place));
    expect(
      stops.filter(({ outlined }) => !outlined).map(({ name }) => name),
      'focus cannot be seen',
    ).toEqual([]);
    expect(
      stops.filter(({ onScreen }) => !onScreen).map(({ name }) => name),
      'focus is off the screen',
    ).toEqual([]);
    const upward = stops.filter(({ bottom }, index) => index > 0 && bottom < stops[index - 1]!.top);
    expect(
      upward.map(({ name }) => name),
      'focus jumps up',
    ).toEqual([]);
  });
});

test('a run can be started, paused, stepped and continued by keyboard, and the focus stays', async ({ visit }) => {
  const { page } = visit;
  await visit.savesData();
  await visit.open(`?${ENDLESS}`);
  await tabTo(visit, visit.button('Run it live'));
  await page.keyboard.press('Enter');
  await visit.untilTraining();

  await tabTo(visit, visit.button('Pause'));
  await page.keyboard.press('Space');
  const { step } = await visit.paused();
  await expect(visit.button('Resume'), 'what was Pause is Resume now').toBeFocused();

  await tabTo(visit, visit.button('Step'));
  await page.keyboard.press('Enter');
  await expect.poll(() => visit.step()).toBe(step + 1);
  await expect(visit.button('Step')).toBeFocused();

  await page.keyboard.press('Shift+Tab');
  await expect(visit.button('Resume')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => visit.step()).toBeGreaterThan(step + 1);
});

test('starting a run by keyboard does not throw a reader back to the top of the page', async ({ visit }) => {
  const { page } = visit;
  await visit.savesData();
  await visit.open(`?${ENDLESS}`);
  await tabTo(visit, visit.button('Run it live'));
  await page.keyboard.press('Enter');
  await visit.untilTraining();
  await expect(visit.button('Start over'), 'the same button, in other words').toBeFocused();
});

test('students are picked, added and removed by keyboard', async ({ visit }) => {
  const { page } = visit;
  await visit.savesData();
  await visit.open();
  await tabTo(visit, visit.pickers.nth(1));
  await page.keyboard.press('p');
  await expect(visit.pickers.nth(1)).toHaveValue('permuted');
  await expect(visit.pickers.nth(1)).toBeFocused();
  await expect(page).toHaveURL(/students=shared,permuted$/);

  await page.keyboard.press('Tab');
  await expect(visit.button('Remove permuted init')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(visit.pickers).toHaveCount(1);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.localName), 'still in the lab').toBe('subliminal-digits');
});

test('a story link followed by keyboard leads to the lab', async ({ visit }) => {
  const { page } = visit;
  await visit.savesData();
  await visit.open();
  await expect(visit.lab.getByText(/^Recorded run/)).toBeVisible();
  await page.getByRole('link', { name: 'Copy a single layer.' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Digits through noise' })).toBeFocused();
  await expect(visit.pickers).toHaveCount(4);
  await page.keyboard.press('Tab');
  await expect(visit.button('Run with these settings')).toBeFocused();
});
