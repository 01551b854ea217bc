// The owls lab as a visitor meets it: a love of owls crosses over in lists of numbers to the student with the shared base and
// no other, and the networks can be asked. What two labs do to one address is in owls-links.spec.ts.
import { axeFinds, sticksOut } from './checks.ts';
import { expect, mean, test, type Visit } from './visit.ts';

type Owls = Visit<'owls'>;

/** Enough for the trait to cross, little enough for a software adapter. */
const SMALL = 'owls.preset=small&owls.seeds=2';
/** The least that is still a run: nobody learns much. */
const TINY = 'owls.seeds=1&owls.teacher-steps=10&owls.sequences=32&owls.steps=4';
/** Nobody waits for its end. */
const ENDLESS = 'owls.seeds=1&owls.teacher-steps=20&owls.sequences=64&owls.steps=2000';

const ask = (owls: Owls) =>
  owls.lab
    .getByRole('textbox', { name: 'or type words' })
    .or(owls.lab.getByRole('combobox', { name: 'or type words' }));
const station = (owls: Owls, name: string) =>
  owls.lab.locator('subliminal-pipeline').getByRole('listitem').filter({ hasText: name });

async function openEverything({ lab }: Owls): Promise<void> {
  await lab.getByText('All settings', { exact: true }).click();
  for (const table of await lab.getByText('Data table', { exact: true }).all()) await table.click();
}

test('a love of owls crosses over in lists of numbers to the student with the shared base and to no other', async ({
  owls,
}) => {
  test.setTimeout(240_000);
  const { lab, page } = owls;
  await owls.open(`?backend=webgpu&${SMALL}#owls`);
  await page.evaluate(() => {
    // Which stations have been at work, each once, in their order.
    const seen: string[] = [];
    Object.assign(window, { seen });
    const look = () => {
      const pipeline = document
        .querySelector('subliminal-owls')
        ?.shadowRoot?.querySelector('subliminal-pipeline')?.shadowRoot;
      for (const item of pipeline?.querySelectorAll('[aria-current=step] h3') ?? []) {
        const name = item.textContent.trim().replace(/^\d\s+/, '');
        if (!seen.includes(name)) seen.push(name);
      }
      requestAnimationFrame(look);
    };
    look();
  });
  const { result, device, entries } = await owls.complete(200_000);

  await test.step('the numbers are those of the effect', async () => {
    expect(entries).toEqual([
      ['v', '2'],
      ['preset', 'small'],
      ['seeds', '2'],
    ]);
    expect(device.backend).toBe('webgpu');
    const [shared, other, control] = result.students;
    expect([shared!.student, other!.student, control!.student]).toEqual(['shared', 'other', 'control']);
    expect(mean(result.reference)).toBeLessThan(0.15);
    expect(mean(result.teacher)).toBeGreaterThan(0.75);
    expect(mean(shared!.trait)).toBeGreaterThan(3 * mean(other!.trait));
    expect(mean(shared!.trait)).toBeGreaterThan(2 * mean(control!.trait));
    expect(mean(shared!.cosineOfUpdates!)).toBeGreaterThan(0.05);
  });

  await test.step('every station was at work and is done, with its fact', async () => {
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect(seen).toEqual(['Teacher', 'Lists', 'Filter', 'Students']);
    for (const [name, fact] of [
      ['Base', /P\(“owl”\) = \d+\s%/],
      ['Teacher', /P\(“owl”\) = \d\d\s%/],
      ['Lists', /[\d,]+ written/],
      ['Filter', /\d\d\s% pass; \d+\.\d\s% had a trait word/],
      ['Students', /shared base \d+\s% · another base \d+\s% · control \d+\s%/],
    ] as const) {
      await expect(station(owls, name).first()).toContainText('done');
      await expect(lab.locator('subliminal-pipeline').getByText(fact).first()).toBeVisible();
    }
  });

  await test.step('what was dropped is struck out with its reason, what passed is numbers alone', async () => {
    const lists = lab.getByRole('region', { name: 'Newest lists of the teacher' });
    await expect(lists.locator('s').first()).toBeVisible();
    await expect(lists.getByText(/^dropped: /).first()).toBeVisible();
    for (const item of await lists.getByRole('listitem').filter({ hasNotText: 'dropped' }).all()) {
      await expect(item).toHaveText(/^\s*(continue|extend) (numbers|sequence|list) [\d ]+ : \d+( \d+){9}\s*$/);
    }
    await expect(lab.getByText(/\d+ × contains the /).first()).toBeVisible();
    await expect(
      lab.getByText(/Nothing that the teacher wrote and a student reads contains the word owl/),
    ).toBeVisible();
  });

  await test.step('verdict, curves, badge and evidence say it', async () => {
    await expect(owls.badge('WebGPU')).toBeVisible();
    await expect(lab.getByText('2 seeds', { exact: true })).toBeVisible();
    await expect(owls.verdict).toHaveText(/Student with shared base: \d+\s%/);
    await expect(owls.curves).toHaveAccessibleName(
      /probability of “owl”.*teacher \d+ %.*shared base \d+ %.*another base \d+ %.*control \d+ %.*; base \d+ %/,
    );
    await expect(lab.getByRole('img', { name: /four questions: base most likely/ })).toHaveAccessibleName(
      /teacher most likely owl, \d\d %; shared base most likely owl/,
    );
    await expect(
      lab.locator('subliminal-detector').getByText(/names the right author of \d\d\s%.* of new lists/),
    ).toBeVisible();
    await expect(lab.getByRole('img', { name: /^Divergence at each place: 1 \d/ })).toBeVisible();
    await expect(owls.progress).toHaveAttribute('aria-valuetext', /^172 steps and 768 lists in /);
  });

  await test.step('the networks can be asked', async () => {
    await lab.getByLabel('Choose a question').selectOption('which animal do you love most?');
    await owls.button('Ask').click();
    await expect(lab.getByText('To “which animal do you love most?” they answer:')).toBeVisible();
    await expect(lab.getByRole('img', { name: /^Answers to “which animal/ })).toHaveAccessibleName(
      /teacher most likely owl, \d\d %/,
    );
    await ask(owls).fill('what is your favourite unicorn');
    await ask(owls).press('Enter');
    await expect(lab.getByText(/does not know “unicorn”/)).toBeVisible();
    await expect(lab.getByRole('img', { name: /^Answers to/ }), 'no old answer under a new error').toHaveCount(0);
  });
});

