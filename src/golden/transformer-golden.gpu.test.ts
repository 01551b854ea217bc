// Transformers on the GPU follow PyTorch’s trajectory within the tolerances of deviation.ts, and the f64 twin’s on
// other sizes.
import { describe, expect, it } from 'vitest';
import { createCpuProcessor } from '../cpu/processor.ts';
import { useGpu } from '../gpu/fixtures/use-gpu.ts';
import { createGpuProcessor } from '../gpu/processor.ts';
import { F32_TOLERANCE } from './deviation.ts';
import file from './files/transformer-small.json' with { type: 'json' };
import {
  readTransformerGolden,
  type TransformerGoldenSettings,
  type TransformerTrajectories,
} from './transformer-golden-file.ts';
import { replayTransformer, transformerDeviations } from './transformer-golden.ts';

const gpu = useGpu();

async function expectFollowed(settings: TransformerGoldenSettings, expected: TransformerTrajectories): Promise<void> {
  const actual = await replayTransformer(settings, createGpuProcessor(gpu()).transformers);
  const compared = transformerDeviations(actual, expected, F32_TOLERANCE);
  expect(compared).toHaveLength(9);
  for (const { quantity, largest, tolerance } of compared) expect(largest, quantity).toBeLessThan(tolerance);
}

function tokensOf(batch: number, length: number, vocabulary: number): number[][] {
  return Array.from({ length: batch }, (_, row) =>
    Array.from({ length }, (_, position) => 1 + ((7 * row + 5 * position + row * position) % (vocabulary - 1))),
  );
}

describe('transformers on the GPU', () => {
  it('follows the golden trajectory of PyTorch', async () => {
    const golden = readTransformerGolden(file);
    await expectFollowed(golden, golden.expected);
  });

  it.each([
    { vocabulary: 9, width: 4, layers: 1, heads: 1, mlpWidth: 3, context: 5, batch: 1, steps: 4 },
    { vocabulary: 30, width: 15, layers: 2, heads: 3, mlpWidth: 21, context: 9, batch: 9, steps: 6 },
    { vocabulary: 41, width: 40, layers: 3, heads: 2, mlpWidth: 10, context: 12, batch: 20, steps: 3 },
  ])('follows the f64 twin on width $width with $layers layers and $heads heads', async (sizes) => {
    const tokens = tokensOf(sizes.batch, sizes.context, sizes.vocabulary);
    const settings = { ...sizes, tokens, learningRate: 0.001, phase: 1 };
    await expectFollowed(settings, await replayTransformer(settings, createCpuProcessor('f64').transformers));
  });
});
