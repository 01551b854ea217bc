// MLPs and images on the CPU, and what can be asked of networks outside training: weights, logits, confusions.
import type { Mlp } from '../../experiment/processor/mlp.ts';
import type { ImageSet, LabeledImages, MlpNetworks } from '../../experiment/processor/mlp-processor.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import type { Cpu } from '../kernels.ts';
import { EVALUATION_ROWS } from '../memory.ts';
import type { LayerSize } from '../twins/matmul.ts';

export class CpuImages implements ImageSet {
  readonly count: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint32Array;

  constructor({ pixels, labels, count }: LabeledImages) {
    this.count = count;
    this.pixels = pixels;
    this.labels = Uint32Array.from(labels);
  }
}

/** Sizes of every layer of `models` networks on batches of `BATCH` rows. */
export function layerSizes({ sizes, parameters: { tensors, size } }: Mlp, MODELS: number, BATCH: number): LayerSize[] {
  return sizes.slice(1).map((OUT, layer) => ({
    MODELS,
    BATCH,
    IN: sizes[layer]!,
    OUT,
    PARAMETERS: size,
    WEIGHT: tensors[2 * layer]!.offset,
    BIAS: tensors[2 * layer + 1]!.offset,
  }));
}

export class CpuMlps implements MlpNetworks<CpuImages> {
  readonly architecture: Mlp;
  readonly count: number;
  /** The weights themselves, [model, parameter]. */
  readonly values: Real;
  readonly #cpu: Cpu;

  constructor(architecture: Mlp, parameters: Real, cpu: Cpu) {
    this.architecture = architecture;
    this.count = parameters.length / architecture.parameters.size;
    this.values = cpu.allocate(parameters.length);
    this.values.set(parameters);
    this.#cpu = cpu;
  }

  async parameters(): Promise<Real> {
    return this.values.slice();
  }

  /** All activations, inputs first: [model / modelsPerInput, row, unit], then [model, row, unit] per layer. */
  forward(input: Real, rows: number, modelsPerInput: number): Real[] {
    const { kernels, allocate } = this.#cpu;
    const activations = [input];
    layerSizes(this.architecture, this.count, rows).forEach((size, layer, { length }) => {
      const output = allocate(this.count * rows * size.OUT);
      const MODELS_PER_INPUT = layer === 0 ? modelsPerInput : 1;
      kernels.forward(
        { ...size, MODELS_PER_INPUT, RELU: layer < length - 1 },
        { parameters: this.values, input: activations[layer]!, output },
      );
      activations.push(output);
    });
    return activations;
  }

  async logits(values: Real): Promise<Real> {
    const { kernels, allocate } = this.#cpu;
    return kernels.scratch(() => {
      const input = allocate(values.length);
      input.set(values);
      const rows = values.length / this.architecture.sizes[0]!;
      return this.forward(input, rows, this.count).at(-1)!.slice();
    });
  }

  async confusion({ pixels, labels }: CpuImages, count: number): Promise<Uint32Array> {
    const { classLogits: CLASSES } = this.architecture;
    const counts = new Uint32Array(this.count * CLASSES * CLASSES);
    for (let first = 0; first < count; first += EVALUATION_ROWS) {
      this.#cpu.kernels.scratch(() => this.#count(pixels, labels, first, count, counts));
    }
    return counts;
  }

  /** Adds how some images are read, from `first` on, `count` being all of them. */
  #count(images: Uint8Array, labels: Uint32Array, first: number, count: number, counts: Uint32Array): void {
    const { kernels, allocate } = this.#cpu;
    const { sizes, classLogits: CLASSES } = this.architecture;
    const batch = { epoch: 0, first, rows: Math.min(EVALUATION_ROWS, count - first), slot: 0 };
    const order = new Uint32Array(batch.rows);
    const input = allocate(batch.rows * sizes[0]!);
    const size = { GROUPS: 1, BATCH: batch.rows, IN: sizes[0]!, COUNT: count, STREAM: 0, SHUFFLED: false };
    kernels.batchOrder(size, { seeds: new Uint32Array(1), order }, batch);
    kernels.gatherImages(size, { images, order, input });
    const logits = this.forward(input, batch.rows, this.count).at(-1)!;
    kernels.confusion(
      { MODELS: this.count, BATCH: batch.rows, LOGITS: sizes.at(-1)!, CLASSES },
      { logits, order, labels, counts },
    );
  }
}
