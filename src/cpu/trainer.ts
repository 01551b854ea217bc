// The CPU trainer: the slow, plain truth behind the same interface as the GPU's. Runs in f64 for tests and golden
// checks, in f32 in the page and on the command line.
import type { Mlp } from '../experiment/mlp.ts';
import { checkBytes, MOST_HOST_BYTES } from '../experiment/memory.ts';
import {
  adamStepAt,
  batchAt,
  type ImageSet,
  type LabeledImages,
  type Networks,
  type Real,
  type Snapshot,
  type Task,
  type Trainer,
  type Training,
} from '../experiment/trainer.ts';
import { batchOrder, blurredNoise, gatherImages, noise, type BatchScalars } from './inputs.ts';
import { confusion, crossEntropy, distillation } from './losses.ts';
import { backward, forward, weightUpdate, type LayerSize } from './matmul.ts';
import { EVALUATION_ROWS, mlpRunBytes } from './memory.ts';

export type Precision = 'f32' | 'f64';

/** Of a number. */
export const BYTES: Readonly<Record<Precision, number>> = { f32: 4, f64: 8 };

/** Makes a trainer that computes on the processor, in this thread. */
export function createCpuTrainer(precision: Precision = 'f32'): Trainer {
  const allocate = (length: number): Real =>
    precision === 'f64' ? new Float64Array(length) : new Float32Array(length);
  return {
    device: { backend: 'cpu', name: `JavaScript, ${precision}`, software: true },
    checkSize: (size) => checkBytes('the run', mlpRunBytes(size, BYTES[precision]), MOST_HOST_BYTES),
    images: async (images) => new CpuImages(images),
    networks: async (_label, architecture, parameters) => {
      const own = allocate(parameters.length);
      own.set(parameters);
      return new CpuNetworks(architecture, own, allocate);
    },
    training: async (networks, task, from) => {
      if (!(networks instanceof CpuNetworks)) throw new TypeError('networks of another trainer');
      return new CpuTraining(networks, task, allocate, from);
    },
    free: () => {},
  };
}

type Allocate = (length: number) => Real;

class CpuImages implements ImageSet {
  readonly count: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint32Array;

  constructor({ pixels, labels, count }: LabeledImages) {
    this.count = count;
    this.pixels = pixels;
    this.labels = Uint32Array.from(labels);
  }
}

function onCpu(images: ImageSet): CpuImages {
  if (!(images instanceof CpuImages)) throw new TypeError('images of another trainer');
  return images;
}

