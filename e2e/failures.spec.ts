// Machines on which WebGPU is missing, breaks or runs out of something. Each way has its own sentence and a way on, and
// what is shown is never a blank page, an endless wait or numbers that nobody computed.
import { chromium } from '@playwright/test';
import { launchArguments, launchOptions } from '../src/node/chromium.mjs';
import { inTheWorker, miscounting, pluggable, posingAsHardware, unplug, withoutSimd } from './breaking.ts';
import { ENDLESS, expect, SMALL, test, TINY, visitOn } from './visit.ts';

/** Never a word about a mistake of the lab. */
const FAILS = /^\s*The graphics device does not do what is asked of it\./;

const RUNGS: readonly { machine: string; breaks: () => void; code: string; sentence: RegExp; detail?: unknown }[] = [
  {
    machine: 'in a browser without WebGPU',
    breaks: () => delete Object.getPrototypeOf(navigator).gpu,
    code: 'no-webgpu',
    // Which systems have it is said, so that nobody installs a browser in vain.
    sentence: /This browser does not have WebGPU\. Chrome and Edge have it on Windows.+ Firefox on Windows.+ Linux/,
  },
  {
    machine: 'when the browser fails at the search for an adapter',
    breaks: () => (GPU.prototype.requestAdapter = () => Promise.reject(new Error('driver gone'))),
    code: 'adapter-error',
    sentence: /WebGPU failed when asked for a graphics adapter/,
  },
  {
    machine: 'when the browser throws at the search for an adapter',
    breaks: () =>
      (GPU.prototype.requestAdapter = () => {
        throw new Error('not now');
      }),
    code: 'adapter-error',
    sentence: /WebGPU failed when asked for a graphics adapter/,
  },
  {
    machine: 'when no adapter is found',
    breaks: () => (GPU.prototype.requestAdapter = () => Promise.resolve(null)),
    code: 'no-adapter',
    sentence: /found no graphics adapter/,
  },
  {
    machine: 'when the adapter cannot be opened',
    breaks: () => (GPUAdapter.prototype.requestDevice = () => Promise.reject(new Error('no device'))),
    code: 'device-failed',
    sentence: /adapter was found but could not be opened/,
  },
  {
    // A bug report would quote file, line, column, the complaint and the line itself.
    machine: 'when the adapter rejects a shader',
    breaks: () => {
      const { createShaderModule } = GPUDevice.prototype;
      GPUDevice.prototype.createShaderModule = function (descriptor) {
        return createShaderModule.call(this, { ...descriptor, code: descriptor.code.replace('@compute', '@compote') });
      };
    },
    code: 'shader-failed',
    sentence: /A compute shader \(“\w+”\) could not be compiled/,
    detail: expect.stringMatching(/\w+\.wgsl:\d+:\d+ [^]+\n@compute/),
  },
  {
    machine: 'when what was computed cannot be read back',
    breaks: () => (GPUBuffer.prototype.mapAsync = () => Promise.reject(new DOMException('no', 'OperationError'))),
    code: 'device-failed',
    sentence: FAILS,
    detail: expect.stringContaining('OperationError'),
  },
  {
    machine: 'when the device throws at its work',
    breaks: () => {
      GPUDevice.prototype.createBindGroup = () => {
        throw new TypeError('not this time');
      };
    },
    code: 'device-failed',
    sentence: FAILS,
    detail: expect.stringContaining('not this time'),
  },
];

for (const { machine, breaks, code, sentence, detail = expect.any(String) } of RUNGS) {
  test(`${machine} there is a sentence of its own, and the processor as a way on`, async ({ visit }) => {
    visit.allow(/Error while parsing WGSL|Invalid ShaderModule/);
    await inTheWorker(visit.page, breaks);
    await visit.open(`?backend=webgpu&${TINY}`);
    expect(await visit.failure()).toMatchObject({ code, message: expect.stringMatching(sentence), detail });
    await expect(visit.alert).toHaveText(sentence);
    await expect(visit.verdict).toHaveText(/The run ended early\./);
    await expect(visit.button('Try again')).toBeVisible();

    await visit.button('Run on the processor').click();
    const { device } = await visit.complete();
    expect(device.backend).toBe('wasm');
    await expect(visit.badge('WebAssembly')).toBeVisible();
    await expect(visit.alert).toHaveCount(0);
    await expect(visit.page, 'the choice is part of the link').toHaveURL(/backend=wasm/);
  });
}

