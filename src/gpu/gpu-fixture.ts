// The fixture of every GPU test: one device per file, no test without an adapter, and any validation error fails the test
// that caused it.
import { afterAll, afterEach, beforeAll } from 'vitest';
import { openGpu, type Gpu } from './device.ts';

/** Opens a device for the tests of this file. A missing adapter fails them: it never skips. */
export function useGpu(): () => Gpu {
  let gpu: Gpu | undefined;
  const opened = (): Gpu => {
    if (!gpu) throw new Error('no GPU device');
    return gpu;
  };
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterEach(async () => {
    await opened().device.queue.onSubmittedWorkDone();
    opened().check();
  });
  afterAll(() => gpu?.close());
  return opened;
}
