// A GPU as a processor: puts networks on a device and trains them with plans of dispatches. The networks' science is elsewhere.
import { checked } from '../experiment/processor/checked-processor.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import type { Gpu } from './device.ts';
import { checkRun, mlpHostBytes, mlpRunBuffers, transformerHostBytes, transformerRunBuffers } from './memory.ts';
import { GpuImages, GpuMlps } from './mlp/networks.ts';
import { prepareMlpTraining } from './mlp/training.ts';
import { Arena } from './plan.ts';
import { GpuTransformers } from './transformer/networks.ts';
import { GpuSequences } from './transformer/step.ts';
import { prepareTransformerTraining } from './transformer/training.ts';
import { tunerOf } from './tuner.ts';

/**
 * Makes a processor of `gpu`; nothing is compiled or allocated before it is asked for. The device stays open when the
 * processor is freed, so that a restart compiles nothing.
 * @param onCompiled hears how many kernels of those asked for so far are compiled
 */
export function createGpuProcessor(gpu: Gpu, onCompiled?: (compiled: number, total: number) => void): Processor {
  const arena = new Arena(gpu, onCompiled, tunerOf(gpu));
  return checked<GpuMlps, GpuImages, GpuTransformers, GpuSequences>({
    device: gpu.description,
    lanes: 1,
    mlps: {
      checkSize: (size) => checkRun(gpu, mlpRunBuffers(size), mlpHostBytes(size)),
      images: (images) => gpu.guarded(() => new GpuImages(arena, images)),
      networks: async (label, architecture, parameters) => {
        const networks = await gpu.guarded(() => new GpuMlps(arena, label, architecture, parameters));
        await networks.prepare();
        return networks;
      },
      training: async (networks, task, from) => prepareMlpTraining(arena, networks, task, from),
    },
    transformers: {
      checkSize: (size) => checkRun(gpu, transformerRunBuffers(size), transformerHostBytes(size)),
      sequences: (sequences) => gpu.guarded(() => new GpuSequences(arena, sequences)),
      networks: (label, architecture, parameters) =>
        gpu.guarded(() => new GpuTransformers(arena, label, architecture, parameters)),
      training: async (networks, task, from) => prepareTransformerTraining(arena, networks, task, from),
    },
    free: () => arena.free(),
  });
}
