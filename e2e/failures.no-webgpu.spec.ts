// A browser that offers no graphics adapter, as it is and not made to look so: what a visitor on such a machine gets.
import { expect, test, TINY } from './visit.ts';

test('without an adapter the processor’s cores train at once, and the reason is told', async ({ visit }) => {
  visit.allow(/No available adapters/);
  const { lab } = visit;
  await visit.open();
  const { availability } = await visit.ready();
  expect(availability).toMatchObject({ webgpu: false, code: expect.stringMatching(/^no-(adapter|webgpu)$/) });
  await visit.untilTraining();
  await expect(
    lab.getByText(/^Running live in this tab\. .*(found no graphics adapter|does not have WebGPU)/),
  ).toBeVisible();
  await expect(visit.badge('WebAssembly')).toHaveText(/ – no graphics card can be used here$/);
});

test('without an adapter a visitor who saves data sees the recorded run, with the reason', async ({ visit }) => {
  visit.allow(/No available adapters/);
  await visit.savesData();
  await visit.open();
  await expect(
    visit.lab.getByText(/^Recorded run – .+ (found no graphics adapter|does not have WebGPU)/),
  ).toBeVisible();
  await expect(visit.curves).toHaveAccessibleName(/teacher \d+\s%/);
  await visit.button('Run it live').click();
  await visit.untilTraining();
  await expect(visit.badge('WebAssembly')).toBeVisible();
});

test('without an adapter “WebGPU only” fails with a reason instead of training elsewhere in silence', async ({
  visit,
}) => {
  visit.allow(/No available adapters/);
  await visit.open(`?backend=webgpu&${TINY}`);
  expect(await visit.failure()).toMatchObject({ code: expect.stringMatching(/^no-(adapter|webgpu)$/) });
  await expect(visit.alert).toBeVisible();
  await expect(visit.button('Run on the processor')).toBeVisible();
});

test('without an adapter the owls train on the processor’s cores, too', async ({ owls }) => {
  owls.allow(/No available adapters/);
  await owls.open('?owls.seeds=2&owls.teacher-steps=10&owls.sequences=32&owls.steps=4#owls');
  const { device } = await owls.complete();
  expect(device).toMatchObject({ backend: 'wasm', name: expect.stringMatching(/SIMD, \d cores?/) });
  await expect(owls.badge('WebAssembly')).toBeVisible();
});
