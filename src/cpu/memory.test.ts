// What a run on the CPU is said to hold, against what it really allocates.
import { describe, expect, it } from 'vitest';
import { DIGITS } from '../experiment/digits/spec.ts';
import { sizeOf as digitsSize } from '../experiment/digits/size.ts';
import { initialize } from '../experiment/init/initialization.ts';
import type { MlpRunSize } from '../experiment/processor/memory.ts';
import { describeMlp } from '../experiment/processor/mlp.ts';
import { sizeOf as owlsSize } from '../experiment/owls/size.ts';
import { OWLS } from '../experiment/owls/spec.ts';
import { STREAM } from '../experiment/random.ts';
import { createCpuProcessor } from './processor.ts';
import { workThrough } from './fixtures/transformers.ts';
import { TWINS, type CpuKernels } from './kernels.ts';
import { mlpRunBytes, mlpTensorBytes, transformerRunBytes, transformerTensorBytes } from './memory.ts';

/** The twins, which say how many bytes of tensors there were at most at one time. */
function measured(): { kernels: CpuKernels; most: () => number } {
  let now = 0;
  let most = 0;
  const count = <Made extends ArrayBufferView>(made: Made): Made => {
    now += made.byteLength;
    most = Math.max(most, now);
    return made;
  };
  const kernels: CpuKernels = {
    ...TWINS,
    allocate: (length, precision) => count(TWINS.allocate(length, precision)),
    words: (length) => count(TWINS.words(length)),
    bytes: (length) => count(TWINS.bytes(length)),
    scratch: (work) => {
      const before = now;
      const result = work();
      now = before;
      return result;
    },
  };
  return { kernels, most: () => most };
}

const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Bytes of numbers that teachers, students and a step of each are made of. */
async function mlpBytes({ architecture, seeds, students, batch, asked }: MlpRunSize): Promise<number> {
  const { kernels, most } = measured();
  const { mlps } = createCpuProcessor('f32', kernels);
  const inits = (count: number) => {
    const all = new Float32Array(count * architecture.parameters.size);
    for (let model = 0; model < count; model++) {
      all.set(initialize(architecture.parameters, model), model * architecture.parameters.size);
    }
    return all;
  };
  const groups = Array.from({ length: seeds }, (_, seed) => seed);
  const common = {
    orderSeeds: groups,
    orderStream: STREAM.batchOrder,
    batch,
    optimizer: ADAM,
    learningRate: () => 0.01,
  };
  const teacher = await mlps.networks('teacher', architecture, inits(seeds));
  const images = await mlps.images({ pixels: new Uint8Array(4 * 784), labels: new Uint8Array(4), count: 4 });
  await mlps.training(teacher, {
    ...common,
    label: 'teacher',
    inputs: { kind: 'images', images, count: 4 },
    objective: { kind: 'crossEntropy' },
  });
  await mlps.networks('references', architecture, inits(seeds));
  const pupils = await mlps.networks('students', architecture, inits(students));
  const distilling = await mlps.training(pupils, {
    ...common,
    label: 'students',
    inputs: { kind: 'noise', distribution: 'uniform', count: asked.images },
    objective: { kind: 'distillation', teachers: teacher, from: 0, to: asked.logits },
  });
  await distilling.advance(1);
  await pupils.confusion(images, 4);
  await pupils.logits(new Float32Array(128 * 784));
  return most();
}

describe('a run of MLPs', () => {
  it.each([
    { seeds: 1, students: 2, batch: 300, hidden: [16] },
    { seeds: 3, students: 6, batch: 128, hidden: [64, 64] },
    { seeds: 2, students: 16, batch: 512, hidden: [8, 8, 8] },
    { seeds: 4, students: 4, batch: 8, hidden: [300] },
  ])('takes about what is said: %o', async ({ seeds, students, batch, hidden }) => {
    const size = {
      architecture: describeMlp(784, hidden, 10, 3),
      seeds,
      students,
      batch,
      images: [],
      asked: { images: 600, logits: 3 },
    };
    const truth = await mlpBytes(size);
    const said = mlpTensorBytes(size, 4);
    expect(said / truth).toBeGreaterThan(1);
    expect(said / truth).toBeLessThan(1.7);
    expect(mlpRunBytes(size, 4)).toBeGreaterThan(said);
  });
});

const FOUR = ['shared', 'shared', 'shared', 'shared'];
const EIGHT = [...FOUR, ...FOUR].join(',');

describe('what the processor takes on', () => {
  const { checkSize } = createCpuProcessor('f32').mlps;
  const digits = (entries: [string, string][]) => () => checkSize(digitsSize(DIGITS.parse(entries).spec));

  it.each(['quick', 'small', 'one-hidden-layer', 'paper'])('is the preset “%s” with many seeds', (preset) => {
    expect(
      digits([
        ['preset', preset],
        ['seeds', '8'],
      ]),
    ).not.toThrow();
  });

  it('is a run of many models with much between its weights, as only one group of them is at work at a time', () => {
    const layers: [string, string] = ['hidden-layers', '4,1024,4,1024'];
    expect(digits([['students', EIGHT], ['seeds', '32'], layers, ['batch', '2048']])).not.toThrow();
  });

  it('is not a run whose weights alone do not fit', () => {
    expect(
      digits([
        ['students', EIGHT],
        ['seeds', '32'],
        ['hidden-layers', '1024,1024'],
      ]),
    ).toThrow(/more memory/);
  });

  it('is the owls experiment as it comes, and with every seed there is', () => {
    const { checkSize: check } = createCpuProcessor('f32').transformers;
    expect(() => check(owlsSize(OWLS.parse([]).spec, []))).not.toThrow();
    expect(() => check(owlsSize(OWLS.parse([['seeds', '16']]).spec, []))).not.toThrow();
  });
});

describe('a run of transformers', () => {
  it.each([
    { models: 2, batch: 3, rows: 8, imitating: false },
    { models: 6, batch: 10, rows: 64, imitating: false },
    { models: 3, batch: 10, rows: 32, imitating: true },
  ])('takes about what is said: %o', async (workload) => {
    const { kernels, most } = measured();
    const size = await workThrough(createCpuProcessor('f32', kernels).transformers, workload);
    const said = transformerTensorBytes(size, 4);
    expect(said).toBeGreaterThan(most());
    // What is added for what is small is much for networks as small as these.
    expect((said - 2 ** 18) / most()).toBeLessThan(1.7);
    expect(transformerRunBytes(size, 4)).toBeGreaterThan(said);
  });
});