test('when the browser never answers about its adapter, the processor trains meanwhile', async ({ visit }) => {
  await inTheWorker(visit.page, () => (GPU.prototype.requestAdapter = () => new Promise(() => {})));
  await visit.open(`?${TINY}`);
  await expect(visit.lab.getByText('looking for what can train here …')).toBeVisible();
  const { device } = await visit.complete(8000);
  expect(device.backend).toBe('wasm');
  await expect(visit.lab.getByText(/did not answer within 1\.5 seconds/)).toBeVisible();
});

test('a run that asked for WebGPU by name waits five seconds for an adapter that never comes', async ({ visit }) => {
  await inTheWorker(visit.page, () => (GPU.prototype.requestAdapter = () => new Promise(() => {})));
  await visit.open(`?backend=webgpu&${TINY}`);
  expect(await visit.failure(10_000)).toMatchObject({
    code: 'adapter-timeout',
    message: expect.stringMatching(/did not answer within 5 seconds/),
  });
});

test('left to choose, the lab says why the processor trains and finishes there', async ({ visit }) => {
  await inTheWorker(
    visit.page,
    posingAsHardware,
    () => (GPUAdapter.prototype.requestDevice = () => Promise.reject(new Error('no'))),
  );
  await visit.open(`?backend=auto&${TINY}`);
  const { device } = await visit.complete();
  expect(device.backend).toBe('wasm');
  await expect(visit.badge('WebAssembly')).toHaveText(/ – the graphics card failed$/);
  await expect(visit.lab.getByRole('listitem').filter({ hasText: /could not be opened/ })).toHaveText(
    /The processor trains instead\./,
  );
});

test('left to choose, the lab prefers the processor to a graphics card that is slower', async ({ visit }) => {
  await inTheWorker(visit.page, posingAsHardware);
  await visit.open(`?backend=auto&${TINY}`);
  const { device } = await visit.complete();
  expect(device.backend).toBe('wasm');
  await expect(visit.badge('WebAssembly')).toHaveText(
    / – the processor is [\d.]+ times as fast as the graphics card for this run$/,
  );
});

test('a graphics card that computes other numbers than the processor is not used, and that is said', async ({
  visit,
}) => {
  await inTheWorker(visit.page, posingAsHardware, miscounting);
  await visit.open(`?backend=auto&${TINY}`);
  expect((await visit.complete()).device.backend).toBe('wasm');
  await expect(visit.lab.getByRole('listitem').filter({ hasText: /computes other numbers/ })).toHaveText(
    /The processor trains instead\./,
  );
});

test('such a card that was asked for by name ends the run with a sentence and a way on', async ({ visit }) => {
  await inTheWorker(visit.page, posingAsHardware, miscounting);
  await visit.open(`?backend=webgpu&${TINY}`);
  expect(await visit.failure()).toMatchObject({ code: 'wrong-numbers' });
  await visit.button('Run on the processor').click();
  await visit.complete();
});

test('without WebAssembly with SIMD plain JavaScript trains, and says so', async ({ visit }) => {
  await inTheWorker(visit.page, withoutSimd);
  await visit.open(`?${TINY}`);
  const { device } = await visit.complete();
  expect(device.backend).toBe('cpu');
  await expect(visit.badge('CPU')).toHaveText(
    /the only graphics adapter here is software, and no WebAssembly with SIMD$/,
  );
});

test('WebAssembly that was asked for by name and is not there ends the run with a sentence and a way on', async ({
  visit,
}) => {
  await inTheWorker(visit.page, withoutSimd);
  await visit.open(`?backend=wasm&${TINY}`);
  expect(await visit.failure()).toMatchObject({ code: 'no-wasm' });
  await expect(visit.alert).toHaveText(/does not have WebAssembly with SIMD/);
  await visit.button('Run in plain JavaScript').click();
  expect((await visit.complete()).device.backend).toBe('cpu');
});

test('left to choose, the lab lets plain JavaScript train from the beginning where the device throws in mid-run', async ({
  visit,
}) => {
  // Nothing faster is there, so that the device is chosen.
  await inTheWorker(visit.page, posingAsHardware, withoutSimd, () => {
    const { submit } = GPUQueue.prototype;
    let broken = false;
    new BroadcastChannel('break').addEventListener('message', () => (broken = true));
    GPUQueue.prototype.submit = function (commands) {
      if (broken) throw new TypeError('no more');
      return submit.call(this, commands);
    };
  });
  await visit.open(`?backend=auto&${SMALL}`);
  await visit.untilTraining('Students');
  await visit.page.evaluate(() => new BroadcastChannel('break').postMessage('now'));
  const { device } = await visit.complete();
  expect(device.backend).toBe('cpu');
  await expect(visit.badge('CPU')).toBeVisible();
  await expect(visit.alert).toHaveCount(0);
  await expect(visit.lab.getByRole('listitem').filter({ hasText: /does not do what is asked/ })).toHaveText(
    /Plain JavaScript trains instead, slowly\./,
  );
});

