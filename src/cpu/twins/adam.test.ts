// The optimizer inside weightUpdate against Adam as its paper prints it, one scalar at a time.
import { describe, expect, it } from 'vitest';
import { randomBits, standardNormal } from '../../experiment/random.ts';
import { adamStepAt, type Adam } from '../../experiment/processor/processor.ts';
import { weightUpdate } from './matmul.ts';

interface Constants extends Adam {
  readonly learningRate: number;
}

/** Algorithm 1 of Kingma & Ba (2015), with bias-corrected moments: the parameter after each gradient. */
function textbook(start: number, gradients: readonly number[], { learningRate, beta1, beta2, epsilon }: Constants) {
  let [theta, m, v] = [start, 0, 0];
  return gradients.map((g, index) => {
    const t = index + 1;
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g ** 2;
    const mHat = m / (1 - beta1 ** t);
    const vHat = v / (1 - beta2 ** t);
    theta -= (learningRate * mHat) / (Math.sqrt(vHat) + epsilon);
    return theta;
  });
}

/** The same from the kernel: one input of 1 and one unit, so the gradient of weight and bias is dOutput. */
function fromKernel(start: number, gradients: readonly number[], constants: Constants) {
  const size = { MODELS: 1, BATCH: 1, IN: 1, OUT: 1, PARAMETERS: 2, WEIGHT: 0, BIAS: 1, MODELS_PER_INPUT: 1 };
  const parameters = new Float64Array([start, start]);
  const [adamM, adamV, input] = [new Float64Array(2), new Float64Array(2), new Float64Array([1])];
  return gradients.map((gradient, index) => {
    const { beta1: BETA1, beta2: BETA2, epsilon: EPSILON } = constants;
    const tensors = { parameters, adamM, adamV, input, dOutput: new Float64Array([gradient]) };
    weightUpdate({ ...size, BETA1, BETA2, EPSILON }, tensors, adamStepAt(constants, constants.learningRate, index + 1));
    expect(parameters[1]).toBe(parameters[0]);
    return parameters[0]!;
  });
}

const usual: Constants = { kind: 'adam', learningRate: 3e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const random = Array.from({ length: 200 }, (_, index) => standardNormal(randomBits(1, 96, 0, index)));

describe('Adam', () => {
  it.each<[string, Constants, number[]]>([
    ['random gradients, the usual constants', usual, random],
    ['a large step size', { ...usual, learningRate: 2 }, random],
    ['other betas', { ...usual, beta1: 0.5, beta2: 0.9 }, random],
    ['an epsilon as large as the gradients', { ...usual, epsilon: 1 }, random],
    ['gradients near the smallest', usual, random.map((gradient) => gradient * 1e-12)],
    ['one gradient, then nothing', usual, [3, ...Array<number>(50).fill(0)]],
  ])('follows the textbook for %s', (_, constants, gradients) => {
    const [expected, actual] = [textbook(0.7, gradients, constants), fromKernel(0.7, gradients, constants)];
    actual.forEach((value, step) => expect(Math.abs(value - expected[step]!), `step ${step + 1}`).toBeLessThan(1e-13));
  });

  it('takes a first step of the size of the learning rate, however large the gradient', () => {
    for (const gradient of [1e-3, 1, -1e6]) {
      expect(fromKernel(0, [gradient], usual)[0]).toBeCloseTo(-Math.sign(gradient) * usual.learningRate, 8);
    }
  });

  it('stays where the gradient has always been 0', () => {
    expect(fromKernel(0.7, [0, 0, 0], usual)).toEqual([0.7, 0.7, 0.7]);
  });
});

describe('the gradient of a layer', () => {
  it('is inputᵀ · dOutput for the weights and the sum over rows for the biases, for each model by itself', () => {
    const [MODELS, BATCH, IN, OUT] = [2, 3, 2, 2];
    const size = { MODELS, BATCH, IN, OUT, PARAMETERS: 6, WEIGHT: 0, BIAS: 4, MODELS_PER_INPUT: 2 };
    // One seed: both models see the same rows.
    const input = new Float64Array([1, 2, 0, -1, 3, 0]);
    const dOutput = new Float64Array([1, 0, 2, 1, -1, 4, 10, 20, 30, 40, 50, 60]);
    const [parameters, adamM, adamV] = [new Float64Array(12), new Float64Array(12), new Float64Array(12)];
    const constants = { BETA1: 0, BETA2: 0, EPSILON: 1 };
    weightUpdate({ ...size, ...constants }, { parameters, adamM, adamV, input, dOutput }, [0, 1]);
    expect([...adamM]).toEqual([1 - 3, 12, 2 - 2, -1, 2, 5, 10 + 150, 20 + 180, 20 - 30, 40 - 40, 90, 120]);
    expect([...adamV]).toEqual([...adamM].map((gradient) => gradient ** 2));
  });
});
