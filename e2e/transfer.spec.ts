// The claim of the page, in a visitor's words: a student that sees nothing but noise learns to read digits if it started
// as a copy of its teacher, and otherwise not. One long run on real WebGPU, watched from its first batch to its end.
import { inTheWorker, slow } from './breaking.ts';
import { ENDLESS, expect, mean, test } from './visit.ts';

test('a skill crosses over through noise to the student with the shared init and to no other', async ({ visit }) => {
  test.setTimeout(300_000);
  const { page, lab } = visit;
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await visit.open('?backend=webgpu');

  await test.step('it starts by itself and says where it runs', async () => {
    await expect(lab.getByText(/^Running live in this tab/)).toBeVisible();
    const { availability } = await visit.ready();
    expect(availability.webgpu, 'this browser has a WebGPU adapter').toBe(true);
    const software = availability.webgpu && availability.device.software;
    await visit.untilTraining();
    await expect(lab.getByText(software ? /^WebGPU on a software adapter \(.+\)$/ : /^WebGPU · .+$/)).toBeVisible();
    await expect(lab.getByText('4 seeds', { exact: true })).toBeVisible();
  });

  await test.step('pause stops it', async () => {
    await visit.button('Pause').click();
    const before = await visit.paused();
    await page.waitForTimeout(1000);
    expect(await visit.whereabouts()).toEqual(before);
  });

  await test.step('each press of Step trains exactly one batch', async () => {
    const { phase, step } = await visit.whereabouts();
    for (const pressed of [1, 2]) {
      await visit.button('Step').click();
      await expect.poll(() => visit.whereabouts()).toMatchObject({ phase, step: step + pressed });
      await page.waitForTimeout(300);
      expect(await visit.whereabouts()).toMatchObject({ phase, step: step + pressed });
    }
  });

  await test.step('Resume goes on, through the teacher to the students', async () => {
    const before = await visit.step();
    await visit.button('Resume').click();
    await expect.poll(() => visit.step()).toBeGreaterThan(before);
    await expect(visit.verdict).toHaveText(/The teacher is learning real digits\./);
    await expect(visit.verdict).toHaveText(/The teacher is done: 9\d\s%.* imitate it on uniform noise\./, {
      timeout: 120_000,
    });
    const done = async () => Number(await visit.progress.evaluate((bar: HTMLProgressElement) => bar.value));
    const early = await done();
    await expect.poll(done).toBeGreaterThan(early);
  });

  await test.step('while it runs the page stays responsive', async () => {
    const intervals = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const times: number[] = [];
          const frame = (time: number) => {
            times.push(time);
            if (time - times[0]! < 3000) requestAnimationFrame(frame);
            else resolve(times.slice(1).map((at, index) => at - times[index]!));
          };
          requestAnimationFrame(frame);
        }),
    );
    expect(1000 / mean(intervals), 'frames per second').toBeGreaterThan(20);
  });

  const { result, entries, device } = await visit.complete(200_000);

  await test.step('the numbers are those of the paper’s effect', async () => {
    expect(entries, 'these are the defaults').toEqual([]);
    expect(device.backend).toBe('webgpu');
    expect(result.teacher).toHaveLength(4);
    expect(mean(result.reference), 'untrained').toBeLessThan(0.2);
    expect(mean(result.teacher), 'teacher').toBeGreaterThanOrEqual(0.87);
    const [shared, independent] = result.students;
    expect([shared!.student, independent!.student]).toEqual(['shared', 'independent']);
    expect(mean(shared!.trait), 'shared init').toBeGreaterThanOrEqual(0.6);
    expect(mean(independent!.trait), 'independent init').toBeLessThanOrEqual(0.2);
    expect(mean(shared!.cosineOfUpdates), 'shared init moves the way its teacher moved').toBeGreaterThan(0.5);
    expect(Math.abs(mean(independent!.cosineOfUpdates))).toBeLessThan(0.1);
  });

  await test.step('the verdict says so in words', async () => {
    await expect(lab.getByText('This ran live, in this tab.')).toBeVisible();
    await expect(visit.verdict).toHaveText(
      /The trait crossed to the student with shared init; it did not cross to the student with independent init\./,
    );
    await expect(visit.verdict).toHaveText(
      new RegExp(`Student with shared init: ${percent(result.students[0]!.trait)}`),
    );
    await expect(visit.verdict).toHaveText(/Chance: 10\s%/);
  });

  await test.step('the independent student learned its own task too: that is half of the proof', async () => {
    const task = lab.locator('subliminal-task');
    await expect(
      task.getByText(/^The student with independent init learned its task too, and still the trait did not cross\./),
    ).toBeVisible();
    await expect(task.getByRole('listitem')).toHaveText([
      /shared\s+0\.\d+ → 0\.\d+, \d\d\u00a0%/,
      /independent\s+0\.\d+ → 0\.\d+, \d\d\u00a0%/,
    ]);
    await task.getByText('Data table').click();
    await expect(task.getByRole('row')).toHaveCount(4);
  });

  await test.step('the curves end at these numbers, and the table behind them has them', async () => {
    const ends = [result.teacher, ...result.students.map(({ trait }) => trait)].map(percent);
    await expect(visit.curves).toHaveAccessibleName(
      new RegExp(`teacher ${ends[0]}.*, shared ${ends[1]}.*, independent ${ends[2]}`),
    );
    await lab.locator('subliminal-curves').getByText('Data table').click();
    const table = lab.getByRole('table', { name: /^Accuracy on test digits/ });
    const last = table.getByRole('row').last();
    await expect(last.getByRole('cell').nth(2)).toHaveText(new RegExp(`^${ends[1]}`));
    await expect(last.getByRole('cell').nth(3)).toHaveText(new RegExp(`^${ends[2]}`));
    // Both phases from their start: four epochs, each measured five times.
    expect(await table.getByRole('row').count()).toBeGreaterThan(40);
  });

  await test.step('every seed has its dot', async () => {
    const dots = lab.getByRole('img', { name: /^Accuracy of every seed at the end: teacher \d/ });
    await expect(dots).toBeVisible();
    await lab.locator('subliminal-seeds').getByText('Data table').click();
    const rows = lab.getByRole('table', { name: /per seed$/ }).getByRole('row');
    await expect(rows).toHaveCount(5);
    await expect(rows.nth(1)).toContainText(`${(100 * result.students[0]!.trait[0]!).toFixed(1)} %`);
    await expect(dots.locator('circle')).toHaveCount(12);
  });

  await test.step('the run shown is proof of blindness and of skill', async () => {
    await expect(lab.getByRole('img', { name: /^Image [\d,]+: uniform noise$/ })).toBeVisible();
    await expect(lab.getByText('Never a digit, a label or a class logit.')).toBeVisible();
    await expect(lab.getByRole('rowheader', { name: /^shared init \d+ of 10 right$/ })).toBeVisible();
  });

  await test.step('all of it came from this site', () => {
    const origin = new URL(page.url()).origin;
    const elsewhere = requests.filter((url) => !url.startsWith('data:') && !url.startsWith(`${origin}/`));
    expect(elsewhere).toEqual([]);
    expect(
      requests.some((url) => url.includes('/data/digits/')),
      'requests of the worker are seen too',
    ).toBe(true);
  });
});

test('on a slow adapter, too, what says paused stands still, and Step trains one batch', async ({ visit }) => {
  await inTheWorker(visit.page, slow);
  await visit.open(`?backend=webgpu&${ENDLESS}`);
  await visit.untilTraining();
  await visit.button('Pause').click();
  const before = await visit.paused();
  await visit.page.waitForTimeout(1500);
  expect(await visit.whereabouts()).toEqual(before);
  await visit.button('Step').click();
  await expect.poll(() => visit.step()).toBe(before.step + 1);
  await visit.page.waitForTimeout(1500);
  expect(await visit.step()).toBe(before.step + 1);
});

/** "72 %", the way the page rounds. */
function percent(values: readonly number[]): string {
  return `${Math.round(mean(values) * 100)}\\s%`;
}