test('on an insecure page it says that https is missing, and trains on the processor', async ({ baseURL }) => {
  // An address that browsers do not trust the way they trust localhost; the resolver leads it back to this machine.
  const { port } = new URL(baseURL!);
  const args = [...launchArguments(), '--host-resolver-rules=MAP 192.0.2.7 127.0.0.1'];
  const browser = await chromium.launch({ ...launchOptions(), args });
  try {
    const visit = await visitOn(await browser.newPage());
    await visit.open(`http://192.0.2.7:${port}/?${TINY}`);
    expect(await visit.page.evaluate(() => isSecureContext)).toBe(false);
    await expect(visit.lab.getByText(/not loaded over a secure connection \(https\)/)).toBeVisible();
    await visit.button('Copy link').click();
    await expect(visit.lab.getByLabel('Link to these settings')).toHaveValue(
      /^http:\/\/192\.0\.2\.7:\d+\/\?v=2&seeds=1&/,
    );
    expect((await visit.complete()).device.backend).toBe('wasm');
    expect(await visit.complaints()).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('a device lost in mid-run is replaced, and the run ends with the same numbers', async ({ visit }) => {
  const { page, lab } = visit;
  const notice = lab.getByRole('listitem').filter({ hasText: 'The graphics device was lost' });
  await inTheWorker(page, pluggable);
  await visit.open(`?backend=webgpu&${SMALL}`);
  const undisturbed = await visit.complete();
  await expect(notice).toHaveCount(0);

  await visit.button('Run it again').click();
  await visit.untilTraining('Teacher');
  await unplug(page);
  await expect(notice).toHaveCount(1);
  await visit.untilTraining('Students');
  await unplug(page);
  const { result } = await visit.complete();
  expect(result).toEqual(undisturbed.result);
  await expect(notice.first()).toHaveText(/(goes on from the end of the last epoch|starts again) on a new one\./);
});

test('a device that is lost over and over is given up, with the processor as a way on', async ({ visit }) => {
  await inTheWorker(visit.page, () => {
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      const device = await requestDevice.call(this, descriptor);
      setTimeout(() => device.destroy(), 300);
      return device;
    };
  });
  await visit.open(`?backend=webgpu&${ENDLESS}`);
  expect(await visit.failure()).toMatchObject({ code: 'device-lost' });
  await expect(visit.alert).toHaveText(/The graphics device was lost\./);
  await visit.button('Run on the processor').click();
  await visit.untilTraining();
  await expect(visit.badge('WebAssembly')).toBeVisible();
});

test('a run that needs more memory than the adapter has says so at once and offers fewer seeds', async ({ visit }) => {
  const students = Array.from({ length: 8 }, () => 'shared').join(',');
  await visit.open(`?backend=webgpu&seeds=32&hidden-layers=1024,1024&students=${students}`);
  expect(await visit.failure(10_000)).toMatchObject({ code: 'out-of-memory' });
  await expect(visit.alert).toHaveText(/needs more memory than this device allows\. Fewer seeds/);
  await expect(visit.button('Try with half the seeds')).toBeVisible();
});

test('on an adapter with little memory half the seeds fit', async ({ visit }) => {
  // The least that every adapter must offer.
  await inTheWorker(visit.page, () =>
    Object.defineProperty(GPUAdapter.prototype, 'limits', {
      get: () => ({ maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27 }),
    }),
  );
  const students = Array.from({ length: 8 }, () => 'shared').join(',');
  await visit.open(`?backend=webgpu&${TINY}&seeds=3&batch=2048&hidden-layers=4,1024&students=${students}`);
  expect(await visit.failure()).toMatchObject({ code: 'out-of-memory' });
  await visit.button('Try with half the seeds').click();
  const { result } = await visit.complete();
  expect(result.teacher).toHaveLength(1);
  await expect(visit.setting('Seeds')).toHaveValue('1');
});

test('a learning rate of a million stops the run, says at which step, and offers a usable one', async ({ visit }) => {
  const { page } = visit;
  await visit.open(`?backend=webgpu&${ENDLESS}&learning-rate=1e6`);
  expect(await visit.failure()).toMatchObject({ code: 'not-finite' });
  await expect(visit.alert).toHaveText(
    /Training stopped at step \d+ of the teacher: the loss is no longer a usable number/,
  );
  await expect(visit.progress).toHaveAttribute('aria-valuetext', /stopped$/);
  await visit.button('Use the preset’s learning rate').click();
  await expect(visit.alert).toHaveCount(0);
  await expect(page).not.toHaveURL(/learning-rate/);
  await visit.untilTraining();
});