/** Sizes of every layer of `models` networks on batches of `BATCH` rows. */
function layerSizes({ sizes, parameters: { tensors, size } }: Mlp, MODELS: number, BATCH: number): LayerSize[] {
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

class CpuNetworks implements Networks {
  readonly architecture: Mlp;
  readonly count: number;
  readonly values: Real;
  readonly #allocate: Allocate;

  constructor(architecture: Mlp, values: Real, allocate: Allocate) {
    this.architecture = architecture;
    this.count = values.length / architecture.parameters.size;
    this.values = values;
    this.#allocate = allocate;
  }

  async parameters(): Promise<Real> {
    return this.values.slice();
  }

  /** All activations, inputs first: [model / modelsPerInput, row, unit], then [model, row, unit] per layer. */
  forward(input: Real, rows: number, modelsPerInput: number): Real[] {
    const activations = [input];
    layerSizes(this.architecture, this.count, rows).forEach((size, layer, { length }) => {
      const output = this.#allocate(this.count * rows * size.OUT);
      const MODELS_PER_INPUT = layer === 0 ? modelsPerInput : 1;
      forward(
        { ...size, MODELS_PER_INPUT, RELU: layer < length - 1 },
        { parameters: this.values, input: activations[layer]!, output },
      );
      activations.push(output);
    });
    return activations;
  }

  async logits(values: Real): Promise<Real> {
    const rows = values.length / this.architecture.sizes[0]!;
    return this.forward(values, rows, this.count).at(-1)!;
  }

  async confusion(images: ImageSet, count: number): Promise<Uint32Array> {
    const { pixels, labels } = onCpu(images);
    const { sizes, classLogits: CLASSES } = this.architecture;
    const counts = new Uint32Array(this.count * CLASSES * CLASSES);
    for (let first = 0; first < count; first += EVALUATION_ROWS) {
      const batch = { epoch: 0, first, rows: Math.min(EVALUATION_ROWS, count - first), slot: 0 };
      const order = new Uint32Array(batch.rows);
      const input = this.#allocate(batch.rows * sizes[0]!);
      const size = { GROUPS: 1, BATCH: batch.rows, IN: sizes[0]!, COUNT: count, STREAM: 0, SHUFFLED: false };
      batchOrder(size, { seeds: new Uint32Array(1), order }, batch);
      gatherImages(size, { images: pixels, order, input });
      const logits = this.forward(input, batch.rows, this.count).at(-1)!;
      confusion(
        { MODELS: this.count, BATCH: batch.rows, LOGITS: sizes.at(-1)!, CLASSES },
        { logits, order, labels, counts },
      );
    }
    return counts;
  }
}

class CpuTraining implements Training {
  step: number;
  readonly #networks: CpuNetworks;
  readonly #task: Task;
  readonly #allocate: Allocate;
  readonly #adamM: Real;
  readonly #adamV: Real;
  readonly #seeds: Uint32Array;
  readonly #order: Uint32Array;
  readonly #input: Real;

  constructor(networks: CpuNetworks, task: Task, allocate: Allocate, from?: Snapshot) {
    this.#networks = networks;
    this.#task = task;
    this.#allocate = allocate;
    this.step = from?.step ?? 0;
    this.#adamM = allocate(networks.values.length);
    this.#adamV = allocate(networks.values.length);
    if (from) {
      networks.values.set(from.parameters);
      this.#adamM.set(from.adamM);
      this.#adamV.set(from.adamV);
    }
    this.#seeds = Uint32Array.from(task.seeds);
    this.#order = new Uint32Array(task.seeds.length * task.batch);
    this.#input = allocate(task.seeds.length * task.batch * networks.architecture.sizes[0]!);
  }

  async advance(steps: number, _ahead = 0, queued = () => {}): Promise<Real> {
    const losses = this.#allocate(steps * this.#networks.count);
    for (let slot = 0; slot < steps; slot++) this.#advanceOne(losses, slot);
    queued();
    return losses;
  }

  async snapshot(): Promise<Snapshot> {
    const parameters = await this.#networks.parameters();
    return { step: this.step, parameters, adamM: this.#adamM.slice(), adamV: this.#adamV.slice() };
  }

  #advanceOne(losses: Real, slot: number): void {
    const task = this.#task;
    const networks = this.#networks;
    const { count: MODELS, architecture } = networks;
    const BATCH = task.batch;
    const total = task.inputs.kind === 'rows' ? BATCH : task.inputs.count;
    const batch: BatchScalars = { ...batchAt(total, BATCH, this.step), slot };
    const MODELS_PER_INPUT = MODELS / task.seeds.length;

    this.#makeBatch(total, batch);
    const activations = networks.forward(this.#input, BATCH, MODELS_PER_INPUT);

    const logits = activations.at(-1)!;
    let dOutput = this.#allocate(logits.length);
    const lossSize = { MODELS, BATCH, LOGITS: architecture.sizes.at(-1)!, MODELS_PER_INPUT };
    if (task.objective.kind === 'crossEntropy') {
      const CLASSES = architecture.classLogits;
      const labels = this.#labels();
      crossEntropy({ ...lossSize, CLASSES }, { logits, order: this.#order, labels, dLogits: dOutput, losses }, batch);
    } else {
      const { teacher, from: FROM, to: TO } = task.objective;
      if (!(teacher instanceof CpuNetworks)) throw new TypeError('teacher of another trainer');
      const teacherLogits = teacher.forward(this.#input, BATCH, 1).at(-1)!;
      // The truth computes them anew at every step; the GPU keeps them.
      const teacherSize = {
        TEACHER_ROWS: BATCH,
        TEACHER_LOGITS: teacher.architecture.sizes.at(-1)!,
        TEACHER_FROM: FROM,
        CACHED: false,
      };
      const tensors = { teacherLogits, order: this.#order, logits, dLogits: dOutput, losses };
      distillation({ ...lossSize, ...teacherSize, FROM, TO }, tensors, batch);
    }

    this.step += 1;
    const { beta1: BETA1, beta2: BETA2, epsilon: EPSILON } = task.adam;
    const scalars = adamStepAt(task.adam, this.step);
    const sizes = layerSizes(architecture, MODELS, BATCH);
    for (let layer = sizes.length - 1; layer >= 0; layer--) {
      const size = sizes[layer]!;
      const input = activations[layer]!;
      const dInput = layer === 0 ? undefined : this.#allocate(input.length);
      // The gradient of the input needs the weights as they were in the forward pass.
      if (dInput) backward(size, { parameters: networks.values, dOutput, activation: input, dInput });
      weightUpdate(
        { ...size, BETA1, BETA2, EPSILON, MODELS_PER_INPUT: layer === 0 ? MODELS_PER_INPUT : 1 },
        { parameters: networks.values, adamM: this.#adamM, adamV: this.#adamV, input, dOutput },
        scalars,
      );
      if (dInput) dOutput = dInput;
    }
  }

  #makeBatch(COUNT: number, batch: BatchScalars): void {
    const { inputs, seeds: groups, batch: BATCH, orderStream: STREAM } = this.#task;
    const IN = this.#networks.architecture.sizes[0]!;
    const size = { GROUPS: groups.length, BATCH, IN, INPUTS: IN };
    const [seeds, order, input] = [this.#seeds, this.#order, this.#input];
    batchOrder({ ...size, COUNT, STREAM, SHUFFLED: inputs.kind !== 'rows' }, { seeds, order }, batch);
    if (inputs.kind === 'images') gatherImages(size, { images: onCpu(inputs.images).pixels, order, input });
    else if (inputs.kind === 'rows')
      for (let group = 0; group < groups.length; group++) input.set(inputs.values, group * BATCH * IN);
    else if (inputs.distribution === 'blurred') blurredNoise(size, { seeds, order, input });
    else noise({ ...size, NORMAL: inputs.distribution === 'gaussian' }, { seeds, order, input });
  }

  #labels(): Uint32Array {
    const { inputs } = this.#task;
    if (inputs.kind === 'images') return onCpu(inputs.images).labels;
    if (inputs.kind === 'rows') return Uint32Array.from(inputs.labels);
    throw new TypeError('noise has no labels');
  }
}
