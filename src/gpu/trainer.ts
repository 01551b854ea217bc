// The GPU trainer: implements the trainer interface with plans of dispatches. The networks' science is elsewhere.
import type {
  ImageSet,
  LabeledImages,
  Networks,
  Real,
  Snapshot,
  Task,
  Trainer,
  Training,
} from '../experiment/trainer.ts';
import type { Gpu } from './device.ts';
import { checkRun, mlpHostBytes, mlpRunBuffers } from './memory.ts';
import { GpuImages, GpuNetworks } from './networks.ts';
import { Arena } from './plan.ts';
import { prepareTraining } from './training.ts';

/**
 * Makes a trainer on `gpu`. The device stays open when the trainer is freed, so that a restart compiles nothing.
 * @param onProgress hears how many kernels of those asked for so far are compiled
 */
export function createGpuTrainer(gpu: Gpu, onProgress?: (compiled: number, total: number) => void): Trainer {
  const arena = new Arena(gpu, onProgress);
  return {
    device: gpu.description,
    checkSize: (size) => checkRun(gpu, mlpRunBuffers(size), mlpHostBytes(size)),
    images: (images: LabeledImages): Promise<ImageSet> => gpu.guarded(() => new GpuImages(arena, images)),
    networks: async (label, architecture, parameters: Real): Promise<Networks> => {
      const networks = await gpu.guarded(() => new GpuNetworks(arena, label, architecture, parameters));
      await networks.prepare();
      return networks;
    },
    training: (networks: Networks, task: Task, from?: Snapshot): Promise<Training> => {
      if (!(networks instanceof GpuNetworks)) throw new TypeError('networks of another trainer');
      return prepareTraining(arena, networks, task, from);
    },
    free: () => arena.free(),
  };
}
