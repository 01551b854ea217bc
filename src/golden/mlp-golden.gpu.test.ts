// MLPs on the GPU follow PyTorch’s trajectory within the tolerances of deviation.ts, and the f64 twin’s on other sizes.
import { describe, expect, it } from 'vitest';
import { createCpuProcessor } from '../cpu/processor.ts';
import { useGpu } from '../gpu/fixtures/use-gpu.ts';
import { createGpuProcessor } from '../gpu/processor.ts';
import { F32_TOLERANCE } from './deviation.ts';
import file from './files/mlp-small.json' with { type: 'json' };
import { readMlpGolden, type GoldenSettings, type Trajectories } from './mlp-golden-file.ts';
import { deviations, replayMlp } from './mlp-golden.ts';

const gpu = useGpu();

async function expectFollowed(settings: GoldenSettings, expected: Trajectories): Promise<void> {
  const compared = deviations(await replayMlp(settings, createGpuProcessor(gpu()).mlps), expected, F32_TOLERANCE);
  expect(compared).toHaveLength(9);
  for (const { quantity, largest, tolerance } of compared) expect(largest, quantity).toBeLessThan(tolerance);
}

describe('MLPs on the GPU', () => {
  it('follows the golden trajectory of PyTorch', async () => {
    const golden = readMlpGolden(file);
    await expectFollowed(golden, golden.expected);
  });

  it.each<GoldenSettings>([
    { sizes: [7, 5, 9], auxiliaryLogits: 3, batch: 5, steps: 4, learningRate: 0.01, phase: 0.3 },
    { sizes: [33, 21, 18, 11, 9], auxiliaryLogits: 4, batch: 19, steps: 6, learningRate: 0.003, phase: 2.5 },
    { sizes: [100, 64, 64, 20], auxiliaryLogits: 10, batch: 64, steps: 12, learningRate: 0.002, phase: 1.7 },
    { sizes: [13, 8, 6], auxiliaryLogits: 2, batch: 1, steps: 3, learningRate: 0.05, phase: 4 },
    { sizes: [20, 40, 70, 110], auxiliaryLogits: 100, batch: 9, steps: 1, learningRate: 0.01, phase: 0 },
  ])('follows the f64 twin on $sizes, batch $batch', async (settings) => {
    await expectFollowed(settings, await replayMlp(settings, createCpuProcessor('f64').mlps));
  });
});
