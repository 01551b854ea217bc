// The gradients of transformers on the CPU against central finite differences of their own losses, in f64. One
// step with a learning rate of 0 gives both: the loss before it, and the gradient as what Adam's first moment took of it.
import { describe, expect, it } from 'vitest';
import type { TransformerObjective, TransformerProcessor } from '../../experiment/processor/transformer-processor.ts';
import { permuted } from '../../experiment/random.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { ADAM, network, ofModel, randomSequences, randomTransformers, taskOf } from '../fixtures/transformers.ts';
import { createCpuProcessor } from '../processor.ts';

const H = 1e-5;
const ENTRIES_PER_TENSOR = 20;
const MODELS = 2;
/** Not the first, so that what depends on the step is not 0. */
const STEP = 3;
const { tensors, size } = network.parameters;

interface Case {
  readonly name: string;
  objective(transformers: TransformerProcessor): Promise<TransformerObjective>;
}

const distillation = (from: number, to: number) => async (transformers: TransformerProcessor) => {
  const teachers = await transformers.networks('teachers', network, randomTransformers(MODELS, 50));
  return { kind: 'distillation', teachers, from, to } as const;
};

const cases: readonly Case[] = [
  { name: 'cross-entropy', objective: async () => ({ kind: 'crossEntropy' }) },
  { name: 'KL divergence over all tokens', objective: distillation(0, network.vocabulary) },
  { name: 'KL divergence over some tokens', objective: distillation(4, 9) },
];

/** Losses and gradient norms [model] and gradients [model, parameter] at `parameters`. */
async function measure({ name, objective }: Case, parameters: Float64Array) {
  const { transformers } = createCpuProcessor('f64');
  const task = taskOf(await transformers.sequences(randomSequences(7, 5)), MODELS, {
    label: name,
    objective: await objective(transformers),
    learningRate: () => 0,
    clip: Infinity,
  });
  const zeros = new Float64Array(parameters.length);
  const networks = await transformers.networks('models', network, parameters);
  const training = await transformers.training(networks, task, { step: STEP, parameters, adamM: zeros, adamV: zeros });
  const { losses, gradientNorms } = await training.advance(1);
  const { adamM } = await training.snapshot();
  return { losses, gradientNorms, gradients: adamM.map((value) => value / (1 - ADAM.beta1)) };
}

describe.each(cases)('the gradient of the $name', (one) => {
  const parameters = randomTransformers(MODELS, 20);

  /** Central differences of every model's loss along one parameter, [model]. */
  async function differences(entry: number): Promise<number[]> {
    const at = async (h: number): Promise<Real> => {
      const moved = parameters.slice();
      for (let model = 0; model < MODELS; model++) moved[model * size + entry]! += h;
      return (await measure(one, moved)).losses;
    };
    const [above, below] = [await at(H), await at(-H)];
    return Array.from(above, (loss, model) => (loss - below[model]!) / (2 * H));
  }

  it.each(tensors)('is right in $name', async (tensor) => {
    const { gradients } = await measure(one, parameters);
    let largest = 0;
    for (let sample = 0; sample < Math.min(ENTRIES_PER_TENSOR, tensor.size); sample++) {
      const entry = tensor.offset + permuted(7, 97, 0, tensor.size, sample);
      const measured = await differences(entry);
      measured.forEach((difference, model) => {
        const gradient = gradients[model * size + entry]!;
        largest = Math.max(largest, Math.abs(gradient));
        // Rounding of a loss near 2, 2^-52, divided by 2H is 1e-11, some of them; and the curvature's h² / 6.
        const tolerance = 1e-6 * Math.abs(gradient) + 3e-10;
        expect(Math.abs(gradient - difference), `model ${model}, entry ${entry}`).toBeLessThan(tolerance);
      });
    }
    // Otherwise the test would hold for gradients that are all 0.
    expect(largest).toBeGreaterThan(1e-3);
  });

  it('is as long as its norm says', async () => {
    const { gradients, gradientNorms } = await measure(one, parameters);
    for (let model = 0; model < MODELS; model++) {
      expect(gradientNorms[model]).toBeCloseTo(Math.hypot(...ofModel(gradients, model)), 12);
    }
  });
});
