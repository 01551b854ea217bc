// Theorem 1 of Cloud et al.: from a shared init, a small gradient step toward the teacher's outputs never moves the
// student away from the teacher, on any inputs. One step of plain gradient descent each, in f64.
import { describe, expect, it } from 'vitest';
import { initialize } from '../../experiment/init/initialization.ts';
import { strangerSeed } from '../../experiment/init/init-sharing.ts';
import { describeMlp } from '../../experiment/processor/mlp.ts';
import { randomBits, standardNormal, STREAM } from '../../experiment/random.ts';
import type { InputSource, NoiseDistribution, MlpObjective } from '../../experiment/processor/mlp-processor.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { createCpuProcessor } from '../processor.ts';

const network = describeMlp(36, [16, 12], 4, 3);
const [CLASSES, LOGITS] = [4, 7];
const ROWS = 24;
const SMALL = 1e-3;
const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7];
const { mlps } = createCpuProcessor('f64');

/** The teacher's task: random rows with random labels, another for each seed. */
function lesson(seed: number): InputSource {
  const values = Float64Array.from({ length: ROWS * 36 }, (_, index) => standardNormal(randomBits(seed, 93, 0, index)));
  return {
    kind: 'rows',
    values,
    labels: Uint8Array.from({ length: ROWS }, (_, row) => randomBits(seed, 93, 1, row) % CLASSES),
  };
}

/** Loss and plain gradient at `parameters`: what Adam's first moment takes of a step that moves nothing. */
async function lossAndGradient(parameters: Real, inputs: InputSource, objective: MlpObjective, seed: number) {
  const networks = await mlps.networks('network', network, parameters);
  const optimizer = { kind: 'adam', beta1: 0, beta2: 0, epsilon: 1 } as const;
  const task = {
    label: 'one step',
    inputs,
    objective,
    orderSeeds: [seed],
    orderStream: STREAM.studentOrder,
    batch: ROWS,
    optimizer,
    learningRate: () => 0,
  };
  const training = await mlps.training(networks, task);
  const { losses } = await training.advance(1);
  return { loss: losses[0]!, gradient: (await training.snapshot()).adamM };
}

const stepped = (from: Real, gradient: Real, rate: number) =>
  Float64Array.from(from, (value, index) => value - rate * gradient[index]!);
function inner(a: Real, b: Real): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

/** One step of the teacher, one step of a student toward it. */
async function oneStepEach(seed: number, studentSeed: number, inputs: InputSource, from: number) {
  const reference = Float64Array.from(initialize(network.parameters, seed));
  const start = Float64Array.from(initialize(network.parameters, studentSeed));
  const crossEntropy = { kind: 'crossEntropy' } as const;
  const taught = await lossAndGradient(reference, lesson(seed), crossEntropy, seed);
  const teacher = await mlps.networks('teacher', network, stepped(reference, taught.gradient, SMALL));
  const learned = await lossAndGradient(
    start,
    inputs,
    { kind: 'distillation', teachers: teacher, from, to: LOGITS },
    seed,
  );
  // Both updates are negative gradients, so their inner product is that of the gradients.
  const product = inner(taught.gradient, learned.gradient);
  const before = await lossAndGradient(start, lesson(seed), crossEntropy, seed);
  const after = await lossAndGradient(stepped(start, learned.gradient, 1), lesson(seed), crossEntropy, seed);
  return { product, rise: after.loss - before.loss };
}

const noise = (distribution: NoiseDistribution): InputSource => ({ kind: 'noise', distribution, count: ROWS });
const noises: [string, (seed: number) => InputSource][] = [
  ['uniform noise', () => noise('uniform')],
  ['Gaussian noise', () => noise('gaussian')],
  ['blurred noise', () => noise('blurred')],
];

describe.each([...noises, ['the teacher’s own inputs', lesson] as const])('on %s', (_, inputsOf) => {
  it.each([
    ['auxiliary logits', CLASSES],
    ['all logits', 0],
  ])('a shared init makes the student follow the teacher through %s', async (_name, from) => {
    for (const seed of SEEDS) {
      const { product, rise } = await oneStepEach(seed, seed, inputsOf(seed), from);
      // The theorem allows 0 as well, which here would only mean that nobody moved.
      expect(product, `inner product of the updates, seed ${seed}`).toBeGreaterThan(0);
      expect(rise, `rise of the teacher’s loss, seed ${seed}`).toBeLessThan(0);
    }
  });
});

describe.each(noises)('on %s', (_, inputsOf) => {
  it('another init promises nothing: some students go the other way', async () => {
    const products: number[] = [];
    for (const seed of SEEDS)
      products.push((await oneStepEach(seed, strangerSeed(seed), inputsOf(seed), CLASSES)).product);
    expect(Math.min(...products)).toBeLessThan(0);
  });
});
