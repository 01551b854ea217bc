// All cores as one processor: the same bits as one processor alone, however many cores there are and however groups are cut.
import { describe, expect, it } from 'vitest';
import { TWINS, type CpuKernels } from '../cpu/kernels.ts';
import { createCpuProcessor } from '../cpu/processor.ts';
import { network, randomSequences, randomTransformers, taskOf } from '../cpu/fixtures/transformers.ts';
import { initialize } from '../experiment/init/initialization.ts';
import { describeMlp } from '../experiment/processor/mlp.ts';
import type { MlpTask } from '../experiment/processor/mlp-processor.ts';
import type { Processor, Real } from '../experiment/processor/processor.ts';
import { RunError } from '../experiment/records/run-error.ts';
import { STREAM } from '../experiment/random.ts';
import { divide, groupsIn } from './division.ts';
import { CoreHost } from './host.ts';
import { Lane, type Port, type Response } from './lane.ts';
import { createCoresProcessor } from './processor.ts';

// An empty module: the kernels of these tests are the twins.
const MODULE = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));

/** A core behind a wire that copies what crosses it, as threads do. */
function wire(makeKernels: () => CpuKernels = () => TWINS): Port & { break(): void } {
  let hear: (response: Response) => void = () => {};
  let broke: (detail: string) => void = () => {};
  const host = new CoreHost(makeKernels, (response) => {
    const copy = structuredClone(response);
    setTimeout(() => hear(copy));
  });
  return {
    post: (request) => {
      const { module, ...rest } = { module: undefined, ...request };
      const copy = structuredClone(rest);
      setTimeout(() => host.hear(Object.assign(copy, module && { module })));
    },
    listen: (onResponse, onBroke) => {
      hear = onResponse;
      broke = onBroke;
    },
    close: () => {},
    break: () => broke('it fell'),
  };
}

function processorOf(cores: number): Processor {
  const lanes = Array.from({ length: cores }, () => new Lane(wire()));
  return createCoresProcessor(lanes, MODULE, (atWork) => ({ backend: 'cpu', name: `${atWork}`, software: true }));
}

const mlp = describeMlp(36, [5], 3, 2);

/** Teachers and students of `seeds` seeds, trained and asked. */
async function workMlps({ mlps }: Processor, seeds: number, perSeed: number): Promise<Real[]> {
  const stacked = (count: number, from: number) =>
    Float32Array.from(Array.from({ length: count }, (_, i) => [...initialize(mlp.parameters, from + i)]).flat());
  const images = {
    pixels: Uint8Array.from({ length: 7 * 36 }, (_, i) => (37 * i) % 256),
    labels: Uint8Array.from([0, 1, 2, 0, 1, 2, 0]),
    count: 7,
  };
  const set = await mlps.images(images);
  const orderSeeds = Array.from({ length: seeds }, (_, seed) => 20 + seed);
  const common: Omit<MlpTask, 'inputs' | 'objective' | 'label'> = {
    orderSeeds,
    orderStream: STREAM.batchOrder,
    batch: 3,
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    learningRate: (step) => 0.01 / (1 + step),
  };
  const teachers = await mlps.networks('teachers', mlp, stacked(seeds, 1));
  const teaching = await mlps.training(teachers, {
    ...common,
    label: 'teacher',
    inputs: { kind: 'images', images: set, count: 7 },
    objective: { kind: 'crossEntropy' },
  });
  const students = await mlps.networks('students', mlp, stacked(seeds * perSeed, 50));
  // Made before the teachers are trained, as the experiment does.
  const task: MlpTask = {
    ...common,
    label: 'students',
    inputs: { kind: 'noise', distribution: 'uniform', count: 8 },
    objective: { kind: 'distillation', teachers, from: 1, to: 5 },
  };
  const distilling = await mlps.training(students, task);
  const measured: Real[] = [(await teaching.advance(4)).losses];
  let whenQueued: Promise<Real> | undefined;
  const { losses } = await distilling.advance(5, 0, () => {
    whenQueued = students.parameters();
  });
  measured.push(losses, await whenQueued!, await students.parameters());
  const snapshot = await distilling.snapshot();
  measured.push((await distilling.advance(4)).losses);
  const again = await mlps.training(students, task, snapshot);
  measured.push((await again.advance(4)).losses, (await again.snapshot()).adamV);
  measured.push(Float64Array.from(await students.confusion(set, 7)));
  measured.push(await students.logits(new Float32Array(2 * 36).fill(0.25)));
  return measured;
}

