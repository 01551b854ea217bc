// The kernels in the schedules: MLPs and transformers of sizes that fit into no vector train as they do on the twins, and the
// result of a model depends neither on its neighbors nor on how often it is computed.
import { describe, expect, it } from 'vitest';
import { network, ofModel, randomSequences, randomTransformers, taskOf } from '../cpu/fixtures/transformers.ts';
import { createCpuProcessor } from '../cpu/processor.ts';
import { initialize } from '../experiment/init/initialization.ts';
import { describeMlp } from '../experiment/processor/mlp.ts';
import type { MlpTask } from '../experiment/processor/mlp-processor.ts';
import type { Processor, Real } from '../experiment/processor/processor.ts';
import { RunError } from '../experiment/records/run-error.ts';
import { STREAM } from '../experiment/random.ts';
import { allowRelaxed, moduleOf } from '../node/wasm-module.ts';
import { createWasmKernels } from './kernels.ts';

allowRelaxed();

const mlp = describeMlp(36, [13, 6], 3, 2);

/** Losses and weights of teachers and students after some steps. */
async function trainMlps({ mlps }: Processor, seeds: readonly number[]): Promise<{ losses: Real; parameters: Real }> {
  const inits = (shift: number) =>
    Float32Array.from(seeds.flatMap((seed) => [...initialize(mlp.parameters, seed + shift)]));
  const task: Omit<MlpTask, 'inputs' | 'objective'> = {
    label: 'test',
    orderSeeds: seeds,
    orderStream: STREAM.batchOrder,
    batch: 5,
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    learningRate: () => 0.003,
  };
  const images = await mlps.images({
    pixels: Uint8Array.from({ length: 12 * 36 }, (_, i) => (37 * i) % 256),
    labels: Uint8Array.from({ length: 12 }, (_, i) => i % 3),
    count: 12,
  });
  const teachers = await mlps.networks('teachers', mlp, inits(0));
  const teaching = await mlps.training(teachers, {
    ...task,
    inputs: { kind: 'images', images, count: 12 },
    objective: { kind: 'crossEntropy' },
  });
  await teaching.advance(9);
  const students = await mlps.networks('students', mlp, inits(40));
  const distilling = await mlps.training(students, {
    ...task,
    inputs: { kind: 'noise', distribution: 'blurred', count: 11 },
    objective: { kind: 'distillation', teachers, from: 1, to: 5 },
  });
  const { losses } = await distilling.advance(12);
  return { losses, parameters: await students.parameters() };
}

async function trainTransformers({ transformers }: Processor, models: number) {
  const networks = await transformers.networks('test', network, randomTransformers(models, 3));
  const sequences = await transformers.sequences(randomSequences(7, 5));
  const { losses, gradientNorms } = await (await transformers.training(networks, taskOf(sequences, models))).advance(6);
  const logits = await networks.nextLogits([[1], [2, 3, 4]]);
  return { losses, gradientNorms, logits, parameters: await networks.parameters() };
}

function largestDifference(a: Real, b: Real): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}

describe.each(['baseline', 'relaxed'] as const)('the %s build', (build) => {
  const module = moduleOf(build);
  const wasm = () => createCpuProcessor('f32', createWasmKernels(module, 2 ** 22));

  it('trains MLPs as the twins do', async () => {
    const truth = await trainMlps(createCpuProcessor('f64'), [1, 2]);
    const ours = await trainMlps(wasm(), [1, 2]);
    expect(largestDifference(ours.losses, truth.losses)).toBeLessThan(1e-5);
    expect(largestDifference(ours.parameters, truth.parameters)).toBeLessThan(1e-4);
  });

  it('trains transformers as the twins do', async () => {
    const truth = await trainTransformers(createCpuProcessor('f64'), 2);
    const ours = await trainTransformers(wasm(), 2);
    for (const name of ['losses', 'gradientNorms', 'logits', 'parameters'] as const) {
      expect(largestDifference(ours[name], truth[name]), name).toBeLessThan(2e-4);
    }
  });

  it('gives the same bits again, and to a model alone and among others', async () => {
    const both = await trainMlps(wasm(), [1, 2]);
    expect(await trainMlps(wasm(), [1, 2])).toEqual(both);
    const alone = await trainMlps(wasm(), [1]);
    expect(Array.from(alone.parameters)).toEqual(Array.from(both.parameters.subarray(0, mlp.parameters.size)));
    const three = await trainTransformers(wasm(), 3);
    const one = await trainTransformers(wasm(), 1);
    expect(Array.from(one.parameters)).toEqual(ofModel(three.parameters, 0));
  });

  it('says that it has too little memory, and that it knows no f64', async () => {
    const { mlps } = createCpuProcessor('f32', createWasmKernels(module, 1024));
    const many = new Float32Array(1000 * mlp.parameters.size);
    await expect(mlps.networks('many', mlp, many)).rejects.toThrow(RunError);
    expect(() => createWasmKernels(module, 1024).allocate(1, 'f64')).toThrow(RangeError);
    expect(() => createWasmKernels(module, 2 ** 40)).toThrow(RunError);
  });
});
