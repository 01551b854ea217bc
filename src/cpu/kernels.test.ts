// The schedules of the CPU know no kernels but those they are given: another set gives the same bits from memory of its own,
// and a set that computes nothing leaves everything as it was.
import { describe, expect, it } from 'vitest';
import { initialize } from '../experiment/init/initialization.ts';
import { describeMlp } from '../experiment/processor/mlp.ts';
import type { InputSource, MlpTask } from '../experiment/processor/mlp-processor.ts';
import type { Processor, Real } from '../experiment/processor/processor.ts';
import { STREAM } from '../experiment/random.ts';
import { network, randomSequences, randomTransformers, taskOf } from './fixtures/transformers.ts';
import { TWINS, type CpuKernels } from './kernels.ts';
import { createCpuProcessor } from './processor.ts';

const MEMORY = new Set<string | symbol>(['allocate', 'words', 'bytes', 'scratch', 'free']);
const NAMES = Object.keys(TWINS).filter((name) => !MEMORY.has(name));

interface Watched {
  readonly kernels: CpuKernels;
  readonly called: Set<string>;
  /** What a kernel was given that this set did not make. */
  readonly strange: string[];
}

/**
 * The twins with one memory for all tensors, as a machine of its own would have it. What is allocated in a scratch is
 * overwritten behind it.
 * @param computes whether the kernels do anything
 */
function watched(computes = true): Watched {
  const memory = new ArrayBuffer(2 ** 22);
  let top = 0;
  const called = new Set<string>();
  const strange: string[] = [];
  const make = <Made extends Real | Uint32Array | Uint8Array>(made: Made): Made => {
    top = Math.ceil((top + made.byteLength) / 8) * 8;
    made.fill(0);
    return made;
  };
  const allocate: CpuKernels['allocate'] = (length, precision) =>
    make(precision === 'f64' ? new Float64Array(memory, top, length) : new Float32Array(memory, top, length));
  const words: CpuKernels['words'] = (length) => make(new Uint32Array(memory, top, length));
  const bytes: CpuKernels['bytes'] = (length) => make(new Uint8Array(memory, top, length));
  const scratch: CpuKernels['scratch'] = (work) => {
    const before = top;
    const result = work();
    new Float64Array(memory, before, (top - before) / 8).fill(NaN);
    top = before;
    return result;
  };
  const own = { allocate, words, bytes, scratch };
  const kernels = new Proxy(TWINS, {
    get: (twins, name) => {
      if (MEMORY.has(name)) return Reflect.get({ ...twins, ...own }, name);
      return (...given: [size: object, tensors: object, ...scalars: unknown[]]) => {
        called.add(String(name));
        for (const [tensor, values] of Object.entries(given[1])) {
          if (!ArrayBuffer.isView(values) || values.buffer !== memory) strange.push(`${String(name)}: ${tensor}`);
        }
        if (computes) Reflect.apply(Reflect.get(twins, name), undefined, given);
      };
    },
  });
  return { kernels, called, strange };
}

const mlp = describeMlp(36, [5], 3, 2);
const images = {
  pixels: Uint8Array.from({ length: 7 * 36 }, (_, i) => (37 * i) % 256),
  labels: new Uint8Array(7),
  count: 7,
};

/** Everything MLPs do, on every kind of input. */
async function workMlps({ mlps }: Processor): Promise<Real[]> {
  const inits = (seed: number) =>
    Float32Array.from([...initialize(mlp.parameters, seed), ...initialize(mlp.parameters, 9)]);
  const teachers = await mlps.networks('teachers', mlp, inits(1));
  const networks = await mlps.networks('students', mlp, inits(2));
  const set = await mlps.images(images);
  const distillation = { kind: 'distillation', teachers, from: 3, to: 5 } as const;
  const noise = (distribution: 'uniform' | 'gaussian' | 'blurred'): [InputSource, MlpTask['objective']] => [
    { kind: 'noise', distribution, count: 5 },
    distillation,
  ];
  const sources: [InputSource, MlpTask['objective']][] = [
    [{ kind: 'images', images: set, count: 7 }, { kind: 'crossEntropy' }],
    noise('uniform'),
    noise('gaussian'),
    noise('blurred'),
    [{ kind: 'rows', values: new Float32Array(3 * 36).fill(0.5), labels: new Uint8Array(3) }, { kind: 'crossEntropy' }],
  ];
  const measured: Real[] = [];
  for (const [inputs, objective] of sources) {
    const training = await mlps.training(networks, {
      label: 'test',
      inputs,
      objective,
      orderSeeds: [1, 2],
      orderStream: STREAM.batchOrder,
      batch: 3,
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      learningRate: () => 0.01,
    });
    measured.push((await training.advance(3)).losses, (await training.snapshot()).adamV);
  }
  measured.push(Float64Array.from(await networks.confusion(set, 7)));
  return [...measured, await networks.logits(new Float32Array(2 * 36).fill(0.25)), await networks.parameters()];
}

/** Everything transformers do. */
async function workTransformers({ transformers }: Processor): Promise<Real[]> {
  const teachers = await transformers.networks('teachers', network, randomTransformers(2, 1));
  const networks = await transformers.networks('students', network, randomTransformers(2, 2));
  const sequences = await transformers.sequences(randomSequences(7, 5));
  const measured: Real[] = [];
  for (const changes of [
    {},
    { objective: { kind: 'distillation', teachers, from: 2, to: 9 } as const, optimizer: { kind: 'sgd' } as const },
  ]) {
    const training = await transformers.training(networks, taskOf(sequences, 2, changes));
    const { losses, gradientNorms } = await training.advance(3);
    measured.push(losses, gradientNorms, (await training.snapshot()).adamV);
  }
  const prompts = new Uint32Array(2 * 70 * 2).fill(3);
  const request = { prompts, promptLength: 2, rows: 70, tokens: 4, temperature: 1, seeds: [1, 2], firstRow: 0 };
  measured.push(Float64Array.from(await networks.sample(request)));
  const questions = Array.from({ length: 70 }, (_, i) => [1 + (i % 9), 2, 3].slice(0, 1 + (i % 3)));
  return [...measured, await networks.nextLogits(questions), await networks.parameters()];
}

const WORK = { MLPs: workMlps, transformers: workTransformers };

describe.each(['f32', 'f64'] as const)('another set of kernels, in %s', (precision) => {
  it('gives the same bits, from its own memory alone, and every kernel of the table is needed', async () => {
    const { kernels, called, strange } = watched();
    for (const work of Object.values(WORK)) {
      expect(await work(createCpuProcessor(precision, kernels))).toEqual(await work(createCpuProcessor(precision)));
    }
    expect(strange).toEqual([]);
    expect([...called].sort()).toEqual([...NAMES].sort());
  });
});

describe('a set of kernels that computes nothing', () => {
  it('leaves MLPs as they were, and measures nothing', async () => {
    const measured = await workMlps(createCpuProcessor('f32', watched(false).kernels));
    expect(measured.slice(0, -1).every((values) => values.every((value) => value === 0))).toBe(true);
    expect(measured.at(-1)).toEqual(
      Float32Array.from([...initialize(mlp.parameters, 2), ...initialize(mlp.parameters, 9)]),
    );
  });

  it('leaves transformers as they were, and measures nothing', async () => {
    const measured = await workTransformers(createCpuProcessor('f64', watched(false).kernels));
    expect(measured.slice(0, -1).every((values) => values.every((value) => value === 0))).toBe(true);
    expect(measured.at(-1)).toEqual(randomTransformers(2, 2));
  });
});
