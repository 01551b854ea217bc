// The compiled WebAssembly kernels, for threads of the command line and for tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { wasmBuild, type WasmBuild } from '../wasm/choose.ts';
import { root } from './packages.mjs';

export function moduleOf(build: WasmBuild): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(join(root, `src/wasm/build/${build}.wasm`)));
}

/** Node 20 knows relaxed SIMD, but not by itself: tests of what browsers have ask for it. */
export function allowRelaxed(): void {
  if (wasmBuild() !== 'relaxed') setFlagsFromString('--experimental-wasm-relaxed-simd');
}
