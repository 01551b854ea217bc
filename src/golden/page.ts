// A page for `npm run golden -- FILE --device webgpu`: replays a file on the GPU trainer. Not part of the build.
import { openGpu } from '../gpu/device.ts';
import { createGpuLanguageTrainer } from '../gpu/language-trainer.ts';
import { createGpuTrainer } from '../gpu/trainer.ts';
import { F32_TOLERANCE, type Deviation } from './deviation.ts';
import { readGolden } from './golden.ts';

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
    const trainers = { mlp: () => createGpuTrainer(gpu), language: () => createGpuLanguageTrainer(gpu) };
    const { name, software } = gpu.description;
    return {
      device: `WebGPU on ${name}${software ? ' (software adapter)' : ''}, f32`,
      deviations: await readGolden(file).replay(trainers, F32_TOLERANCE),
    };
  } finally {
    gpu.close();
  }
};