async function workTransformers({ transformers }: Processor, models: number): Promise<Real[]> {
  const teachers = await transformers.networks('teachers', network, randomTransformers(models, 1));
  const networks = await transformers.networks('students', network, randomTransformers(models, 20));
  const sequences = await transformers.sequences(randomSequences(7, 5));
  const measured: Real[] = [];
  for (const changes of [
    {},
    { objective: { kind: 'distillation', teachers, from: 2, to: 9 } as const, optimizer: { kind: 'sgd' } as const },
    { trains: ({ name }: { name: string }) => name !== 'embedding' },
  ]) {
    const training = await transformers.training(networks, taskOf(sequences, models, changes));
    const { losses, gradientNorms } = await training.advance(3);
    measured.push(losses, gradientNorms, (await training.snapshot()).adamV);
  }
  const seeds = Array.from({ length: models }, (_, model) => model);
  const prompts = new Uint32Array(models * 70 * 2).fill(3);
  const request = { prompts, promptLength: 2, rows: 70, tokens: 4, temperature: 1, seeds, firstRow: 5 };
  measured.push(Float64Array.from(await networks.sample(request)), await networks.nextLogits([[1], [2, 3]]));
  return [...measured, await networks.parameters()];
}

describe('models divided among cores', () => {
  it.each([
    { cores: 1, seeds: 3, perSeed: 2 },
    { cores: 2, seeds: 3, perSeed: 2 },
    { cores: 3, seeds: 2, perSeed: 3 },
    { cores: 4, seeds: 3, perSeed: 3 },
    { cores: 8, seeds: 1, perSeed: 2 },
  ])('give the same bits: MLPs, %o', async ({ cores, seeds, perSeed }) => {
    const alone = await workMlps(createCpuProcessor('f32'), seeds, perSeed);
    expect(await workMlps(processorOf(cores), seeds, perSeed)).toEqual(alone);
  });

  it.each([
    { cores: 1, models: 3 },
    { cores: 2, models: 3 },
    { cores: 4, models: 2 },
  ])('give the same bits: transformers, %o', async ({ cores, models }) => {
    const alone = await workTransformers(createCpuProcessor('f32'), models);
    expect(await workTransformers(processorOf(cores), models)).toEqual(alone);
  });

  it('are as many on every core as whole models allow, and none is left out', () => {
    for (const models of [1, 2, 3, 7, 24]) {
      for (const cores of [1, 2, 3, 8]) {
        const parts = divide(models, cores);
        expect(parts).toHaveLength(cores);
        let next = 0;
        for (const { first, count } of parts) {
          expect(first).toBe(next);
          expect(Math.abs(count - models / cores)).toBeLessThan(1);
          next += count;
        }
        expect(next).toBe(models);
      }
    }
  });

  it('know their groups where these are cut', () => {
    expect(groupsIn({ first: 1, count: 5 }, 3)).toEqual([
      { group: 0, models: 2 },
      { group: 1, models: 3 },
    ]);
    expect(groupsIn({ first: 4, count: 1 }, 3)).toEqual([{ group: 1, models: 1 }]);
  });
});

describe('what goes wrong on a core', () => {
  const many = (lanes: Lane[]) =>
    createCoresProcessor(lanes, MODULE, () => ({ backend: 'cpu', name: 'cores', software: true }));

  it('is told with its code and sentence', async () => {
    const full = () => {
      throw new RunError('out-of-memory', 'Too much.', 'a number');
    };
    const { mlps } = many([new Lane(wire()), new Lane(wire(full))]);
    await expect(mlps.networks('students', mlp, initialize(mlp.parameters, 1))).rejects.toMatchObject({
      code: 'out-of-memory',
      message: 'Too much.',
    });
  });

  it('ends what waits for a thread that broke, and what is asked of it later', async () => {
    const port = wire();
    const lane = new Lane(port);
    const { mlps, free } = many([lane]);
    const networks = await mlps.networks('students', mlp, initialize(mlp.parameters, 1));
    const waiting = networks.parameters();
    port.break();
    await expect(waiting).rejects.toMatchObject({ code: 'device-failed' });
    await expect(networks.parameters()).rejects.toMatchObject({ code: 'device-failed' });
    expect(lane.broken).toBe(true);
    expect(() => free()).not.toThrow();
  });

  it('does not reach another run on the same cores', async () => {
    const lanes = [new Lane(wire())];
    const [first, second] = [many(lanes), many(lanes)];
    await first.mlps.networks('first', mlp, initialize(mlp.parameters, 1));
    const networks = await second.mlps.networks('second', mlp, initialize(mlp.parameters, 2));
    first.free();
    expect(await networks.parameters()).toEqual(initialize(mlp.parameters, 2));
  });
});
