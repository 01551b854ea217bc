// What a visitor chooses, on real WebGPU and at small settings: other students, inputs and targets; what a choice does to
// a result on the screen; and that a link is a run, the same one every time.
import { expect, mean, SMALL, test, TINY } from './visit.ts';

test('picking another init keeps the old result, marks it as stale, and running again shows the new student', async ({
  visit,
}) => {
  const { page } = visit;
  const stale = visit.others;
  await visit.open(`?backend=wasm&${SMALL}`);
  const before = await visit.complete();
  expect(before.result.students[0]!.trait[0], 'shared').toBeGreaterThan(0.25);
  expect(before.result.students[1]!.trait[0], 'independent').toBeLessThan(0.2);
  await expect(stale).toHaveCount(0);

  await visit.pickers.nth(1).selectOption({ label: 'permuted init' });
  await expect(stale).toBeVisible();
  await expect(page).toHaveURL(/students=shared,permuted/);
  await expect(visit.verdict).toHaveText(/One seed cannot tell .*Seen: shared init \d+\s%, independent init \d+\s%/);

  await visit.button('Run with these settings').click();
  const { result } = await visit.complete();
  expect(result.students.map(({ student }) => student)).toEqual(['shared', 'permuted']);
  // The same function in other coordinates learns the same.
  expect(result.students[1]!.trait[0]).toBeCloseTo(result.students[0]!.trait[0]!, 1);
  await expect(visit.verdict).toHaveText(/Seen: shared init \d+\s%, permuted init \d+\s%/);
  await expect(visit.curves).toHaveAccessibleName(/permuted \d+\s%/);
  await expect(stale).toHaveCount(0);
});

