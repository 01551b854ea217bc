// The GPU trainer follows PyTorch's trajectory: every loss, gradient, weight and logit within SCIENCE.md's tolerances.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGpu, type Gpu } from '../gpu/device.ts';
import { createGpuTrainer } from '../gpu/trainer.ts';
import file from './files/mlp-small.json' with { type: 'json' };
import { F32_TOLERANCE, readMlpGolden, replayMlpGolden } from './mlp-golden.ts';

describe('golden MLP trajectory on the GPU trainer', () => {
  let gpu: Gpu;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('is followed within the tolerances', async () => {
    const deviations = await replayMlpGolden(readMlpGolden(file), createGpuTrainer(gpu), F32_TOLERANCE);
    expect(deviations).toHaveLength(9);
    for (const { quantity, largest, tolerance } of deviations) {
      expect(largest, quantity).toBeLessThan(tolerance);
    }
  });
});
