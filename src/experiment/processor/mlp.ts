// The multi-layer perceptron of the digits experiment (paper §6.2): its shape. No arithmetic.
import { layOut, type Parameters, type TensorShape } from './parameters.ts';

/** An MLP: ReLU between layers, none after the last. */
export interface Mlp {
  readonly kind: 'mlp';
  /** Units per layer, inputs first: [784, 256, 256, 13]. The last counts class and auxiliary logits. */
  readonly sizes: readonly number[];
  readonly classLogits: number;
  readonly auxiliaryLogits: number;
  readonly parameters: Parameters;
}

/** Describes the MLP inputs-hidden…-(classes + auxiliary). Weights are [in][out]; biases start at 0. */
export function describeMlp(
  inputs: number,
  hidden: readonly number[],
  classLogits: number,
  auxiliaryLogits: number,
): Mlp {
  const sizes = [inputs, ...hidden, classLogits + auxiliaryLogits];
  const last = sizes.length - 2;
  const axis = (index: number) => (index === 0 ? 'input' : index > last ? 'logit' : `hidden${index}`);
  const shapes = sizes.slice(1).flatMap((outputs, index): TensorShape[] => {
    const layer = index === last ? 'head' : String(index + 1);
    const fanIn = sizes[index]!;
    return [
      {
        name: `weight${index}`,
        layer,
        shape: [fanIn, outputs],
        axes: [axis(index), axis(index + 1)],
        initStd: 1 / Math.sqrt(fanIn),
        initMean: 0,
      },
      { name: `bias${index}`, layer, shape: [outputs], axes: [axis(index + 1)], initStd: 0, initMean: 0 },
    ];
  });
  const hiddenAxes = hidden.map((_, index) => `hidden${index + 1}`);
  return { kind: 'mlp', sizes, classLogits, auxiliaryLogits, parameters: layOut(shapes, hiddenAxes) };
}