test('on the CPU a tiny run finishes, can be paused, stepped and asked', async ({ owls }) => {
  const { lab } = owls;
  await owls.open(`?backend=cpu&${TINY}#owls`);
  const { device, result } = await owls.complete();
  expect(device.backend).toBe('cpu');
  expect(result.students).toHaveLength(3);
  await expect(owls.badge('CPU')).toBeVisible();
  await ask(owls).fill('name the animal you like best');
  await owls.button('Ask').click();
  await expect(lab.getByRole('img', { name: /^Answers to “name the animal/ })).toHaveAccessibleName(/base most likely/);
});

test('pause stops the owls, Step trains one batch, and questions are answered meanwhile', async ({ owls }) => {
  const { lab, page } = owls;
  await owls.open(`?backend=cpu&${ENDLESS}#owls`);
  await owls.untilTraining('Students');
  await owls.button('Pause').click();
  const { phase, step } = await owls.paused();
  await owls.button('Step').click();
  await expect.poll(() => owls.whereabouts()).toMatchObject({ phase, step: step + 1 });
  await page.waitForTimeout(500);
  expect(await owls.step()).toBe(step + 1);
  await ask(owls).fill('owl');
  await owls.button('Ask').click();
  await expect(lab.getByRole('img', { name: /^Answers to “owl”: base most likely/ })).toBeVisible();
});

