// Which build of the kernels a machine can run: asked of two modules of one function each. Some engines refuse a module whole that
// holds an instruction they do not know.

/** `relaxed` has a fused multiply-add, which rounds once and not on every processor alike; `baseline` has the same bits everywhere. */
export type WasmBuild = 'baseline' | 'relaxed';

const HEAD = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** One type, of no parameters and no results, and one function of it. */
const TYPE = [1, 4, 1, 0x60, 0, 0];
const FUNCTION = [3, 2, 1, 0];

/** A module whose only function has this body. */
function moduleOf(body: readonly number[]): Uint8Array<ArrayBuffer> {
  const code = [0, ...body, 0x0b];
  return Uint8Array.from([...HEAD, ...TYPE, ...FUNCTION, 10, code.length + 2, 1, code.length, ...code]);
}

const I32_CONST_0 = [0x41, 0];
const DROP = 0x1a;
/** i32x4.splat */
const SPLAT = [0xfd, 0x11];
const SIMD = moduleOf([...I32_CONST_0, ...SPLAT, DROP]);
/** f32x4.relaxed_madd */
const RELAXED_MADD = [0xfd, 0x85, 0x02];
const ZEROS = [...I32_CONST_0, ...SPLAT];
const RELAXED = moduleOf([...ZEROS, ...ZEROS, ...ZEROS, ...RELAXED_MADD, DROP]);

/** The fastest build that runs here; undefined without WebAssembly with SIMD. */
export function wasmBuild(): WasmBuild | undefined {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(SIMD)) return undefined;
  return WebAssembly.validate(RELAXED) ? 'relaxed' : 'baseline';
}
