// A browser that offers no graphics adapter, as it is and not made to look so: what a visitor on such a machine gets.
import { expect, test, TINY } from './visit.ts';

test('without an adapter the recorded run is shown, with the reason and a button for the CPU', async ({ visit }) => {
  visit.allow(/No available adapters/);
  const { lab } = visit;
  await visit.open();
  const { availability } = await visit.ready();
  expect(availability).toMatchObject({ webgpu: false, code: expect.stringMatching(/^no-(adapter|webgpu)$/) });
  await expect(lab.getByText(/^Recorded run – .+ (found no graphics adapter|does not have WebGPU)/)).toBeVisible();
  await expect(visit.curves).toHaveAccessibleName(/teacher \d+\s%/);
  await visit.button('Run it live on the CPU').click();
  await visit.untilTraining();
  await expect(visit.badge('CPU')).toBeVisible();
});

test('without an adapter a link to other settings says that nothing has run, and runs on the CPU', async ({
  visit,
}) => {
  visit.allow(/No available adapters/);
  await visit.open(`?${TINY}`);
  await expect(visit.lab.getByText(/^Nothing has run with these settings yet\. This browser/)).toBeVisible();
  await visit.button('Run it live on the CPU').click();
  const { device } = await visit.complete();
  expect(device.backend).toBe('cpu');
  await expect(visit.badge('CPU')).toBeVisible();
});

test('without an adapter “WebGPU only” fails with a reason instead of training elsewhere in silence', async ({
  visit,
}) => {
  visit.allow(/No available adapters/);
  await visit.open(`?backend=webgpu&${TINY}`);
  expect(await visit.failure()).toMatchObject({ code: expect.stringMatching(/^no-(adapter|webgpu)$/) });
  await expect(visit.alert).toBeVisible();
  await expect(visit.button('Run on the CPU')).toBeVisible();
});

test('without an adapter the owls lab says so and offers the CPU', async ({ owls }) => {
  owls.allow(/No available adapters/);
  const { lab } = owls;
  await owls.open('?owls.seeds=1&owls.teacher-steps=10&owls.sequences=32&owls.steps=4#owls');
  await expect(lab.getByText(/^Nothing has run with these settings yet\. This browser/)).toBeVisible();
  await owls.button('Run it live on the CPU').click();
  const { device } = await owls.complete();
  expect(device.backend).toBe('cpu');
  await expect(owls.badge('CPU')).toBeVisible();
});
