// The form of golden files of the transformer: trajectories made with PyTorch in f64. Reads and checks; replays nothing.
import { shorten } from '../experiment/spec/fields.ts';
import {
  describeTransformer,
  isTrunk,
  type Transformer,
  type TransformerSizes,
} from '../experiment/processor/transformer.ts';
import type { Tensor } from '../experiment/processor/parameters.ts';
import { countOf, listOf, numberOf, numbersOf, objectOf } from './json-fields.ts';

/** Far more than any network that is worth replaying. */
const MOST_LAYERS = 100;

export interface TransformerGoldenSettings extends TransformerSizes {
  readonly batch: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly phase: number;
  /** [sequence][position]; 0 is padding. All of one length, at most the context. */
  readonly tokens: readonly (readonly number[])[];
}

/** What one training went through. Gradients (not clipped) and weights of what trains, in the order of our flat array. */
export interface TransformerTrajectory {
  readonly losses: ArrayLike<number>;
  readonly gradientNorms: ArrayLike<number>;
  readonly firstGradients: ArrayLike<number>;
  readonly finalWeights: ArrayLike<number>;
}

/** Which tensors train in each of a file's trajectories. */
export const TRAJECTORIES = {
  allParameters: { words: 'all parameters', trains: (): boolean => true },
  trunkOnly: { words: 'trunk only', trains: isTrunk },
} as const;

export type TrajectoryName = keyof typeof TRAJECTORIES;

export interface TransformerTrajectories extends Readonly<Record<TrajectoryName, TransformerTrajectory>> {
  /** At every position of the first sequence, before training: [position, token]. */
  readonly initLogits: ArrayLike<number>;
}

export interface TransformerGolden extends TransformerGoldenSettings {
  readonly expected: TransformerTrajectories;
}

/** Whether a parsed file is meant to be of this form. */
export function isTransformerGolden(file: unknown): boolean {
  return typeof file === 'object' && file !== null && 'vocabulary' in file;
}

/** Checks and reads a parsed file. Throws TypeError with a sentence that names what is wrong. */
export function readTransformerGolden(file: unknown): TransformerGolden {
  const golden = objectOf(file, 'the file');
  const sizes: TransformerSizes = {
    vocabulary: countOf(golden, 'vocabulary'),
    width: countOf(golden, 'width'),
    layers: countOf(golden, 'layers', MOST_LAYERS),
    heads: countOf(golden, 'heads'),
    mlpWidth: countOf(golden, 'mlpWidth'),
    context: countOf(golden, 'context'),
  };
  if (sizes.width % sizes.heads !== 0) throw new TypeError('“heads” must divide “width”');
  const batch = countOf(golden, 'batch');
  const steps = countOf(golden, 'steps');
  const tokens = tokensOf(golden, sizes, batch);
  const network = describeTransformer(sizes);
  const expected: TransformerTrajectories = {
    initLogits: numbersOf(golden, 'initLogits', tokens[0]!.length * sizes.vocabulary, 'the file'),
    allParameters: trajectoryOf(golden, 'allParameters', network, steps),
    trunkOnly: trajectoryOf(golden, 'trunkOnly', network, steps),
  };
  const [learningRate, phase] = [numberOf(golden, 'learningRate'), numberOf(golden, 'phase')];
  return { ...sizes, batch, steps, learningRate, phase, tokens, expected };
}

/** The tensors that train in one of a file's trajectories. */
export function trainingTensors({ parameters }: Transformer, name: TrajectoryName): readonly Tensor[] {
  return parameters.tensors.filter((tensor) => TRAJECTORIES[name].trains(tensor));
}

function tokensOf(golden: Map<string, unknown>, sizes: TransformerSizes, batch: number): number[][] {
  const rows = listOf(golden, 'tokens').map((row) => {
    if (!Array.isArray(row)) throw new TypeError('“tokens” must be lists of numbers');
    return row.map((token: unknown) => {
      if (typeof token === 'number' && Number.isInteger(token) && token >= 0 && token < sizes.vocabulary) return token;
      throw new TypeError(`“tokens” must be whole numbers from 0 to ${sizes.vocabulary - 1}`);
    });
  });
  if (rows.length !== batch) throw new TypeError(`“tokens” has ${rows.length} sequences, but “batch” is ${batch}`);
  const { length } = rows[0]!;
  if (length < 2 || length > sizes.context || rows.some((row) => row.length !== length)) {
    throw new TypeError(`“tokens” must be sequences of one length, from 2 to ${sizes.context}`);
  }
  if (rows.every((row) => row.every((token, position) => position === 0 || token === 0))) {
    throw new TypeError('“tokens” has nothing to predict');
  }
  return rows;
}

function trajectoryOf(
  golden: Map<string, unknown>,
  name: TrajectoryName,
  network: Transformer,
  steps: number,
): TransformerTrajectory {
  const object = objectOf(golden.get(name), `“${name}”`);
  const tensors = trainingTensors(network, name);
  const parameters = (key: string) => {
    const listed = objectOf(object.get(key), `“${name}.${key}”`);
    for (const tensor of listed.keys()) {
      if (!tensors.some((known) => known.name === tensor)) {
        throw new TypeError(`“${name}.${key}” lists “${shorten(tensor)}”, which does not train there`);
      }
    }
    return tensors.flatMap((tensor) => numbersOf(listed, tensor.name, tensor.size, `${name}.${key}`));
  };
  return {
    losses: numbersOf(object, 'losses', steps, name),
    gradientNorms: numbersOf(object, 'gradientNorms', steps, name),
    firstGradients: parameters('firstGradients'),
    finalWeights: parameters('finalWeights'),
  };
}
