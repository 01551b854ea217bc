// The tuner on a device: it measures without touching anything, and whatever it takes trains the same networks.
import { beforeAll, expect, it } from 'vitest';
import { initialize } from '../experiment/init/initialization.ts';
import { describeMlp } from '../experiment/processor/mlp.ts';
import type { Real } from '../experiment/processor/processor.ts';
import { STREAM } from '../experiment/random.ts';
import { useGpu } from './fixtures/use-gpu.ts';
import { FAMILIES, matrixDispatch } from './matrix.ts';
import { GpuMlps } from './mlp/networks.ts';
import { prepareMlpTraining } from './mlp/training.ts';
import { Arena, type Chooser, type Dispatch } from './plan.ts';
import { stopwatchOf, Tuner } from './tuner.ts';

const gpu = useGpu();
// As on a graphics card: not the kernels for software adapters, of which there is one each.
beforeAll(() => void Object.defineProperty(gpu(), 'quads', { value: false }));

/** Wider than a tile of 32, narrower than one of 64, and no multiple of 8. */
const NETWORK = describeMlp(40, [36], 5, 3);

/** Weights of two students after a few steps. */
async function distilled(chooser?: Chooser): Promise<Real> {
  const arena = new Arena(gpu(), () => {}, chooser);
  const networks = (label: string, seeds: readonly number[]) =>
    new GpuMlps(arena, label, NETWORK, Float32Array.from(seeds.flatMap((s) => [...initialize(NETWORK.parameters, s)])));
  const teachers = networks('teachers', [1]);
  const training = await prepareMlpTraining(arena, networks('students', [1, 2]), {
    label: 'tuned',
    inputs: { kind: 'noise', distribution: 'uniform', count: 40 },
    objective: { kind: 'distillation', teachers, from: 5, to: 8 },
    orderSeeds: [3],
    orderStream: STREAM.studentOrder,
    batch: 24,
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    learningRate: () => 0.01,
  });
  await training.advance(4);
  const { parameters } = await training.snapshot();
  arena.free();
  return parameters;
}

/** Takes the same of what computes the same every time, and counts how often. */
class Taking implements Chooser {
  taken = 0;
  readonly #index: number;

  constructor(index: number) {
    this.#index = index;
  }

  async choose(dispatches: readonly Dispatch[]): Promise<readonly Dispatch[]> {
    return dispatches.map((dispatch) => {
      const other = dispatch.others?.[this.#index];
      if (other) this.taken += 1;
      return { ...dispatch, ...other };
    });
  }
}

const [, ...others] = Object.keys(FAMILIES);

it.each(others.map((name, index) => [name, index] as const))(
  'kernels of the family %s train the same networks as the portable ones',
  async (_, index) => {
    const chooser = new Taking(index);
    const weights = await distilled(chooser);
    expect(chooser.taken).toBeGreaterThanOrEqual(5);
    const expected = await distilled();
    expect(weights.length).toBe(expected.length);
    // Adam turns what is rounded near zero into steps of the learning rate.
    const apart = weights.map((weight, i) => Math.abs(weight - expected[i]!));
    expect(Math.max(...apart)).toBeLessThan(1e-4);
  },
);

it('what a tuner measures here touches no network, and what it takes trains the same', async () => {
  const seen: string[] = [];
  const tuner = new Tuner(stopwatchOf(gpu()), 0);
  const weights = await distilled({
    choose: async (dispatches) => {
      const chosen = await tuner.choose(dispatches);
      seen.push(...chosen.map(({ kernel }) => kernel));
      return chosen;
    },
  });
  expect(seen.length).toBeGreaterThan(8);
  const expected = await distilled();
  expect(Math.max(...weights.map((weight, i) => Math.abs(weight - expected[i]!)))).toBeLessThan(1e-4);
});

it('a kernel that computes something else is found out, and one that computes the same is not', async () => {
  const arena = new Arena(gpu());
  const constants = { BATCH: 24, IN: 36, OUT: 20, PARAMETERS: 744, WEIGHT: 0, BIAS: 720, RELU: false };
  const tensors = {
    parameters: arena.tensor('parameters', 744),
    input: arena.tensor('input', 24 * 36),
    output: arena.tensor('output', 24 * 20),
  };
  const dispatch = matrixDispatch({ models: 1, quads: false }, 'forward', constants, tensors, [24, 20]);
  const [wide] = dispatch.others!;
  const trial = (await stopwatchOf(gpu()).open(dispatch))!;
  expect(await trial.agree(dispatch, wide!)).toBe(true);
  // Reads other weights.
  expect(await trial.agree(dispatch, { ...wide!, constants: { ...constants, WEIGHT: 24 } })).toBe(false);
  // Leaves rows out.
  expect(await trial.agree(dispatch, { ...wide!, constants: { ...constants, BATCH: 20 } })).toBe(false);
  trial.free();
  arena.free();
});
