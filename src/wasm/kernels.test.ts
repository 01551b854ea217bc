// Every WebAssembly kernel against its twin, on the cases of the kernel table and on sizes that the GPU pads away; both builds.
import { describe, expect, it } from 'vitest';
import { TWINS, type CpuKernels, type Precision } from '../cpu/kernels.ts';
import type { Real } from '../experiment/processor/processor.ts';
import { KERNEL_TABLE } from '../gpu/kernel-cases/table.ts';
import { matrixRows } from '../gpu/kernel-cases/matrix-cases.ts';
import type { KernelCase } from '../gpu/kernel-cases/kernel-case.ts';
import { allowRelaxed, moduleOf } from '../node/wasm-module.ts';
import { createWasmKernels } from './kernels.ts';

allowRelaxed();

const BUILDS = ['baseline', 'relaxed'] as const;
const ROOM = 2 ** 24;

/** Layers as the GPU never sees them, which pads them. */
const ODD_LAYERS = [
  { BATCH: 1, IN: 1, OUT: 1, MODELS: 1, MODELS_PER_INPUT: 1 },
  { BATCH: 7, IN: 13, OUT: 3, MODELS: 2, MODELS_PER_INPUT: 2 },
  { BATCH: 33, IN: 5, OUT: 257, MODELS: 3, MODELS_PER_INPUT: 1 },
  { BATCH: 19, IN: 301, OUT: 22, MODELS: 2, MODELS_PER_INPUT: 1 },
];

/** Rows that name variants of WGSL kernels have the same cases as the row of the twin. */
const ROWS = [...KERNEL_TABLE.filter(({ kernel, twin }) => kernel === twin), ...matrixRows('', ODD_LAYERS)];

/** Runs a case on a set of kernels, in tensors of that set. */
function outputsOf(kernels: CpuKernels, precision: Precision, { tensors, run }: KernelCase): Record<string, Values> {
  const placed = Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => {
      const { length } = values;
      const made =
        values instanceof Float32Array
          ? kernels.allocate(length, precision)
          : values instanceof Uint32Array
            ? kernels.words(length)
            : kernels.bytes(length);
      made.set(values);
      return [name, made];
    }),
  );
  const of = <Kind extends Values>(kind: (values: Values) => values is Kind) => {
    return (name: string): Kind => {
      const values = placed[name];
      if (values && kind(values)) return values;
      throw new TypeError(`${name} is of another kind`);
    };
  };
  run(kernels, of(isReal), of(isWords), of(isBytes));
  return placed;
}

type Values = Real | Uint32Array | Uint8Array;
const isReal = (values: Values): values is Real => values instanceof Float32Array || values instanceof Float64Array;
const isWords = (values: Values): values is Uint32Array => values instanceof Uint32Array;
const isBytes = (values: Values): values is Uint8Array => values instanceof Uint8Array;

/** Where ours is farther from the truth than it may be. */
function beyond(ours: Values, truth: Values, absolute: number, relative: number): string[] {
  if (ours.length !== truth.length) return [`${ours.length} values instead of ${truth.length}`];
  return Array.from(ours).flatMap((value, i) => {
    const bound = absolute + relative * Math.abs(truth[i]!);
    return Math.abs(value - truth[i]!) <= bound ? [] : [`[${i}] is ${value}, not ${truth[i]} ± ${bound}`];
  });
}

describe.each(BUILDS)('the %s build', (build) => {
  const module = moduleOf(build);

  it('has every kernel of the CPU, and each is in the table', () => {
    const memory = new Set(['allocate', 'words', 'bytes', 'scratch', 'free']);
    const names = Object.keys(TWINS).filter((name) => !memory.has(name));
    const kernels = createWasmKernels(module, 1024);
    expect(
      Object.keys(kernels)
        .filter((name) => !memory.has(name))
        .sort(),
    ).toEqual(names.sort());
    expect([...new Set(ROWS.map(({ twin }) => twin))].sort()).toEqual(names.sort());
  });

  for (const { twin, absolute, relative, cases } of ROWS) {
    describe(`${twin} (${cases.length} cases)`, () => {
      it.each(cases)('$label', (kernelCase) => {
        const truth = outputsOf(TWINS, 'f64', kernelCase);
        const kernels = createWasmKernels(module, ROOM);
        const ours = outputsOf(kernels, 'f32', kernelCase);
        const again = outputsOf(kernels, 'f32', kernelCase);
        for (const name of kernelCase.outputs) {
          expect(beyond(ours[name]!, truth[name]!, absolute, relative), name).toEqual([]);
          expect(again[name], `${name}, once more`).toEqual(ours[name]);
        }
      });
    });
  }
});
