// The CPU as a processor: the slow, plain truth behind the same boundary as the GPU, in this thread. Runs in f64 for tests
// and golden checks, in f32 in the page and on the command line. What it computes with is an argument.
import { checked } from '../experiment/processor/checked-processor.ts';
import { checkBytes, MOST_HOST_BYTES } from '../experiment/processor/memory.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import { cpuWith, TWINS, type CpuKernels, type Precision } from './kernels.ts';
import { mlpRunBytes, transformerRunBytes } from './memory.ts';
import { CpuImages, CpuMlps } from './mlp/networks.ts';
import { CpuMlpTraining } from './mlp/training.ts';
import { CpuTransformers } from './transformer/networks.ts';
import { CpuSequences, CpuTransformerTraining } from './transformer/training.ts';

/** Of a number. */
const BYTES: Readonly<Record<Precision, number>> = { f32: 4, f64: 8 };

/** Makes a processor that computes in this thread, with `kernels` of its own or with the twins, which anyone may share. */
export function createCpuProcessor(precision: Precision = 'f32', kernels: CpuKernels = TWINS): Processor {
  const cpu = cpuWith(kernels, precision);
  const check = (bytes: number) => checkBytes('the run', bytes, MOST_HOST_BYTES);
  return checked<CpuMlps, CpuImages, CpuTransformers, CpuSequences>({
    device: { backend: 'cpu', name: `JavaScript, ${precision}`, software: true },
    lanes: 1,
    mlps: {
      checkSize: (size) => check(mlpRunBytes(size, BYTES[precision])),
      images: async (images) => new CpuImages(images, cpu),
      networks: async (_label, architecture, parameters) => new CpuMlps(architecture, parameters, cpu),
      training: async (networks, task, from) => new CpuMlpTraining(networks, task, cpu, from),
    },
    transformers: {
      checkSize: (size) => check(transformerRunBytes(size, BYTES[precision])),
      sequences: async (sequences) => new CpuSequences(sequences, cpu),
      networks: async (_label, architecture, parameters) => new CpuTransformers(architecture, parameters, cpu),
      training: async (networks, task, from) => new CpuTransformerTraining(networks, task, cpu, from),
    },
    free: () => kernels.free(),
  });
}
