// The symmetries of an MLP: a permuted or rescaled init is far from the teacher's in raw coordinates and computes the
// same function; permuted, it even learns the same function, because Adam acts element by element.
import { describe, expect, it } from 'vitest';
import { initialize } from '../../experiment/init/initialization.ts';
import { applyInitSharing, strangerSeed, type InitSharing } from '../../experiment/init/init-sharing.ts';
import { formatInitSharing } from '../../experiment/init/init-sharing-text.ts';
import { describeMlp, type Mlp } from '../../experiment/processor/mlp.ts';
import { randomBits, standardNormal, STREAM } from '../../experiment/random.ts';
import { distance } from '../../experiment/statistics/stats.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { createCpuProcessor } from '../processor.ts';

const SEED = 12;
const INPUTS = 11;
const ROWS = 20;

const rows = Float64Array.from({ length: ROWS * INPUTS }, (_, index) => standardNormal(randomBits(0, 94, 0, index)));

/** A network as training leaves it: an init with biases that are not 0. */
function withBiases(network: Mlp): Float32Array {
  return initialize(network.parameters, SEED).map(
    (weight, index) => weight || standardNormal(randomBits(1, 94, 0, index)) / 4,
  );
}

function initOf(choice: InitSharing, network: Mlp, reference: Float32Array): Float32Array {
  const stranger = initialize(network.parameters, strangerSeed(SEED));
  const context = { parameters: network.parameters, seed: SEED, reference, stranger };
  return applyInitSharing(choice, { ...context, strangerSeed: strangerSeed(SEED) });
}

async function logitsOf(network: Mlp, parameters: Real): Promise<Real> {
  return (await createCpuProcessor('f64').mlps.networks('network', network, parameters)).logits(rows);
}

function largestDifference(a: Real, b: Real): number {
  return Math.max(...Array.from(a, (value, index) => Math.abs(value - b[index]!)));
}

describe.each([[[9]], [[9, 7]], [[9, 7, 5]]])('with hidden layers %j', (hidden) => {
  const network = describeMlp(INPUTS, hidden, 4, 3);
  const reference = withBiases(network);

  it.each<[InitSharing, number]>([
    // The same products, summed in another order.
    [{ mode: 'permuted' }, 1e-13],
    // Weights rounded to f32 once more.
    [{ mode: 'rescaled', amount: 0.3 }, 1e-5],
    [{ mode: 'rescaled', amount: 1 }, 1e-5],
  ])('an init by %o computes the reference’s function', async (choice, tolerance) => {
    const init = initOf(choice, network, reference);
    expect(distance(init, reference)).toBeGreaterThan(0.1 * distance(reference, new Float32Array(reference.length)));
    const [expected, actual] = [await logitsOf(network, reference), await logitsOf(network, init)];
    expect(largestDifference(expected, actual)).toBeLessThan(tolerance);
  });

  it.each<[InitSharing]>([
    [{ mode: 'perturbed', amount: 0.2 }],
    [{ mode: 'interpolated', amount: 0.9 }],
    [{ mode: 'independent' }],
  ])('an init by %o computes another one', async (choice) => {
    const init = initOf(choice, network, reference);
    const difference = largestDifference(await logitsOf(network, reference), await logitsOf(network, init));
    expect(difference, formatInitSharing(choice)).toBeGreaterThan(0.1);
  });

  it('a permuted student learns the very function that a shared one learns', async () => {
    const { mlps } = createCpuProcessor('f64');
    const teacher = await mlps.networks('teacher', network, initialize(network.parameters, 99));
    const [shared, permuted] = (['shared', 'permuted'] as const).map((mode) => initOf({ mode }, network, reference));
    const learned: Real[] = [];
    for (const init of [shared!, permuted!]) {
      const student = await mlps.networks('student', network, init);
      const training = await mlps.training(student, {
        label: 'student',
        inputs: { kind: 'noise', distribution: 'uniform', count: 50 },
        objective: { kind: 'distillation', teachers: teacher, from: 4, to: 7 },
        orderSeeds: [SEED],
        orderStream: STREAM.studentOrder,
        batch: 10,
        optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        learningRate: () => 1e-2,
      });
      await training.advance(25);
      learned.push(await student.logits(rows));
    }
    expect(largestDifference(learned[0]!, learned[1]!)).toBeLessThan(1e-9);
    expect(largestDifference(learned[0]!, await logitsOf(network, reference))).toBeGreaterThan(0.1);
  });
});
