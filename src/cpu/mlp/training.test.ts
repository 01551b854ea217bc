// The model axis of MLPs on the CPU: networks that train together do not notice each other, and rows that are not
// there do not count.
import { describe, expect, it } from 'vitest';
import { noiseImage } from '../../experiment/digits/noise.ts';
import { scalePixel } from '../../experiment/digits/data.ts';
import { initialize } from '../../experiment/init/initialization.ts';
import { describeMlp } from '../../experiment/processor/mlp.ts';
import { permuted, randomBits, STREAM } from '../../experiment/random.ts';
import type {
  InputSource,
  LabeledImages,
  MlpNetworks,
  MlpObjective,
  MlpTask,
  MlpProcessor,
} from '../../experiment/processor/mlp-processor.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { createCpuProcessor } from '../processor.ts';

const INPUTS = 36;
const COUNT = 13;
const BATCH = 5;
const network = describeMlp(INPUTS, [9, 7], 4, 3);
const LOGITS = 7;
const { size } = network.parameters;
const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

const bytes = (length: number, below: number) =>
  Uint8Array.from({ length }, (_, index) => randomBits(1, 95, 0, index) % below);

function imagesOf(count: number): LabeledImages {
  return { pixels: bytes(count * INPUTS, 256), labels: bytes(count, 4), count };
}

/** Networks that start at the inits of these seeds, one after the other. */
function networksOf(mlps: MlpProcessor, inits: readonly number[]): Promise<MlpNetworks> {
  const flat = new Float32Array(inits.length * size);
  inits.forEach((seed, index) => flat.set(initialize(network.parameters, seed), index * size));
  return mlps.networks(`inits ${inits.join()}`, network, flat);
}

function task(inputs: InputSource, objective: MlpObjective, seeds: readonly number[], batch = BATCH): MlpTask {
  return {
    label: 'test',
    inputs,
    objective,
    orderSeeds: seeds,
    orderStream: STREAM.batchOrder,
    batch,
    optimizer: ADAM,
    learningRate: () => 1e-2,
  };
}

/** Trains and returns the losses [step, model] and weights [model, parameter]. */
async function trained(
  mlps: MlpProcessor,
  networks: MlpNetworks,
  what: MlpTask,
  steps: number,
): Promise<{ losses: Real; weights: Real }> {
  const { losses } = await (await mlps.training(networks, what)).advance(steps);
  return { losses, weights: await networks.parameters() };
}

const uniform: InputSource = { kind: 'noise', distribution: 'uniform', count: COUNT };

describe('networks that train together', () => {
  const seeds = [4, 9];
  /** Student s of seed g starts at the init of seed 10 · g + s. */
  const inits = (seed: number) => [10 * seed, 10 * seed + 1, 10 * seed + 2];

  it('students: each ends exactly where it ends alone', async () => {
    const { mlps } = createCpuProcessor('f64');
    const distill = async (own: readonly number[], students: readonly number[]) => {
      const teacher = await networksOf(mlps, own);
      const objective = { kind: 'distillation', teachers: teacher, from: 4, to: LOGITS } as const;
      return trained(mlps, await networksOf(mlps, students), task(uniform, objective, own), 7);
    };
    const together = await distill(seeds, seeds.flatMap(inits));
    const models = seeds.flatMap((seed) => inits(seed).map((init) => ({ seed, init })));
    for (const [model, { seed, init }] of models.entries()) {
      const alone = await distill([seed], [init]);
      expect(together.weights.slice(model * size, (model + 1) * size), `model ${model}`).toEqual(alone.weights);
      expect(together.losses.filter((_, index) => index % models.length === model)).toEqual(alone.losses);
    }
  });

  it('teachers: each ends exactly where it ends alone', async () => {
    const { mlps } = createCpuProcessor('f64');
    const inputs: InputSource = { kind: 'images', images: await mlps.images(imagesOf(COUNT)), count: COUNT };
    const teach = async (own: readonly number[]) =>
      trained(mlps, await networksOf(mlps, own), task(inputs, { kind: 'crossEntropy' }, own), 7);
    const together = await teach(seeds);
    for (const [model, seed] of seeds.entries()) {
      const alone = await teach([seed]);
      expect(together.weights.slice(model * size, (model + 1) * size)).toEqual(alone.weights);
    }
  });

  it('logits and confusion: of each model as if it were alone', async () => {
    const { mlps } = createCpuProcessor('f64');
    // More images than are read at once, and not a multiple of it.
    const images = await mlps.images(imagesOf(300));
    const rows = noiseImage('gaussian', 0, 0, new Float64Array(3 * INPUTS));
    const all = await networksOf(mlps, [1, 2, 3]);
    const [logits, counts] = [await all.logits(rows), await all.confusion(images, 300)];
    for (const [model, seed] of [1, 2, 3].entries()) {
      const one = await networksOf(mlps, [seed]);
      expect(logits.slice(model * 3 * LOGITS, (model + 1) * 3 * LOGITS)).toEqual(await one.logits(rows));
      const own = counts.slice(model * 16, (model + 1) * 16);
      expect(own).toEqual(await one.confusion(images, 300));
      expect(own.reduce((sum, count) => sum + count)).toBe(300);
    }
  });

  it('confusion agrees with the largest class logit, image by image', async () => {
    const { mlps } = createCpuProcessor('f64');
    const { pixels, labels, count } = imagesOf(300);
    const networks = await networksOf(mlps, [6]);
    const logits = await networks.logits(Float64Array.from(pixels, scalePixel));
    const expected = new Uint32Array(16);
    for (let image = 0; image < count; image++) {
      const classes = logits.subarray(image * LOGITS, image * LOGITS + 4);
      expected[labels[image]! * 4 + classes.indexOf(Math.max(...classes))]!++;
    }
    expect(await networks.confusion(await mlps.images({ pixels, labels, count }), count)).toEqual(expected);
  });
});

