// A page for `npm run golden -- FILE --device webgpu`: replays a file on the GPU trainer. Not part of the build.
import { openGpu } from '../gpu/device.ts';
import { createGpuTrainer } from '../gpu/trainer.ts';
import { readMlpGolden } from './mlp-golden-file.ts';
import { deviations, F32_TOLERANCE, replayMlp, type Deviation } from './mlp-golden.ts';

export interface GoldenReplay {
  readonly device: string;
  readonly deviations: readonly Deviation[];
}

declare global {
  var replayGolden: ((file: unknown) => Promise<GoldenReplay>) | undefined;
}

globalThis.replayGolden = async (file) => {
  const gpu = await openGpu();
  try {
    const golden = readMlpGolden(file);
    const actual = await replayMlp(golden, createGpuTrainer(gpu));
    const { name, software } = gpu.description;
    return {
      device: `WebGPU on ${name}${software ? ' (software adapter)' : ''}, f32`,
      deviations: deviations(actual, golden.expected, F32_TOLERANCE),
    };
  } finally {
    gpu.close();
  }
};