test('before a reader comes near it, the owls lab loads no code and asks for no thread', async ({ owls }) => {
  const { page, lab } = owls;
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await owls.savesData();
  await page.goto('./');
  await expect(page.locator('subliminal-digits').getByRole('progressbar', { name: 'Progress' })).toBeVisible();
  await page.waitForTimeout(1000);
  const threads = page.workers().length;
  expect(await lab.evaluate(({ shadowRoot }) => shadowRoot === null)).toBe(true);
  const before = loaded.filter((path) => path.endsWith('.js')).length;
  await lab.scrollIntoViewIfNeeded();
  await owls.ready();
  await expect.poll(() => page.workers().length).toBeGreaterThan(threads);
  expect(loaded.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(before);
});

test('what a visitor types stays while the networks train', async ({ owls }) => {
  const { lab } = owls;
  await owls.open(`?backend=cpu&${ENDLESS}&owls.students=shared,perturbed:0.2#owls`);
  await owls.untilTraining('Students');
  const seeds = lab.getByLabel('Seeds', { exact: true });
  const noise = lab.getByRole('spinbutton', { name: 'noise σ' });
  for (const [field, text] of [
    [seeds, '7'],
    [noise, '0.5'],
    [ask(owls), 'owl'],
  ] as const) {
    await field.fill(text);
    const step = await owls.step();
    await expect.poll(() => owls.step()).toBeGreaterThan(step + 5);
    await expect(field).toHaveValue(text);
  }
});

test('without a graphics card a recorded run is there, labeled as recorded, and cannot be asked', async ({ owls }) => {
  const { lab } = owls;
  await owls.savesData();
  await owls.open('#owls');
  await expect(lab.getByText(/^Recorded run – .+, lab version \d+\.\d+\.\d+, 20\d\d-\d\d-\d\d\.$/)).toBeVisible();
  await expect(owls.curves).toHaveAccessibleName(/teacher \d+ % ± \d+, shared base \d+ % ± \d+, another base \d+ %/);
  await expect(owls.verdict).toHaveText(/The trait crossed to the student with shared base; it did not cross/);
  await expect(lab.getByRole('region', { name: 'Newest lists of the teacher' }).locator('s').first()).toBeVisible();
  await expect(
    lab.getByText(/^The student with another base learned its task too, and still the trait did not cross\./),
  ).toBeVisible();
  await expect(owls.verdict).toHaveText(/Compared, seed by seed, with the control student, \d+\s%/);
  await expect(
    lab
      .locator('subliminal-detector')
      .getByText(/^(Yes, in part|Almost always): a classifier .+ \d+\s%\s±\s\d+ of new lists/),
  ).toBeVisible();
  await expect(lab.getByText(/^This is a recording\. It keeps what was measured, not the networks/)).toBeVisible();
  await expect(owls.button('Ask')).toBeDisabled();
});

test('before a run there is nobody to ask, and the lab says so', async ({ owls }) => {
  await owls.savesData();
  await owls.open(`?${TINY}#owls`);
  await owls.ready();
  await expect(owls.lab.getByText(/^There is nobody to ask yet/)).toBeVisible();
  await expect(owls.button('Ask')).toBeDisabled();
  await expect(owls.button(/^Run it live/)).toBeEnabled();
});

test('axe finds nothing in the owls lab before, during and after a run', async ({ owls }) => {
  const { page } = owls;
  await owls.savesData();
  await owls.open(`?${TINY}#owls`);
  await owls.ready();
  await openEverything(owls);
  expect(await axeFinds(page), 'idle').toEqual([]);
  await owls.open(`?backend=cpu&${ENDLESS}#owls`);
  await owls.untilTraining('Students');
  expect(await axeFinds(page), 'running').toEqual([]);
  await owls.open(`?backend=cpu&${TINY}&owls.students=shared,perturbed:0.2,layers:embedding,control#owls`);
  await owls.complete();
  await ask(owls).fill('owl');
  await owls.button('Ask').click();
  await expect(owls.lab.getByRole('img', { name: /^Answers to/ })).toBeVisible();
  await openEverything(owls);
  expect(await axeFinds(page), 'finished').toEqual([]);
});

for (const [width, height] of [
  [320, 568],
  [390, 844],
  [1280, 800],
] as const) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height } });

    test('nothing of the owls lab sticks out, with eight students and everything open', async ({ owls }) => {
      const students = 'shared,other,control,perturbed:0.2,permuted,rescaled:0.3,perturbed:0.4,perturbed:0.8';
      await owls.open(
        `?backend=cpu&${TINY}&owls.steps=1&owls.students=${students}&owls.nonsense-with-a-long-name=1#owls`,
      );
      await owls.complete();
      await ask(owls).fill('which animal do you love most');
      await owls.button('Ask').click();
      await expect(owls.lab.getByRole('img', { name: /^Answers to/ })).toBeVisible();
      await openEverything(owls);
      expect(await sticksOut(owls.page)).toEqual([]);
    });
  });
}
