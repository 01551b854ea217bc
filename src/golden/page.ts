// A page for `npm run golden -- FILE --device webgpu`: replays a file on the GPU. Not part of the build.
import { openGpu, type Gpu } from '../gpu/device.ts';
import { createGpuProcessor } from '../gpu/processor.ts';
import { F32_TOLERANCE, type Deviation } from './deviation.ts';
import { readGolden } from './golden.ts';

export interface GoldenReplay {
  readonly device: string;
  readonly deviations: readonly Deviation[];
}

declare global {
  /** Replays a file, given as its text: a value of any depth would have to be taken apart to get here. */
  var replayGolden: ((text: string) => Promise<GoldenReplay | { readonly problem: string }>) | undefined;
}

globalThis.replayGolden = async (text) => {
  let gpu: Gpu;
  try {
    gpu = await openGpu();
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  try {
    const { name, software } = gpu.description;
    return {
      device: `WebGPU on ${name}${software ? ' (software adapter)' : ''}, f32`,
      deviations: await readGolden(JSON.parse(text)).replay(createGpuProcessor(gpu), F32_TOLERANCE),
    };
  } finally {
    gpu.close();
  }
};
