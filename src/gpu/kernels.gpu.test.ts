// Every kernel computes what its twin computes, on sizes on both sides of every tile and for several models.
import { describe, expect, it } from 'vitest';
import { TWINS } from '../cpu/kernels.ts';
import { useGpu } from './fixtures/use-gpu.ts';
import type { KernelCase, Tensor } from './kernel-cases/kernel-case.ts';
import { KERNEL_TABLE } from './kernel-cases/table.ts';
import { KERNEL_NAMES, kernelNamed } from './kernels.ts';
import { Arena, readBack, StepScalars } from './plan.ts';

const gpu = useGpu();

describe('the kernel table', () => {
  it.each(KERNEL_NAMES)('has a row with cases for %s', (name) => {
    expect(KERNEL_TABLE.filter(({ kernel }) => kernel === name)).toHaveLength(1);
  });

  it.each(KERNEL_TABLE)('names a twin of $kernel that exists in src/cpu', ({ twin, cases }) => {
    expect(Reflect.get(TWINS, twin)).toBeTypeOf('function');
    expect(cases.length).toBeGreaterThan(0);
  });

  it('the random numbers of all shaders come from the same function', () => {
    const functions = KERNEL_NAMES.map((name) => /fn pcg4d[^}]*}/.exec(kernelNamed(name).source)?.[0]).filter(Boolean);
    expect(functions.length).toBeGreaterThan(2);
    expect(new Set(functions).size).toBe(1);
  });
});

describe.each(KERNEL_TABLE)('kernel $kernel', (row) => {
  it.each(row.cases)('is its twin: $label', async (kernelCase) => {
    const expected = runTwin(kernelCase);
    const actual = await runKernel(row.kernel, kernelCase);
    for (const name of kernelCase.outputs) {
      expect(
        largestExcess(actual.get(name)!, expected.get(name)!, row.absolute, row.relative),
        name,
      ).toBeLessThanOrEqual(0);
    }
  });
});

/** Deviation beyond what is allowed, of the worst element; Infinity for anything that is not a number. */
function largestExcess(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  absolute: number,
  relative: number,
): number {
  let worst = -Infinity;
  for (let i = 0; i < expected.length; i++) {
    const excess = Math.abs(actual[i]! - expected[i]!) - absolute - relative * Math.abs(expected[i]!);
    worst = Math.max(worst, Number.isNaN(excess) ? Infinity : excess);
  }
  return worst;
}

function runTwin({ tensors, outputs, run }: KernelCase): Map<string, ArrayLike<number>> {
  const copies = new Map(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      tensor instanceof Float32Array ? Float64Array.from(tensor) : tensor.slice(),
    ]),
  );
  const typed = <T>(name: string, type: new (...parameters: never[]) => T): T => {
    const copy = copies.get(name);
    if (copy instanceof type) return copy;
    throw new TypeError(`${name} is no ${type.name}`);
  };
  run(
    TWINS,
    (name) => typed(name, Float64Array),
    (name) => typed(name, Uint32Array),
    (name) => typed(name, Uint8Array),
  );
  return new Map(outputs.map((name) => [name, copies.get(name)!]));
}

async function runKernel(kernel: string, kernelCase: KernelCase): Promise<Map<string, ArrayLike<number>>> {
  const arena = new Arena(gpu());
  const scalars = new StepScalars(arena);
  // Slot 1, so that a kernel that ignores the dynamic offset is found out.
  scalars.set(1, kernelCase.batch ?? { epoch: 0, first: 0, rows: 0, slot: 0 }, [...(kernelCase.adamStep ?? [0, 0])]);
  if (kernelCase.decode) scalars.setDecode(1, kernelCase.decode);
  scalars.upload(2);
  const buffers = new Map(
    Object.entries(kernelCase.tensors).map(([name, tensor]) => [name, arena.filled(name, tensor)]),
  );
  const { constants, workgroups } = kernelCase;
  const plan = await arena.plan(
    kernel,
    [{ kernel, constants, tensors: Object.fromEntries(buffers), workgroups }],
    scalars,
  );
  const encoder = gpu().device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  plan.record(pass, 1);
  pass.end();
  gpu().device.queue.submit([encoder.finish()]);
  const sources = kernelCase.outputs.map((name) => ({
    buffer: buffers.get(name)!,
    elements: kernelCase.tensors[name]!.length,
  }));
  const bytes = await readBack(gpu(), sources);
  arena.free();
  return new Map(kernelCase.outputs.map((name, i) => [name, sameType(kernelCase.tensors[name]!, bytes[i]!)]));
}

function sameType(like: Tensor, bytes: ArrayBuffer): ArrayLike<number> {
  return like instanceof Float32Array ? new Float32Array(bytes) : new Uint32Array(bytes);
}
