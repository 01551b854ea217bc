// The gradients of MLPs on the CPU against central finite differences of their own losses, in f64. One step with a
// learning rate of 0 gives both: the loss before it, and the gradient as what Adam's first moment took of it.
import { describe, expect, it } from 'vitest';
import { describeMlp } from '../../experiment/processor/mlp.ts';
import { permuted, randomBits, STREAM, symmetricUniform } from '../../experiment/random.ts';
import type { InputSource, MlpObjective, MlpTask, MlpProcessor } from '../../experiment/processor/mlp-processor.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { createCpuProcessor } from '../processor.ts';

const H = 1e-5;
const ENTRIES_PER_TENSOR = 20;
// 36 inputs are the smallest image that can be blurred; no two layers are alike, so no two sizes can be mixed up.
const network = describeMlp(36, [9, 5], 4, 3);
const { tensors, size } = network.parameters;
const LOGITS = 7;
const BATCH = 5;
/** 13 = 5 + 5 + 3: the step before the last epoch's end has a short batch. */
const COUNT = 13;
const SHORT_STEP = 2;

/** Weights and biases in [-0.5, 0.5), [model, parameter]: biases that are 0 would hide mistakes. */
function randomNetworks(models: number, seed: number): Float64Array {
  return Float64Array.from(
    { length: models * size },
    (_, index) => 0.5 * symmetricUniform(randomBits(seed, 99, 0, index)),
  );
}

const bytes = (length: number, below: number) =>
  Uint8Array.from({ length }, (_, index) => randomBits(1, 98, 0, index) % below);

interface Case {
  readonly name: string;
  readonly seeds: readonly number[];
  readonly studentsPerSeed: number;
  readonly step: number;
  inputs(mlps: MlpProcessor): Promise<InputSource>;
  objective(mlps: MlpProcessor, seeds: number): Promise<MlpObjective>;
}

const images = async (mlps: MlpProcessor): Promise<InputSource> => ({
  kind: 'images',
  images: await mlps.images({ pixels: bytes(COUNT * 36, 256), labels: bytes(COUNT, 4), count: COUNT }),
  count: COUNT,
});
const rows = async (): Promise<InputSource> => ({
  kind: 'rows',
  values: Float64Array.from(bytes(BATCH * 36, 256), (byte) => byte / 127.5 - 1),
  labels: bytes(BATCH, 4),
});
const noise = (distribution: 'uniform' | 'gaussian' | 'blurred') => async (): Promise<InputSource> => ({
  kind: 'noise',
  distribution,
  count: COUNT,
});
const crossEntropy = async (): Promise<MlpObjective> => ({ kind: 'crossEntropy' });
const distillation =
  (from: number) =>
  async (mlps: MlpProcessor, seeds: number): Promise<MlpObjective> => ({
    kind: 'distillation',
    teachers: await mlps.networks('teacher', network, randomNetworks(seeds, 50)),
    from,
    to: LOGITS,
  });

const cases: readonly Case[] = [
  { name: 'cross-entropy on rows', seeds: [0], studentsPerSeed: 1, step: 0, inputs: rows, objective: crossEntropy },
  {
    name: 'cross-entropy on images, two seeds',
    seeds: [0, 1],
    studentsPerSeed: 1,
    step: 0,
    inputs: images,
    objective: crossEntropy,
  },
  {
    name: 'cross-entropy, two seeds × two models, short batch',
    seeds: [4, 9],
    studentsPerSeed: 2,
    step: SHORT_STEP,
    inputs: images,
    objective: crossEntropy,
  },
  {
    name: 'KL divergence of the auxiliary logits on uniform noise, two seeds × three students, short batch',
    seeds: [0, 7],
    studentsPerSeed: 3,
    step: SHORT_STEP,
    inputs: noise('uniform'),
    objective: distillation(4),
  },
  {
    name: 'KL divergence of the auxiliary logits on Gaussian noise',
    seeds: [2],
    studentsPerSeed: 2,
    step: 1,
    inputs: noise('gaussian'),
    objective: distillation(4),
  },
  {
    name: 'KL divergence of all logits on blurred noise',
    seeds: [3, 1],
    studentsPerSeed: 1,
    step: 0,
    inputs: noise('blurred'),
    objective: distillation(0),
  },
  {
    name: 'KL divergence of all logits on images, short batch',
    seeds: [5, 6],
    studentsPerSeed: 2,
    step: SHORT_STEP,
    inputs: images,
    objective: distillation(0),
  },
];

/** Losses [model] and gradients [model, parameter] at `parameters`. */
async function lossesAndGradients(
  { name, seeds, step, inputs, objective }: Case,
  parameters: Float64Array,
): Promise<{ losses: Real; gradients: Real }> {
  const { mlps } = createCpuProcessor('f64');
  const optimizer = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
  const task: MlpTask = {
    label: name,
    inputs: await inputs(mlps),
    objective: await objective(mlps, seeds.length),
    orderSeeds: seeds,
    orderStream: STREAM.batchOrder,
    batch: BATCH,
    optimizer,
    learningRate: () => 0,
  };
  const zeros = new Float64Array(parameters.length);
  const networks = await mlps.networks('models', network, parameters);
  const training = await mlps.training(networks, task, { step, parameters, adamM: zeros, adamV: zeros });
  const { losses } = await training.advance(1);
  const { adamM } = await training.snapshot();
  return { losses, gradients: adamM.map((value) => value / (1 - optimizer.beta1)) };
}

describe.each(cases)('the gradient of the $name', (one) => {
  const models = one.seeds.length * one.studentsPerSeed;
  const parameters = randomNetworks(models, 20);

  /** Central differences of every model's loss along one parameter, [model]. */
  async function differences(entry: number): Promise<number[]> {
    const at = async (h: number) => {
      const moved = parameters.slice();
      for (let model = 0; model < models; model++) moved[model * size + entry]! += h;
      return (await lossesAndGradients(one, moved)).losses;
    };
    const [above, below] = [await at(H), await at(-H)];
    return Array.from(above, (loss, model) => (loss - below[model]!) / (2 * H));
  }

  it.each(tensors)('is right in $name', async (tensor) => {
    const { gradients } = await lossesAndGradients(one, parameters);
    let largest = 0;
    for (let sample = 0; sample < Math.min(ENTRIES_PER_TENSOR, tensor.size); sample++) {
      const entry = tensor.offset + permuted(7, 97, 0, tensor.size, sample);
      const measured = await differences(entry);
      measured.forEach((difference, model) => {
        const gradient = gradients[model * size + entry]!;
        largest = Math.max(largest, Math.abs(gradient));
        // Rounding of a loss near 1, 2^-53, divided by 2H is 1e-11: what a tiny gradient may be off by.
        const tolerance = 1e-6 * Math.abs(gradient) + 3e-11;
        expect(Math.abs(gradient - difference), `model ${model}, entry ${entry}`).toBeLessThan(tolerance);
      });
    }
    // Otherwise the test would hold for gradients that are all 0.
    expect(largest).toBeGreaterThan(1e-3);
  });
});
