// The exports of the module, and how a tensor becomes an address. Knows no kernel.
import type { CpuKernels } from '../cpu/kernels.ts';

type Kernel = (...given: number[]) => number;

/** What the module exports besides kernels. */
type Places = 'blurWeights' | 'firstFree';
type Names = Exclude<keyof CpuKernels, 'allocate' | 'words' | 'bytes' | 'scratch' | 'free' | 'addRmsNorm'> | Places;

export type Exports = Readonly<Record<Names, Kernel>>;

export function exportsOf(module: WebAssembly.Module, memory: WebAssembly.Memory): Exports {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // Made from the same sources; a test calls every one of them.
  return exports as Exports;
}

/** An address. */
export function at({ byteOffset }: ArrayBufferView): number {
  return byteOffset;
}
