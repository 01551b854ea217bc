// The build that is chosen is one that the engine compiles, and none is chosen where there is no SIMD.
import { afterEach, expect, it, vi } from 'vitest';
import { allowRelaxed, moduleOf } from '../node/wasm-module.ts';
import { wasmBuild } from './choose.ts';

afterEach(() => void vi.unstubAllGlobals());

it('is one that compiles here', () => {
  const build = wasmBuild();
  expect(['baseline', 'relaxed']).toContain(build);
  expect(() => moduleOf(build!)).not.toThrow();
});

it('is the relaxed one where the engine knows its instructions', () => {
  allowRelaxed();
  expect(wasmBuild()).toBe('relaxed');
  expect(() => moduleOf('relaxed')).not.toThrow();
});

it('asks about SIMD first, and about relaxed SIMD second', () => {
  const answers = [true, false];
  vi.stubGlobal('WebAssembly', { validate: () => answers.shift() });
  expect(wasmBuild()).toBe('baseline');
  vi.stubGlobal('WebAssembly', { validate: () => false });
  expect(wasmBuild()).toBeUndefined();
  vi.stubGlobal('WebAssembly', undefined);
  expect(wasmBuild()).toBeUndefined();
});
