// Both WebAssembly builds replay the PyTorch trajectories, of MLPs and of transformers, as f32 may.
import { describe, expect, it } from 'vitest';
import { createCpuProcessor } from '../cpu/processor.ts';
import { allowRelaxed, moduleOf } from '../node/wasm-module.ts';
import { createWasmKernels } from '../wasm/kernels.ts';
import { F32_TOLERANCE } from './deviation.ts';
import mlp from './files/mlp-small.json';
import transformer from './files/transformer-small.json';
import { readGolden } from './golden.ts';

allowRelaxed();

describe.each(['baseline', 'relaxed'] as const)('the %s build', (build) => {
  it.each([
    ['MLP', mlp],
    ['transformer', transformer],
  ] as const)('replays the %s trajectory', async (_, file) => {
    const processor = createCpuProcessor('f32', createWasmKernels(moduleOf(build), 2 ** 26));
    const compared = await readGolden(file).replay(processor, F32_TOLERANCE);
    expect(compared.length).toBeGreaterThan(3);
    for (const { quantity, largest, tolerance } of compared) {
      expect(largest, quantity).toBeLessThanOrEqual(tolerance);
    }
  });
});
