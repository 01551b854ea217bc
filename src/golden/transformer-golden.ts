// Replays golden trajectories of the transformer on any processor and measures the largest deviation of each quantity.
// Knows no processor and no file system.
import type { TransformerProcessor, SequenceSet } from '../experiment/processor/transformer-processor.ts';
import { view } from '../experiment/processor/parameters.ts';
import { STREAM } from '../experiment/random.ts';
import type { Real } from '../experiment/processor/processor.ts';
import { describeTransformer, type Transformer } from '../experiment/processor/transformer.ts';
import { largestDifference, largestRelativeDifference, type Deviation, type GoldenTolerance } from './deviation.ts';
import {
  TRAJECTORIES,
  trainingTensors,
  type TrajectoryName,
  type TransformerGoldenSettings,
  type TransformerTrajectories,
  type TransformerTrajectory,
} from './transformer-golden-file.ts';

const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 } as const;
const CLIP = 1;

/** The init of a file of this form, a formula: that of src/golden/pytorch/golden_transformer.py. [parameter] */
function goldenInit({ parameters }: Transformer, phase: number): Float64Array {
  const init = new Float64Array(parameters.size);
  let matrix = 0;
  for (const tensor of parameters.tensors) {
    const values = view(init, tensor).fill(tensor.initMean);
    const columns = tensor.shape[1];
    if (columns === undefined) continue;
    matrix += 1;
    for (let i = 0; i < values.length; i++) {
      const [r, c] = [Math.floor(i / columns), i % columns];
      values[i] = tensor.initStd * 1.4 * Math.sin(phase * matrix + 1.7 * r + 0.6 * (c + 1) ** 1.3);
    }
  }
  return init;
}

/** Trains everything, then from the same init the trunk alone, as the settings of a file say. */
export async function replayTransformer(
  settings: TransformerGoldenSettings,
  transformers: TransformerProcessor,
): Promise<TransformerTrajectories> {
  const { tokens, batch, phase } = settings;
  const network = describeTransformer(settings);
  const init = goldenInit(network, phase);
  const sequences = await transformers.sequences({
    tokens: Uint32Array.from(tokens.flatMap((row) => row.slice(0, -1))),
    targets: Uint32Array.from(tokens.flatMap((row) => row.slice(1))),
    sets: 1,
    count: batch,
    length: tokens[0]!.length - 1,
  });
  const start = await transformers.networks('golden init', network, init);
  const prefixes = tokens[0]!.map((_, position, row) => row.slice(0, position + 1));
  return {
    initLogits: await start.nextLogits(prefixes),
    allParameters: await follow(transformers, settings, network, init, sequences, 'allParameters'),
    trunkOnly: await follow(transformers, settings, network, init, sequences, 'trunkOnly'),
  };
}

async function follow(
  transformers: TransformerProcessor,
  { batch, steps, learningRate }: TransformerGoldenSettings,
  network: Transformer,
  init: Real,
  sequences: SequenceSet,
  name: TrajectoryName,
): Promise<TransformerTrajectory> {
  const networks = await transformers.networks(`golden ${name}`, network, init);
  const training = await transformers.training(networks, {
    label: `golden ${name}`,
    sequences,
    setOf: [0],
    orderSeeds: [0],
    orderStream: STREAM.batchOrder,
    shuffled: false,
    batch,
    objective: { kind: 'crossEntropy' },
    optimizer: ADAM,
    learningRate: () => learningRate,
    clip: CLIP,
    trains: TRAJECTORIES[name].trains,
  });
  const trained = (flat: Real) => trainingTensors(network, name).flatMap((tensor) => [...view(flat, tensor)]);
  const first = await training.advance(1);
  // After one step from zero Adam's first moment is (1 - β1) times the clipped gradient.
  const taken = (1 - ADAM.beta1) * Math.min(1, CLIP / (first.gradientNorms[0]! + 1e-9));
  const firstGradients = trained((await training.snapshot()).adamM).map((m) => m / taken);
  const rest = steps > 1 ? await training.advance(steps - 1) : { losses: [], gradientNorms: [] };
  return {
    losses: [...first.losses, ...rest.losses],
    gradientNorms: [...first.gradientNorms, ...rest.gradientNorms],
    firstGradients,
    finalWeights: trained(await networks.parameters()),
  };
}

/** The largest deviation of each quantity, and how large it may be. */
export function transformerDeviations(
  actual: TransformerTrajectories,
  expected: TransformerTrajectories,
  allowed: GoldenTolerance,
): Deviation[] {
  const compared = (name: TrajectoryName, key: keyof TransformerTrajectory, words: string, tolerance: number) => {
    const relative = key === 'losses' || key === 'gradientNorms';
    const [ours, theirs] = [actual[name][key], expected[name][key]];
    const largest = relative ? largestRelativeDifference(ours, theirs, allowed) : largestDifference(ours, theirs);
    return { quantity: `${TRAJECTORIES[name].words}: ${words}`, largest, tolerance, relative };
  };
  const trainings = (['allParameters', 'trunkOnly'] as const).flatMap((name) => [
    compared(name, 'losses', 'losses', allowed.losses),
    compared(name, 'gradientNorms', 'gradient norms', allowed.losses),
    compared(name, 'firstGradients', 'first gradients', allowed.gradients),
    compared(name, 'finalWeights', 'final weights', allowed.weights),
  ]);
  const largest = largestDifference(actual.initLogits, expected.initLogits);
  return [{ quantity: 'logits at the init', largest, tolerance: allowed.logits, relative: false }, ...trainings];
}
