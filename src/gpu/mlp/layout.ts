// How an MLP's parameters lie on the GPU: every width padded to a multiple of 4, so that kernels work on vec4f. Padding
// weights are 0 and stay 0: their inputs or their gradients are 0 at every step.
import type { Mlp } from '../../experiment/processor/mlp.ts';
import type { Real } from '../../experiment/processor/processor.ts';

interface Layer {
  /** Padded widths. */
  readonly IN: number;
  readonly OUT: number;
  /** Offsets in a model's parameters. */
  readonly WEIGHT: number;
  readonly BIAS: number;
}

export interface PaddedMlp {
  readonly mlp: Mlp;
  readonly layers: readonly Layer[];
  /** Parameters per model, padding included. */
  readonly size: number;
  /** Padded width of the input and of the logits. */
  readonly inputs: number;
  readonly logits: number;
}

/** The next multiple of `unit`. */
export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** Lays an MLP out on the GPU. */
export function padMlp(mlp: Mlp): PaddedMlp {
  let size = 0;
  const widths = mlp.sizes.map((width) => roundUp(width, 4));
  const layers = widths.slice(1).map((OUT, index): Layer => {
    const IN = widths[index]!;
    const WEIGHT = size;
    const BIAS = size + IN * OUT;
    size = BIAS + OUT;
    return { IN, OUT, WEIGHT, BIAS };
  });
  return { mlp, layers, size, inputs: widths[0]!, logits: widths.at(-1)! };
}

/** [model, parameter] → padded, in f32. */
export function packParameters(padded: PaddedMlp, values: Real): Float32Array {
  const models = values.length / padded.mlp.parameters.size;
  const packed = new Float32Array(models * padded.size);
  forEachParameter(padded, models, (own, gpu) => {
    packed[gpu] = values[own]!;
  });
  return packed;
}

/** Padded → [model, parameter]. */
export function unpackParameters(padded: PaddedMlp, packed: Float32Array): Float32Array {
  const models = packed.length / padded.size;
  const values = new Float32Array(models * padded.mlp.parameters.size);
  forEachParameter(padded, models, (own, gpu) => {
    values[own] = packed[gpu]!;
  });
  return values;
}

function forEachParameter(
  { mlp, layers, size }: PaddedMlp,
  models: number,
  visit: (own: number, gpu: number) => void,
): void {
  const { tensors, size: ownSize } = mlp.parameters;
  for (let model = 0; model < models; model++) {
    layers.forEach(({ OUT, WEIGHT, BIAS }, layer) => {
      const [inputs, outputs] = [mlp.sizes[layer]!, mlp.sizes[layer + 1]!];
      const ownWeight = model * ownSize + tensors[2 * layer]!.offset;
      const ownBias = model * ownSize + tensors[2 * layer + 1]!.offset;
      for (let o = 0; o < outputs; o++) {
        for (let i = 0; i < inputs; i++) visit(ownWeight + i * outputs + o, model * size + WEIGHT + i * OUT + o);
        visit(ownBias + o, model * size + BIAS + o);
      }
    });
  }
}

/** Rows of `width` numbers → rows padded with 0, followed by empty rows up to `paddedRows`. */
export function padRows(values: Real, width: number, paddedWidth: number, paddedRows: number): Float32Array {
  const padded = new Float32Array(paddedRows * paddedWidth);
  for (let at = 0; at < values.length; at++) {
    padded[Math.floor(at / width) * paddedWidth + (at % width)] = values[at]!;
  }
  return padded;
}
