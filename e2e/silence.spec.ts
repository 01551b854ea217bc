// Machines on which something never answers, and pages that allow no training thread: nobody waits for ever, and nothing is
// accused that is only slow, paused or finished.
import { hang, hangable, inTheWorker, kill, mortal, posingAsHardware } from './breaking.ts';
import { ENDLESS, expect, test, TINY } from './visit.ts';

const WORKER = '**/assets/worker-*.js';

const SILENT_DEVICES = {
  'compiles no pipeline': () => (GPUDevice.prototype.createComputePipelineAsync = () => new Promise(() => {})),
  'gives nothing back': () => (GPUBuffer.prototype.mapAsync = () => new Promise(() => {})),
  'never says that it is done': () => (GPUQueue.prototype.onSubmittedWorkDone = () => new Promise(() => {})),
};

for (const [what, breaks] of Object.entries(SILENT_DEVICES)) {
  test(`when the graphics device ${what}, the lab falls back to the processor by itself and says why`, async ({
    visit,
  }) => {
    await inTheWorker(visit.page, posingAsHardware, breaks);
    await visit.open(`?backend=auto&${TINY}`);
    expect((await visit.complete()).device.backend).toBe('wasm');
    await expect(visit.lab.getByRole('listitem').filter({ hasText: /has not answered for 20 seconds/ })).toHaveText(
      /The processor trains instead\./,
    );
  });
}

test('a silent device that was asked for by name ends the run with a sentence and ways on', async ({ visit }) => {
  await inTheWorker(visit.page, SILENT_DEVICES['compiles no pipeline']);
  await visit.open(`?backend=webgpu&${TINY}`);
  expect(await visit.failure()).toMatchObject({ code: 'device-silent' });
  await expect(visit.alert).toHaveText(/has not answered for 20 seconds/);
  await visit.button('Run on the processor').click();
  await visit.complete();
});

test('a thread whose script does not arrive is not waited for in silence, and counts when it comes late', async ({
  visit,
}) => {
  const { page, lab } = visit;
  let arrive = () => {};
  const late = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(WORKER, async (route) => {
    await late;
    await route.continue();
  });
  await visit.open(`?${TINY}`);
  await expect(lab.getByText(/has not started for 10 seconds; its script may not have arrived/)).toBeVisible({
    timeout: 15_000,
  });
  await visit.button(/^Run it live/).click();
  await expect(visit.alert).toHaveText(/has not started for 10 seconds/, { timeout: 15_000 });
  arrive();
  await visit.complete();
  await expect(visit.alert).toHaveCount(0);
});

test('a thread that ended unnoticed is replaced when the next run starts', async ({ visit }) => {
  await inTheWorker(visit.page, mortal);
  await visit.open(`?backend=webgpu&${TINY}`);
  const { result } = await visit.complete();
  await kill(visit.page);
  await visit.button('Run it again').click();
  expect((await visit.complete()).result).toEqual(result);
});

test('a thread that ends in mid-run is missed, and a new one starts over', async ({ visit }) => {
  await inTheWorker(visit.page, mortal);
  await visit.open(`?backend=webgpu&${ENDLESS}`);
  await visit.untilTraining();
  await kill(visit.page);
  await expect(visit.alert).toHaveText(/Nothing has been heard of the training thread for \d+ seconds/, {
    timeout: 40_000,
  });
  await visit.button('Start over with a new thread').click();
  await expect(visit.alert).toHaveCount(0);
  await visit.untilTraining();
});

test('a device that stops in mid-run is told from a thread that ended; waiting on is possible', async ({ visit }) => {
  await inTheWorker(visit.page, hangable);
  await visit.open(`?backend=webgpu&${ENDLESS}`);
  await visit.untilTraining();
  await hang(visit.page);
  await expect(visit.alert).toHaveText(/The training thread is well, but waits itself/, { timeout: 40_000 });
  await visit.button('Keep waiting').click();
  await expect(visit.alert).toHaveCount(0);
  await visit.button('Start over').click();
  await visit.untilTraining();
});

test('a device that stopped is tried again and replaced by the next run, which fails if none answers', async ({
  visit,
}) => {
  await inTheWorker(visit.page, hangable);
  await visit.open(`?backend=webgpu&${ENDLESS}`);
  await visit.untilTraining();
  await hang(visit.page);
  await visit.button('Start over').click();
  expect(await visit.failure()).toMatchObject({ code: 'device-silent' });
  await visit.button('Run on the processor').click();
  await visit.untilTraining();
});

test('a paused run is accused of nothing', async ({ visit }) => {
  await visit.open(`?backend=webgpu&${ENDLESS}`);
  await visit.untilTraining();
  await visit.button('Pause').click();
  await visit.paused();
  await visit.page.waitForTimeout(32_000);
  await expect(visit.alert).toHaveCount(0);
});

const OLDER_BROWSERS: Readonly<Record<string, () => void>> = {
  'whose adapter says nothing of itself': () => Reflect.deleteProperty(GPUAdapter.prototype, 'info'),
  'that offers more than it then grants': () => {
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = function (descriptor) {
      if ([...(descriptor?.requiredFeatures ?? [])].length > 0 || descriptor?.requiredLimits) {
        return Promise.reject(new TypeError('not this one'));
      }
      return requestDevice.call(this, descriptor);
    };
  },
  'whose compiler says nothing': () => Reflect.deleteProperty(GPUShaderModule.prototype, 'getCompilationInfo'),
};

for (const [browser, breaks] of Object.entries(OLDER_BROWSERS)) {
  test(`a browser ${browser} trains all the same`, async ({ visit }) => {
    await inTheWorker(visit.page, breaks);
    await visit.open(`?backend=webgpu&${TINY}`);
    const { device } = await visit.complete();
    expect(device.backend).toBe('webgpu');
    await expect(visit.badge('WebGPU')).toBeVisible();
  });
}
