// The fixture of every GPU test: one device per file, no test without an adapter, and error scopes around every test, so
// that any validation error fails the test that caused it.
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openGpu, type Gpu } from './device.ts';

const SCOPES = ['validation', 'out-of-memory', 'internal'] as const;

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
  beforeEach(() => {
    for (const scope of SCOPES) opened().device.pushErrorScope(scope);
  });
  afterEach(async () => {
    const errors = await Promise.all(SCOPES.map(() => opened().device.popErrorScope()));
    expect(errors.map((error) => error?.message).filter(Boolean)).toEqual([]);
    opened().check();
  });
  afterAll(() => gpu?.close());
  return opened;
}
