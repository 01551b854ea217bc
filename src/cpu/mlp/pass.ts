// The forward pass of MLPs on the CPU, and everything it leaves behind. Buffers are made once and filled at every pass.
import type { Mlp } from '../../experiment/processor/mlp.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import type { Cpu, CpuKernels } from '../kernels.ts';
import type { LayerSize } from '../twins/matmul.ts';

/** A forward pass of `rows` rows of `models` networks. */
export class MlpPass {
  /** Of every layer. */
  readonly sizes: readonly LayerSize[];
  /** What comes out of every layer, [model, row, unit]. */
  readonly outputs: readonly Real[];
  readonly #kernels: CpuKernels;

  constructor({ sizes, parameters }: Mlp, models: number, rows: number, { kernels, allocate }: Cpu) {
    this.#kernels = kernels;
    this.sizes = sizes.slice(1).map((OUT, layer) => ({
      MODELS: models,
      BATCH: rows,
      IN: sizes[layer]!,
      OUT,
      PARAMETERS: parameters.size,
      WEIGHT: parameters.tensors[2 * layer]!.offset,
      BIAS: parameters.tensors[2 * layer + 1]!.offset,
    }));
    this.outputs = this.sizes.map(({ OUT }) => allocate(models * rows * OUT));
  }

  /**
   * Logits [model, row, logit].
   * @param parameters [model, parameter]
   * @param input [model / modelsPerInput, row, unit]
   */
  forward(parameters: Real, input: Real, modelsPerInput: number): Real {
    let read = input;
    this.sizes.forEach((size, layer) => {
      const output = this.outputs[layer]!;
      const MODELS_PER_INPUT = layer === 0 ? modelsPerInput : 1;
      const RELU = layer < this.sizes.length - 1;
      this.#kernels.forward({ ...size, MODELS_PER_INPUT, RELU }, { parameters, input: read, output });
      read = output;
    });
    return read;
  }
}
