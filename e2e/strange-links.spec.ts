// Links that nobody meant to make: junk in the address never breaks the page, never runs and never goes unsaid.
import { expect, test } from './visit.ts';

const unknown = Array.from({ length: 300 }, (_, index) => `key${index}=${index}`).join('&');

for (const [kind, query, notice] of [
  ['a seed count that is no number', 'seeds=NaN', /seeds must be a number, not “NaN”/],
  ['too many seeds', 'seeds=1e9', /seeds must be a whole number from 1 to 32/],
  ['a negative learning rate', 'learning-rate=-1', /learning-rate must be a number from/],
  [
    'a script instead of students',
    'students=<script>window.injected=1</script>',
    /“<script>.+” is not an init-sharing mode/,
  ],
  [
    'markup that would run',
    'preset=<img src=x onerror=window.injected=1>',
    /preset must be one of .+, not “<img src=x/,
  ],
  ['a name that is markup', '%3Cb onclick%3Dwindow.injected%3D1%3E=1', /“<b onclick=.+” is not a setting/],
  ['emoji', '🦉=🦉&students=🦉,shared', /“🦉” is not a setting/],
  ['null characters', 'seeds=%00&%00=1', /seeds must be a number/],
  ['broken escapes', 'seeds=%E0%A4%A&students=%zz', /seeds must be a number/],
  ['names of built-in properties', '__proto__=1&constructor=2&students=toString', /“__proto__” is not a setting/],
  ['a very long value', `students=${'shared,'.repeat(1000)}shared`, /students: at most 8 are possible/],
  ['a very long name', `${'x'.repeat(8000)}=1`, /“x{39}…” is not a setting/],
  ['hundreds of unknown names', unknown, /“key0” is not a setting/],
  ['a link from another version of the lab', 'v=99&seeds=2', /made for version 99 of the lab/],
  ['the same setting twice', 'seeds=99&seeds=2', /seeds must be a whole number/],
] as const) {
  test(`with ${kind} in the link the page works and says what it left out`, async ({ visit }) => {
    const { page, lab } = visit;
    await visit.open(`?${query}`);
    await visit.ready();
    await expect(lab.getByRole('listitem').filter({ hasText: notice }).first()).toBeVisible();
    await expect(visit.curves).toBeVisible();
    // It runs already, or is over.
    await expect(visit.button(/^(Pause|Run)/).first()).toBeEnabled();
    expect(await page.evaluate(() => 'injected' in window)).toBe(false);
    await expect(lab.locator('script, img, b[onclick]')).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    // However many things are wrong, the lab is what a visitor came for.
    const notices = await lab.getByRole('list').filter({ hasText: notice }).boundingBox();
    expect(notices!.height, 'height of the notices').toBeLessThan(360);

    // The next choice puts our settings in order and leaves alone what is not ours.
    await visit.setting('Seeds').fill('6');
    await visit.setting('Seeds').press('Enter');
    await expect(page).toHaveURL(/\?v=2&(students=[\w,]+&)?seeds=6(&|$)/);
  });
}

test('a flood of settings and a list without end stay few words and do not hold up the page', async ({ visit }) => {
  await visit.open();
  await visit.ready();
  const taken = await visit.lab.evaluate((lab) => {
    const began = performance.now();
    lab.setAttribute('students', ','.repeat(1e6));
    lab.setAttribute('hidden-layers', '256,'.repeat(2e5));
    history.replaceState(null, '', `?seeds=2${'&chess=1'.repeat(1500)}`);
    window.dispatchEvent(new PopStateEvent('popstate'));
    return performance.now() - began;
  });
  expect(taken, 'milliseconds').toBeLessThan(1000);
  const remarks = visit.lab
    .getByRole('listitem')
    .filter({ hasText: /chess|students:|hidden-layers:|not known either/ });
  await expect(remarks.filter({ hasText: '“chess” is not a setting' })).toHaveCount(1);
  await expect(remarks).toHaveCount(3);
});
