// What a run on the CPU is said to hold, against what it really allocates.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
import { mlpRunBytes, transformerRunBytes } from './memory.ts';

let allocated = 0;

/** Arrays that are counted when they are made with a length. */
const Counted = new Proxy(Float32Array, {
  construct: (made, given: [unknown]) => {
    if (typeof given[0] === 'number') allocated += 4 * given[0];
    return Reflect.construct(made, given);
  },
});

beforeEach(() => {
  vi.stubGlobal('Float32Array', Counted);
  allocated = 0;
});
afterEach(() => void vi.unstubAllGlobals());

const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Bytes of numbers that teachers, students and a step of each are made of. */
async function mlpBytes({ architecture, seeds, students, batch, asked }: MlpRunSize): Promise<number> {
  const { mlps } = createCpuProcessor('f32');
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
  const pupils = await mlps.networks('students', architecture, inits(students));
  const distilling = await mlps.training(pupils, {
    ...common,
    label: 'students',
    inputs: { kind: 'noise', distribution: 'uniform', count: asked.images },
    objective: { kind: 'distillation', teachers: teacher, from: 0, to: asked.logits },
  });
  await distilling.advance(1);
  return allocated;
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
    const said = mlpRunBytes(size, 4);
    expect(said / truth).toBeGreaterThan(1);
    expect(said / truth).toBeLessThan(2.2);
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

  it('is not a run whose weights are small and whose activations are not', () => {
    const layers: [string, string] = ['hidden-layers', '4,1024,4,1024'];
    expect(digits([['students', EIGHT], ['seeds', '32'], layers, ['batch', '64']])).not.toThrow();
    expect(digits([['students', EIGHT], ['seeds', '32'], layers, ['batch', '2048']])).toThrow(/more memory/);
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
    const size = await workThrough(createCpuProcessor('f32').transformers, workload);
    const said = transformerRunBytes({ ...size, tokens: 0 }, 4);
    expect(said / allocated).toBeGreaterThan(1);
    expect(said / allocated).toBeLessThan(2.2);
  });
});