describe('a short last batch', () => {
  const SEED = 8;
  /** 13 = 5 + 5 + 3. */
  const last = { step: 2, first: 10, rows: 3 };
  const shown = Array.from({ length: last.rows }, (_, row) =>
    permuted(SEED, STREAM.batchOrder, 0, COUNT, last.first + row),
  );

  /** Loss and gradient of a step, without moving. */
  async function stepOf(mlps: MlpProcessor, inputs: InputSource, objective: MlpObjective, batch: number, step: number) {
    const networks = await networksOf(mlps, [2]);
    const [parameters, zeros] = [await networks.parameters(), new Float64Array(size)];
    const training = await mlps.training(networks, task(inputs, objective, [SEED], batch), {
      step,
      parameters,
      adamM: zeros,
      adamV: zeros,
    });
    const { losses } = await training.advance(1);
    return { losses, gradient: (await training.snapshot()).adamM };
  }

  it('of images is the full batch of its rows: the missing ones add nothing', async () => {
    const { mlps } = createCpuProcessor('f64');
    const { pixels, labels, count } = imagesOf(COUNT);
    const images: InputSource = { kind: 'images', images: await mlps.images({ pixels, labels, count }), count };
    const values = shown.flatMap((image) => [...pixels.subarray(image * INPUTS, (image + 1) * INPUTS)].map(scalePixel));
    const rows: InputSource = {
      kind: 'rows',
      values: Float64Array.from(values),
      labels: Uint8Array.from(shown, (image) => labels[image]!),
    };
    const objective = { kind: 'crossEntropy' } as const;
    const short = await stepOf(mlps, images, objective, BATCH, last.step);
    expect(short).toEqual(await stepOf(mlps, rows, objective, last.rows, 0));
    expect(short.gradient.some((value) => value !== 0)).toBe(true);
  });

  it('of noise is the full batch of its rows: the missing ones add nothing', async () => {
    const { mlps } = createCpuProcessor('f64');
    const values = shown.flatMap((image) => [...noiseImage('uniform', SEED, image, new Float64Array(INPUTS))]);
    const rows: InputSource = { kind: 'rows', values: Float64Array.from(values), labels: new Uint8Array(last.rows) };
    const objective = { kind: 'distillation', teachers: await networksOf(mlps, [3]), from: 4, to: LOGITS } as const;
    const short = await stepOf(mlps, uniform, objective, BATCH, last.step);
    expect(short).toEqual(await stepOf(mlps, rows, objective, last.rows, 0));
    expect(short.gradient.some((value) => value !== 0)).toBe(true);
  });
});

describe('a student equal to its teacher', () => {
  it.each([
    [4, LOGITS],
    [0, LOGITS],
  ])('has loss 0 over logits %i … %i and never moves', async (from, to) => {
    const { mlps } = createCpuProcessor('f64');
    const [teacher, student] = [await networksOf(mlps, [5]), await networksOf(mlps, [5])];
    const { losses, weights } = await trained(
      mlps,
      student,
      task(uniform, { kind: 'distillation', teachers: teacher, from, to }, [5]),
      4,
    );
    expect([...losses]).toEqual([0, 0, 0, 0]);
    expect(weights).toEqual(await teacher.parameters());
  });
});

describe('a training', () => {
  it('goes on from a snapshot exactly as if it had never stopped', async () => {
    const { mlps } = createCpuProcessor('f32');
    const what = task(
      uniform,
      { kind: 'distillation', teachers: await networksOf(mlps, [1]), from: 0, to: LOGITS },
      [1],
    );
    const whole = await trained(mlps, await networksOf(mlps, [2]), what, 9);
    const first = await mlps.training(await networksOf(mlps, [2]), what);
    const { losses: before } = await first.advance(4);
    const networks = await networksOf(mlps, [3]);
    const second = await mlps.training(networks, what, await first.snapshot());
    expect(second.step).toBe(4);
    expect([...before, ...(await second.advance(5)).losses]).toEqual([...whole.losses]);
    expect(await networks.parameters()).toEqual(whole.weights);
  });

  it('gives snapshots that later steps do not change', async () => {
    const { mlps } = createCpuProcessor('f32');
    const what = task(
      uniform,
      { kind: 'distillation', teachers: await networksOf(mlps, [1]), from: 0, to: LOGITS },
      [1],
    );
    const training = await mlps.training(await networksOf(mlps, [2]), what);
    await training.advance(1);
    const snapshot = await training.snapshot();
    const copy = structuredClone(snapshot);
    await training.advance(1);
    expect(snapshot).toEqual(copy);
  });
});