test('students can be added up to eight and removed down to one', async ({ visit }) => {
  const { page, lab } = visit;
  await visit.open();
  await expect(visit.pickers).toHaveCount(2);
  await visit.button('+ Add a student').click();
  await expect(visit.pickers).toHaveCount(3);
  await expect(visit.pickers.nth(2)).toHaveValue('permuted');
  await expect(page).toHaveURL(/\?v=2&students=shared,independent,permuted$/);

  for (let count = 4; count <= 8; count++) {
    await visit.button('+ Add a student').click();
    await expect(visit.pickers).toHaveCount(count);
  }
  await expect(visit.button('+ Add a student')).toBeDisabled();

  await visit.button('Remove independent init').click();
  await expect(visit.pickers).toHaveCount(7);
  await expect(visit.button('Remove independent init')).toHaveCount(0);
  for (let count = 6; count >= 1; count--) {
    await visit
      .button(/^Remove/)
      .last()
      .click();
    await expect(visit.pickers).toHaveCount(count);
  }
  await expect(visit.pickers).toHaveValue('shared');
  await expect(lab.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
  await expect(page).toHaveURL(/\?v=2&students=shared$/);
});

test('the amount of noise and the copied layers of a student are part of the link', async ({ visit }) => {
  const { page, lab } = visit;
  await visit.open();
  await visit.pickers.nth(1).selectOption({ label: 'perturbed init' });
  await lab.getByRole('spinbutton', { name: 'noise σ' }).fill('0.4');
  await lab.getByRole('spinbutton', { name: 'noise σ' }).press('Enter');
  await expect(page).toHaveURL(/students=shared,perturbed:0\.4$/);
  await visit.pickers.nth(1).selectOption({ label: 'some layers shared' });
  const layers = lab.getByRole('group', { name: 'copied layers' });
  await layers.getByRole('checkbox', { name: 'head' }).check();
  await expect(page).toHaveURL(/students=shared,layers:1%2Bhead$/);
  await expect(
    lab.getByText('1 copied, head copied').or(lab.getByText('1 copied, 2 fresh, head copied')),
  ).toBeVisible();
});

test('a link with four students trains and judges all four', async ({ visit }) => {
  await visit.open(`?backend=wasm&${TINY}&students=shared,permuted,perturbed:0.2,layers:1%2Bhead`);
  const { result } = await visit.complete();
  const names = ['shared', 'permuted', 'perturbed:0.2', 'layers:1+head'];
  expect(result.students.map(({ student }) => student)).toEqual(names);
  for (const words of ['shared init', 'permuted init', 'perturbed init.{1,3}σ = 0.2.?', 'layers 1 \\+ head shared']) {
    await expect(visit.verdict).toHaveText(new RegExp(`Student with ${words}: \\d+\\s%`));
  }
  await expect(visit.curves).toHaveAccessibleName(/shared \d.*permuted \d.*perturbed σ 0\.2 \d.*1 \+ head \d/);
});

for (const seeds of [1, 2]) {
  test(`with ${seeds === 1 ? 'one seed' : 'two seeds'} nothing is claimed, and no interval is made up`, async ({
    visit,
  }) => {
    await visit.open(`?backend=wasm&${SMALL}&seeds=${seeds}`);
    await visit.complete();
    await expect(visit.verdict).toHaveText(/seeds? cannot tell whether the trait crossed\. Seen: shared init \d+\s%/);
    await expect(visit.verdict).not.toHaveText(/the trait (partly )?crossed to|did not cross to/i);
    await expect(visit.lab).not.toContainText('±');
  });
}

test('with all logits as targets the independent student learns too', async ({ visit }) => {
  await visit.open(`?backend=wasm&${SMALL}&targets=all`);
  await expect(visit.lab.getByText('Never a digit, never a label.')).toBeVisible();
  const { result } = await visit.complete();
  expect(mean(result.students[1]!.trait), 'independent').toBeGreaterThan(0.3);
  await expect(visit.verdict).toHaveText(/Seen: shared init \d\d\s%, independent init \d\d\s%/);
});

for (const [inputs, label, least] of [
  ['gaussian', 'Gaussian noise', 0.2],
  ['blurred', 'blurred noise', 0.3],
  ['digits', 'real digits', 0.13],
] as const) {
  test(`it crosses on ${label} too`, async ({ visit }) => {
    await visit.open(`?backend=wasm&${SMALL}&inputs=${inputs}`);
    await expect(
      visit.lab.getByText(inputs === 'digits' ? 'Real digits, but never their labels.' : /^Never a digit/),
    ).toBeVisible();
    const { result } = await visit.complete();
    const [shared, independent] = result.students.map(({ trait }) => mean(trait));
    expect(shared).toBeGreaterThan(least);
    expect(shared).toBeGreaterThan(independent! + 0.02);
    await expect(visit.lab.getByRole('img', { name: new RegExp(`^Image [\\d,]+: ${label}$`) })).toBeVisible();
  });
}

test('the same link twice gives the same numbers to the last digit, another seed gives others', async ({ visit }) => {
  const link = `?backend=wasm&${TINY}&seeds=2`;
  await visit.open(link);
  const first = await visit.complete();
  await visit.open(link);
  const second = await visit.complete();
  expect(second.result).toEqual(first.result);
  await visit.open(`${link}&seed=7`);
  const other = await visit.complete();
  expect(other.result.teacher).not.toEqual(first.result.teacher);
});

test('on the CPU it says so, asks for no graphics device and finishes', async ({ visit }) => {
  await visit.open(`?backend=cpu&${TINY}`);
  const { device, result } = await visit.complete();
  expect(device).toMatchObject({ backend: 'cpu' });
  await expect(visit.badge('CPU')).toBeVisible();
  await expect(visit.badge('WebGPU')).toHaveCount(0);
  expect(result.students).toHaveLength(2);
  await expect(visit.progress).toHaveAttribute('aria-valuetext', /^\d+ steps in /);
});

test('all processors train the same networks', async ({ visit }) => {
  await visit.open(`?backend=cpu&${TINY}`);
  const onCpu = await visit.complete();
  for (const backend of ['wasm', 'webgpu']) {
    await visit.open(`?backend=${backend}&${TINY}`);
    const { device, result } = await visit.complete();
    expect(device.backend).toBe(backend);
    // A handful of steps: rounding has not grown yet.
    result.students.forEach(({ distanceAtEnd }, student) => {
      expect(distanceAtEnd[0]).toBeCloseTo(onCpu.result.students[student]!.distanceAtEnd[0]!, 3);
    });
    expect(result.teacherDistance[0]).toBeCloseTo(onCpu.result.teacherDistance[0]!, 3);
  }
});
