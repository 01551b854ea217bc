// The GPU trainer of language models: implements the interface with plans of dispatches. Their science is elsewhere.
import type {
  LanguageNetworks,
  LanguageSnapshot,
  LanguageTask,
  LanguageTrainer,
  LanguageTraining,
  SequenceSet,
  Sequences,
} from '../experiment/language-trainer.ts';
import type { Real } from '../experiment/trainer.ts';
import type { Transformer } from '../experiment/transformer.ts';
import type { Gpu } from './device.ts';
import { GpuLanguageNetworks, onGpu } from './language-networks.ts';
import { GpuSequences } from './language-step.ts';
import { prepareLanguageTraining } from './language-training.ts';
import { checkRun, transformerHostBytes, transformerRunBuffers } from './memory.ts';
import { Arena } from './plan.ts';

/**
 * Makes a trainer on `gpu`. The device stays open when the trainer is freed, so that a restart compiles nothing.
 * @param onProgress hears how many kernels of those asked for so far are compiled
 */
export function createGpuLanguageTrainer(
  gpu: Gpu,
  onProgress?: (compiled: number, total: number) => void,
): LanguageTrainer {
  const arena = new Arena(gpu, onProgress);
  return {
    device: gpu.description,
    checkSize: (size) => checkRun(gpu, transformerRunBuffers(size), transformerHostBytes(size)),
    sequences: (sequences: Sequences): Promise<SequenceSet> => gpu.guarded(() => new GpuSequences(arena, sequences)),
    networks: (label: string, architecture: Transformer, parameters: Real): Promise<LanguageNetworks> =>
      gpu.guarded(() => new GpuLanguageNetworks(arena, label, architecture, parameters)),
    training: async (
      networks: LanguageNetworks,
      task: LanguageTask,
      from?: LanguageSnapshot,
    ): Promise<LanguageTraining> => prepareLanguageTraining(arena, onGpu(networks), task, from),
    free: () => arena.free(),
  };
}
