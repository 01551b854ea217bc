// What a run is said to take on a graphics device, against the buffers that are really made.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { workThrough } from '../cpu/fixtures/transformers.ts';
import { run } from '../experiment/digits/run.ts';
import { sizeOf } from '../experiment/digits/size.ts';
import { DIGITS } from '../experiment/digits/spec.ts';
import { syntheticDigits } from '../experiment/digits/synthetic-digits-fixture.ts';
import { useGpu } from './fixtures/use-gpu.ts';
import { createGpuProcessor } from './processor.ts';
import { bytesOf, mlpRunBuffers, transformerRunBuffers } from './memory.ts';

const gpu = useGpu();

let made: { bytes: number; largest: number };
beforeEach(() => {
  const { device } = gpu();
  const createBuffer = device.createBuffer.bind(device);
  made = { bytes: 0, largest: 0 };
  vi.spyOn(device, 'createBuffer').mockImplementation((descriptor) => {
    // What is read back once is given back at once.
    if (descriptor.label !== 'staging') made.bytes += descriptor.size;
    made.largest = Math.max(made.largest, descriptor.size);
    return createBuffer(descriptor);
  });
});
afterEach(() => void vi.restoreAllMocks());

function expectClose(buffers: number[]): void {
  expect(bytesOf(buffers) / made.bytes).toBeGreaterThan(0.995);
  expect(bytesOf(buffers) / made.bytes).toBeLessThan(1.05);
  expect((4 * Math.max(...buffers)) / made.largest).toBeGreaterThan(0.995);
  expect((4 * Math.max(...buffers)) / made.largest).toBeLessThan(1.05);
}

const SHORT: [string, string][] = [
  ['training-images', '100'],
  ['noise-images', '100'],
  ['teacher-epochs', '1'],
  ['student-epochs', '1'],
];

describe('a run of MLPs', () => {
  it.each<{ entries: [string, string][] }>([
    { entries: [['seeds', '1']] },
    {
      entries: [
        ['seeds', '3'],
        ['hidden-layers', '30,6'],
        ['batch', '100'],
      ],
    },
    {
      entries: [
        ['seeds', '2'],
        ['hidden-layers', '128'],
        ['batch', '9'],
        ['targets', 'all'],
      ],
    },
  ])('makes the buffers that are said: $entries', async ({ entries }) => {
    const { spec } = DIGITS.parse([...SHORT, ...entries]);
    const processor = createGpuProcessor(gpu());
    const most = 500;
    for await (const record of run(spec, { processor, source: syntheticDigits(most), pace: () => 8 })) void record;
    expectClose(mlpRunBuffers({ ...sizeOf(spec), images: [100, most, most] }));
    processor.free();
  });
});

describe('a run of transformers', () => {
  it.each([
    { models: 2, batch: 3, rows: 8, imitating: false },
    { models: 5, batch: 10, rows: 100, imitating: true },
  ])('makes the buffers that are said: %o', async (workload) => {
    const processor = createGpuProcessor(gpu());
    expectClose(transformerRunBuffers(await workThrough(processor.transformers, workload)));
    processor.free();
  });
});
