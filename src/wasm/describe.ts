// What is said of cores that compute with WebAssembly, wherever their threads are.
import type { DeviceDescription } from '../experiment/processor/processors.ts';
import type { WasmBuild } from './choose.ts';

/** More than so many get in each other's way, and memory is not endless. */
export const MOST_CORES = 8;

/** @param models that train at the same time, at most */
export function describeCores(build: WasmBuild, cores: number, models: number): DeviceDescription {
  const alone = models === 1 ? ', as one network trains at a time' : '';
  return {
    backend: 'wasm',
    name: `${build} SIMD, ${cores} ${cores === 1 ? 'core' : 'cores'}${alone}`,
    software: true,
  };
}
