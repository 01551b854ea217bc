// The WebAssembly kernels as a set like the twins, with a memory of its own. What a kernel computes is in assembly/.
import type { CpuKernels } from '../cpu/kernels.ts';
import { BLUR_WEIGHTS } from '../experiment/digits/noise.ts';
import { exportsOf } from './exports.ts';
import { TensorMemory } from './memory.ts';
import { mlpKernels } from './mlp-kernels.ts';
import { transformerKernels } from './transformer-kernels.ts';

/** What the module needs for itself: packed blocks of matrices, a tile, the weights of a blur. */
const OWN_BYTES = 2 ** 20;

/**
 * Makes a set of kernels with room for `bytes` of tensors. Every array a kernel is given was made by the set. f32 alone: to be
 * asked for f64 is a RangeError. Throws RunError out-of-memory.
 */
export function createWasmKernels(module: WebAssembly.Module, bytes: number): CpuKernels {
  const tensors = new TensorMemory(bytes + OWN_BYTES);
  const x = exportsOf(module, tensors.memory);
  new Float32Array(tensors.memory.buffer, x.blurWeights(), BLUR_WEIGHTS.length).set(BLUR_WEIGHTS);
  tensors.startAt(x.firstFree());
  return {
    ...mlpKernels(x),
    ...transformerKernels(x),
    allocate: (length, precision) => {
      if (precision !== 'f32') throw new RangeError(`WebAssembly computes in f32, not in ${precision}`);
      return tensors.reals(length);
    },
    words: (length) => tensors.words(length),
    bytes: (length) => tensors.bytes(length),
    scratch: (work) => tensors.scratch(work),
    // Collected with its last view.
    free: () => {},
  };
}
