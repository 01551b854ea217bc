// Numbers typed key by key: a decimal comma is one, what can be read two ways is refused with a sentence beside the control,
// and arrow keys move a number as far as its limits.
import type { Locator } from '@playwright/test';
import { expect, test, type Visit } from './visit.ts';

/** Puts `text` in place of what is there, as hands do. */
async function type(control: Locator, text: string, end: 'Enter' | 'Tab' = 'Enter'): Promise<void> {
  await control.click();
  await control.press('ControlOrMeta+a');
  await control.press('Delete');
  await control.pressSequentially(text);
  await control.press(end);
}

/** What a screen reader says of a control besides its name. */
function described(control: Locator): Promise<string> {
  return control.evaluate((element) => {
    const root = element.getRootNode() as ShadowRoot;
    const ids = (element.getAttribute('aria-describedby') ?? '').split(' ');
    return ids.map((id) => root.getElementById(id)?.textContent ?? '').join(' ');
  });
}

async function learningRate(visit: Visit): Promise<Locator> {
  await visit.openAllSettings();
  return visit.setting('Learning rate');
}

for (const [typed, rate] of [
  ['0,001', '0.001'],
  ['0,0125', '0.0125'],
  [',5', '0.5'],
  ['0.001', '0.001'],
  ['1e-3', '0.001'],
  ['1,5e-3', '0.0015'],
] as const) {
  test(`a learning rate typed as ${typed} is ${rate}`, async ({ visit }) => {
    await visit.open();
    const control = await learningRate(visit);
    await type(control, typed);
    await expect(control).toHaveValue(rate);
    await expect(control).toHaveAttribute('aria-invalid', 'false');
    await expect(visit.page).toHaveURL(new RegExp(`learning-rate=${rate.replace('.', '\\.')}$`));
    await expect(visit.lab.getByText(/must be|two ways/)).toHaveCount(0);
  });
}

for (const [typed, sentence] of [
  ['1.000', /^seeds can be read two ways as “1\.000”: write 1 or 1000\.$/],
  ['1,000', /^seeds can be read two ways as “1,000”: write 1 or 1000\.$/],
  ['two', /^seeds must be a number, not “two”\.$/],
  ['1,5', /^seeds must be a whole number from 1 to 32, not 1,5\.$/],
] as const) {
  test(`seeds typed as ${typed} are not taken without a word`, async ({ visit }) => {
    await visit.open();
    const control = visit.setting('Seeds');
    await type(control, '5');
    await type(control, typed, 'Tab');
    await expect(control).toHaveAttribute('aria-invalid', 'true');
    await expect(control, 'refused is not reset, rounded is shown').toHaveValue(typed === '1,5' ? '2' : '5');
    expect(await described(control)).toMatch(new RegExp(sentence.source.replace('^', '')));
    await expect(visit.lab.getByRole('listitem').filter({ hasText: sentence })).toBeVisible();

    await type(control, '6');
    await expect(control).toHaveAttribute('aria-invalid', 'false');
    await expect(visit.page).toHaveURL(/seeds=6$/);
    await expect(visit.lab.getByText(sentence)).toHaveCount(0);
  });
}

test('what can be read two ways in an address is refused there, too, for both labs', async ({ visit }) => {
  await visit.open('?seeds=1.000&learning-rate=1,000&owls.temperature=1.125&students=shared,perturbed:1,000');
  for (const sentence of [
    /^seeds can be read two ways/,
    /^learning-rate can be read two ways/,
    /^students: perturbed: σ can be read two ways/,
  ]) {
    await expect(visit.lab.getByRole('listitem').filter({ hasText: sentence })).toBeVisible();
  }
  await expect(visit.setting('Seeds')).toHaveValue('4');
  const owls = visit.page.locator('subliminal-owls');
  await owls.scrollIntoViewIfNeeded();
  await expect(owls.getByRole('listitem').filter({ hasText: /write 1\.1250 or 1125\.$/ })).toBeVisible();
});

test('an amount of noise takes a decimal comma, in its control and in the address', async ({ visit }) => {
  const { page, lab } = visit;
  await visit.open('?students=shared,perturbed:0,4');
  const noise = lab.getByRole('spinbutton', { name: 'noise σ' });
  await expect(noise).toHaveValue('0.4');
  await type(noise, '0,25');
  await expect(page).toHaveURL(/students=shared,perturbed:0\.25$/);
  await type(noise, '1.000', 'Tab');
  await expect(noise).toHaveValue('0.25');
  await expect(noise).toHaveAttribute('aria-invalid', 'true');
  expect(await described(noise)).toBe('noise σ can be read two ways as “1.000”: write 1 or 1000.');
  await type(noise, '0,3');
  await expect(noise).toHaveAttribute('aria-invalid', 'false');
  await expect(page).toHaveURL(/perturbed:0\.3$/);
});

test('arrow keys move a number by one, an amount by its step, a rate by its first digit, and stop at the limits', async ({
  visit,
}) => {
  const { page, lab } = visit;
  await visit.open('?students=shared,perturbed:0.2');
  const seeds = visit.setting('Seeds');
  await seeds.focus();
  await page.keyboard.press('ArrowUp');
  await expect(seeds).toHaveValue('5');
  for (let press = 0; press < 6; press++) await page.keyboard.press('ArrowDown');
  await expect(seeds).toHaveValue('1');
  await expect(seeds).toBeFocused();
  await expect(page).toHaveURL(/seeds=1$/);
  await expect(seeds).toHaveAttribute('aria-valuenow', '1');

  const noise = lab.getByRole('spinbutton', { name: 'noise σ' });
  await noise.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/perturbed:0\.\d+&/);
  const amount = Number(await noise.inputValue());
  expect(amount).toBeLessThan(0.2);
  expect(String(amount).length, 'no dust of binary fractions').toBeLessThan(6);

  const rate = await learningRate(visit);
  await type(rate, '0.001');
  await page.keyboard.press('ArrowDown');
  await expect(rate).toHaveValue('0.0009');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(rate).toHaveValue('0.002');
});
