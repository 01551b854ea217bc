// What a kernel test is made of: one case runs a kernel and its twin on the same reproducible tensors.
import type { CpuKernels } from '../../cpu/kernels.ts';
import type { DecodeScalars } from '../../cpu/twins/decoding.ts';
import type { BatchScalars } from '../../cpu/twins/inputs.ts';
import { randomBits, symmetricUniform } from '../../experiment/random.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import type { Constants } from '../device.ts';

export type Tensor = Float32Array | Uint32Array | Uint8Array;

/** One run of a kernel and of its twin on the same tensors. */
export interface KernelCase {
  readonly label: string;
  readonly constants: Constants;
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Tensors to compare afterwards. */
  readonly outputs: readonly string[];
  readonly workgroups: readonly [number, number, number];
  readonly batch?: BatchScalars;
  readonly adamStep?: readonly [number, number];
  readonly decode?: DecodeScalars;
  /** Runs it on the kernels of a CPU, the twins or others; floats arrive as that set computes with them. */
  readonly run: (
    kernels: CpuKernels,
    real: (name: string) => Real,
    words: (name: string) => Uint32Array,
    bytes: (name: string) => Uint8Array,
  ) => void;
}

export interface KernelRow {
  readonly kernel: string;
  readonly twin: string;
  readonly absolute: number;
  readonly relative: number;
  readonly reason: string;
  readonly cases: readonly KernelCase[];
}

let nextBlock = 0;
/** Reproducible values in [-scale, scale). */
export function values(length: number, scale = 1): Float32Array {
  const block = nextBlock++;
  return Float32Array.from({ length }, (_, i) => scale * symmetricUniform(randomBits(7, 99, block, i)));
}

/** A fraction of the values set to 0, as after a ReLU. */
export function rectified(length: number): Float32Array {
  return values(length).map((value) => Math.max(0, value));
}

/** Reproducible words in 0 … below-1. */
export function integers(length: number, below: number): Uint32Array {
  const block = nextBlock++;
  return Uint32Array.from({ length }, (_, i) => randomBits(8, 99, block, i) % below);
}

/** Constants without those that the kernel does not need. */
export function without<Key extends string>(
  size: Readonly<Record<string, number | boolean>>,
  ...keys: Key[]
): Constants {
  return Object.fromEntries(Object.entries(size).filter(([name]) => !keys.some((key) => key === name)));
}
