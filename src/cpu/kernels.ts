// What the CPU computes with: every kernel that its two schedules call, and arrays for their tensors. The schedules know
// nothing else, so that another set of kernels is another processor.
import type { Real } from '../experiment/processor/processor.ts';
import { attention, attentionBackward } from './twins/attention.ts';
import { cachedAttention, embedNext, sampleToken } from './twins/decoding.ts';
import { batchOrder, blurredNoise, gatherImages, noise } from './twins/inputs.ts';
import { cacheLogits, confusion, crossEntropy, distillation } from './twins/losses.ts';
import { backward, forward, weightGradient, weightUpdate } from './twins/matmul.ts';
import { addRmsNorm, gainGradient, rmsNorm, rmsNormBackward } from './twins/norms.ts';
import { adam, gradientNorm, sgd } from './twins/optimizers.ts';
import { meanLoss, tokenCrossEntropy, tokenDistillation } from './twins/token-losses.ts';
import { embeddingGradient, embedTokens, gatherTokens, positionGradient } from './twins/tokens.ts';

export type Precision = 'f32' | 'f64';

const MLP_TWINS = {
  batchOrder,
  gatherImages,
  noise,
  blurredNoise,
  forward,
  backward,
  weightUpdate,
  crossEntropy,
  distillation,
  cacheLogits,
  confusion,
};

const TRANSFORMER_TWINS = {
  gatherTokens,
  embedTokens,
  embedNext,
  rmsNorm,
  addRmsNorm,
  attention,
  cachedAttention,
  sampleToken,
  tokenCrossEntropy,
  tokenDistillation,
  meanLoss,
  rmsNormBackward,
  gainGradient,
  attentionBackward,
  weightGradient,
  embeddingGradient,
  positionGradient,
  gradientNorm,
  adam,
  sgd,
};

/**
 * A set of kernels with the memory of its tensors. A kernel reads and writes what it is given and keeps nothing; every array
 * that it is given was made by the same set.
 */
export type CpuKernels = Readonly<typeof MLP_TWINS & typeof TRANSFORMER_TWINS> & {
  /** Real numbers, all 0. */
  allocate(length: number, precision: Precision): Real;
  /** Unsigned whole numbers of 32 bits, all 0. */
  words(length: number): Uint32Array;
  /** Bytes, all 0. */
  bytes(length: number): Uint8Array;
  /** Does `work`; nobody needs what is allocated meanwhile once it is done. May be nested. */
  scratch<Result>(work: () => Result): Result;
  /** Gives back everything; the set is not used afterwards. */
  free(): void;
};

/** The twins of the GPU's kernels: plain loops. */
export const TWINS: CpuKernels = {
  ...MLP_TWINS,
  ...TRANSFORMER_TWINS,
  allocate: (length, precision) => (precision === 'f64' ? new Float64Array(length) : new Float32Array(length)),
  words: (length) => new Uint32Array(length),
  bytes: (length) => new Uint8Array(length),
  // What nobody needs is collected.
  scratch: (work) => work(),
  free: () => {},
};

/** What networks and trainings on a processor compute with: its kernels, and zeros of its precision. */
export interface Cpu {
  readonly kernels: CpuKernels;
  allocate(length: number): Real;
  /** Words with these values. */
  words(values: ArrayLike<number>): Uint32Array;
}

/** What computes with a set of kernels in a precision. */
export function cpuWith(kernels: CpuKernels, precision: Precision): Cpu {
  return {
    kernels,
    allocate: (length) => kernels.allocate(length, precision),
    words: (values) => {
      const words = kernels.words(values.length);
      words.set(values);
      return words;
    },
  };
}
