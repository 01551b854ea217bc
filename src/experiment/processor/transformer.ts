// A decoder transformer: its shape, and its inits' standard deviations. No arithmetic.
import { layOut, type Parameters, type Tensor, type TensorShape } from './parameters.ts';

/** Sizes of a pre-norm decoder with learned positions, ReLU MLPs, RMSNorm and an unembedding tied to the embedding. */
export interface TransformerSizes {
  /** Tokens; id 0 is padding. */
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  /** Divides the width. */
  readonly heads: number;
  readonly mlpWidth: number;
  /** Most positions of a sequence. */
  readonly context: number;
}

export interface Transformer extends TransformerSizes {
  readonly kind: 'transformer';
  readonly parameters: Parameters;
}

/** Added to the mean square under the root of RMSNorm. */
export const RMS_EPSILON = 1e-5;

/**
 * Describes a transformer. Matrices are [in][out]; biases start at 0, gains at 1. The tensors are, in this order:
 * embedding, position, then per layer l (from 0) query, key, value, output, mlpIn, mlpOut, mlpInBias, mlpOutBias,
 * attentionNorm and mlpNorm, each with l at its end, then finalNorm. Throws RangeError where heads do not divide width.
 */
export function describeTransformer(sizes: TransformerSizes): Transformer {
  const { vocabulary, width, layers, heads, mlpWidth, context } = sizes;
  if (width % heads !== 0) throw new RangeError(`${heads} heads do not divide a width of ${width}`);
  const matrix = (name: string, layer: string, axes: [string, string], shape: [number, number], initStd: number) => ({
    name,
    layer,
    shape,
    axes,
    initStd,
    initMean: 0,
  });
  const vector = (name: string, layer: string, axis: string, length: number, initMean: number): TensorShape => ({
    name,
    layer,
    shape: [length],
    axes: [axis],
    initStd: 0,
    initMean,
  });
  const blocks = Array.from({ length: layers }, (_, l): TensorShape[] => {
    const layer = String(l + 1);
    const hidden = `mlp${l}`;
    const heads = `heads${l}`;
    const std = 1 / Math.sqrt(width);
    return [
      matrix(`query${l}`, layer, ['width', `query-key ${heads}`], [width, width], std),
      matrix(`key${l}`, layer, ['width', `query-key ${heads}`], [width, width], std),
      matrix(`value${l}`, layer, ['width', heads], [width, width], std),
      matrix(`output${l}`, layer, [heads, 'width'], [width, width], 0.5 / Math.sqrt(width * layers)),
      matrix(`mlpIn${l}`, layer, ['width', hidden], [width, mlpWidth], std),
      matrix(`mlpOut${l}`, layer, [hidden, 'width'], [mlpWidth, width], 0.7 / Math.sqrt(mlpWidth * layers)),
      vector(`mlpInBias${l}`, layer, hidden, mlpWidth, 0),
      vector(`mlpOutBias${l}`, layer, 'width', width, 0),
      vector(`attentionNorm${l}`, layer, 'width', width, 1),
      vector(`mlpNorm${l}`, layer, 'width', width, 1),
    ];
  });
  const shapes = [
    matrix('embedding', 'embedding', ['token', 'width'], [vocabulary, width], 1 / Math.sqrt(width)),
    matrix('position', 'position', ['place', 'width'], [context, width], 0.3 / Math.sqrt(width)),
    ...blocks.flat(),
    vector('finalNorm', 'norm', 'width', width, 1),
  ];
  // Only the units behind a ReLU can be shuffled or rescaled one by one; those of a head cannot.
  const hiddenAxes = Array.from({ length: layers }, (_, l) => `mlp${l}`);
  return { kind: 'transformer', ...sizes, parameters: layOut(shapes, hiddenAxes) };
}

/** The tensor of this name. Throws if the network has none. */
export function tensorNamed({ parameters }: Transformer, name: string): Tensor {
  const tensor = parameters.tensors.find((candidate) => candidate.name === name);
  if (!tensor) throw new RangeError(`this transformer has no tensor “${name}”`);
  return tensor;
}

/** Whether a tensor belongs to the trunk: everything but embedding and positions. */
export function isTrunk({ layer }: Tensor): boolean {
  return layer !== 'embedding' && layer !== 'position';
}
