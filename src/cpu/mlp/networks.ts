// MLPs and images on the CPU, and what can be asked of networks outside training: weights, logits, confusions.
import type { Mlp } from '../../experiment/processor/mlp.ts';
import type { ImageSet, LabeledImages, MlpNetworks } from '../../experiment/processor/mlp-processor.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import type { Cpu } from '../kernels.ts';
import { EVALUATION_ROWS } from '../memory.ts';
import { MlpPass } from './pass.ts';

export class CpuImages implements ImageSet {
  readonly count: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint32Array;

  constructor({ pixels, labels, count }: LabeledImages, cpu: Cpu) {
    this.count = count;
    this.pixels = cpu.kernels.bytes(pixels.length);
    this.pixels.set(pixels);
    this.labels = cpu.words(labels);
  }
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

  async logits(values: Real): Promise<Real> {
    const { kernels, allocate } = this.#cpu;
    const rows = values.length / this.architecture.sizes[0]!;
    return kernels.scratch(() => {
      const pass = new MlpPass(this.architecture, this.count, rows, this.#cpu);
      const input = allocate(values.length);
      input.set(values);
      return pass.forward(this.values, input, this.count).slice();
    });
  }

  async confusion({ pixels, labels }: CpuImages, count: number): Promise<Uint32Array> {
    const { kernels, allocate } = this.#cpu;
    const { sizes, classLogits: CLASSES } = this.architecture;
    const rows = Math.min(EVALUATION_ROWS, count);
    return kernels.scratch(() => {
      const pass = new MlpPass(this.architecture, this.count, rows, this.#cpu);
      const counts = kernels.words(this.count * CLASSES * CLASSES);
      const seeds = kernels.words(1);
      const order = kernels.words(rows);
      const input = allocate(rows * sizes[0]!);
      const size = { GROUPS: 1, BATCH: rows, IN: sizes[0]!, COUNT: count, STREAM: 0, SHUFFLED: false };
      for (let first = 0; first < count; first += rows) {
        // Rows behind the last image count as none.
        kernels.batchOrder(size, { seeds, order }, { epoch: 0, first, rows: Math.min(rows, count - first), slot: 0 });
        kernels.gatherImages(size, { images: pixels, order, input });
        const logits = pass.forward(this.values, input, this.count);
        kernels.confusion(
          { MODELS: this.count, BATCH: rows, LOGITS: sizes.at(-1)!, CLASSES },
          { logits, order, labels, counts },
        );
      }
      return counts.slice();
    });
  }
}
