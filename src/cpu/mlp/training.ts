// Training of MLPs on the CPU: the schedule of a step, from batch order to Adam, over a set of kernels.
import { batchAt, type MlpTask } from '../../experiment/processor/mlp-processor.ts';
import {
  adamStepAt,
  type Real,
  type Snapshot,
  type StepMetrics,
  type Training,
} from '../../experiment/processor/processor.ts';
import type { Cpu } from '../kernels.ts';
import type { BatchScalars } from '../twins/inputs.ts';
import { layerSizes, type CpuImages, type CpuMlps } from './networks.ts';

export class CpuMlpTraining implements Training {
  step: number;
  readonly #networks: CpuMlps;
  readonly #task: MlpTask<CpuMlps, CpuImages>;
  readonly #cpu: Cpu;
  readonly #adamM: Real;
  readonly #adamV: Real;
  readonly #seeds: Uint32Array;
  readonly #order: Uint32Array;
  readonly #input: Real;

  constructor(networks: CpuMlps, task: MlpTask<CpuMlps, CpuImages>, cpu: Cpu, from?: Snapshot) {
    const { allocate } = cpu;
    this.#networks = networks;
    this.#task = task;
    this.#cpu = cpu;
    this.step = from?.step ?? 0;
    this.#adamM = allocate(networks.values.length);
    this.#adamV = allocate(networks.values.length);
    if (from) {
      networks.values.set(from.parameters);
      this.#adamM.set(from.adamM);
      this.#adamV.set(from.adamV);
    }
    const groups = task.orderSeeds.length;
    this.#seeds = Uint32Array.from(task.orderSeeds);
    this.#order = new Uint32Array(groups * task.batch);
    this.#input = allocate(groups * task.batch * networks.architecture.sizes[0]!);
  }

  async advance(steps: number, _ahead = 0, queued = () => {}): Promise<StepMetrics> {
    const { kernels, allocate } = this.#cpu;
    const losses = kernels.scratch(() => {
      const all = allocate(steps * this.#networks.count);
      for (let slot = 0; slot < steps; slot++) kernels.scratch(() => this.#advanceOne(all, slot));
      return all.slice();
    });
    queued();
    return { losses };
  }

  async snapshot(): Promise<Snapshot> {
    const parameters = await this.#networks.parameters();
    return { step: this.step, parameters, adamM: this.#adamM.slice(), adamV: this.#adamV.slice() };
  }

  #advanceOne(losses: Real, slot: number): void {
    const { kernels, allocate } = this.#cpu;
    const task = this.#task;
    const networks = this.#networks;
    const { count: MODELS, architecture } = networks;
    const BATCH = task.batch;
    const total = task.inputs.kind === 'rows' ? BATCH : task.inputs.count;
    const batch: BatchScalars = { ...batchAt(total, BATCH, this.step), slot };
    const MODELS_PER_INPUT = MODELS / task.orderSeeds.length;

    this.#makeBatch(total, batch);
    const activations = networks.forward(this.#input, BATCH, MODELS_PER_INPUT);

    const logits = activations.at(-1)!;
    let dOutput = allocate(logits.length);
    const lossSize = { MODELS, BATCH, LOGITS: architecture.sizes.at(-1)!, MODELS_PER_INPUT };
    if (task.objective.kind === 'crossEntropy') {
      const CLASSES = architecture.classLogits;
      const tensors = { logits, order: this.#order, labels: this.#labels(), dLogits: dOutput, losses };
      kernels.crossEntropy({ ...lossSize, CLASSES }, tensors, batch);
    } else {
      const { teachers, from: FROM, to: TO } = task.objective;
      const teacherLogits = teachers.forward(this.#input, BATCH, 1).at(-1)!;
      // The truth computes them anew at every step; the GPU keeps them.
      const teacherSize = {
        TEACHER_ROWS: BATCH,
        TEACHER_LOGITS: teachers.architecture.sizes.at(-1)!,
        TEACHER_FROM: FROM,
        CACHED: false,
      };
      const tensors = { teacherLogits, order: this.#order, logits, dLogits: dOutput, losses };
      kernels.distillation({ ...lossSize, ...teacherSize, FROM, TO }, tensors, batch);
    }

    const learningRate = task.learningRate(this.step);
    this.step += 1;
    const { beta1: BETA1, beta2: BETA2, epsilon: EPSILON } = task.optimizer;
    const scalars = adamStepAt(task.optimizer, learningRate, this.step);
    const sizes = layerSizes(architecture, MODELS, BATCH);
    for (let layer = sizes.length - 1; layer >= 0; layer--) {
      const size = sizes[layer]!;
      const input = activations[layer]!;
      const dInput = layer === 0 ? undefined : allocate(input.length);
      // The gradient of the input needs the weights as they were in the forward pass.
      if (dInput) kernels.backward(size, { parameters: networks.values, dOutput, activation: input, dInput });
      kernels.weightUpdate(
        { ...size, BETA1, BETA2, EPSILON, MODELS_PER_INPUT: layer === 0 ? MODELS_PER_INPUT : 1 },
        { parameters: networks.values, adamM: this.#adamM, adamV: this.#adamV, input, dOutput },
        scalars,
      );
      if (dInput) dOutput = dInput;
    }
  }

  #makeBatch(COUNT: number, batch: BatchScalars): void {
    const { kernels } = this.#cpu;
    const { inputs, orderSeeds: groups, batch: BATCH, orderStream: STREAM } = this.#task;
    const IN = this.#networks.architecture.sizes[0]!;
    const size = { GROUPS: groups.length, BATCH, IN, INPUTS: IN };
    const [seeds, order, input] = [this.#seeds, this.#order, this.#input];
    kernels.batchOrder({ ...size, COUNT, STREAM, SHUFFLED: inputs.kind !== 'rows' }, { seeds, order }, batch);
    if (inputs.kind === 'images') kernels.gatherImages(size, { images: inputs.images.pixels, order, input });
    else if (inputs.kind === 'rows')
      for (let group = 0; group < groups.length; group++) input.set(inputs.values, group * BATCH * IN);
    else if (inputs.distribution === 'blurred') kernels.blurredNoise(size, { seeds, order, input });
    else kernels.noise({ ...size, NORMAL: inputs.distribution === 'gaussian' }, { seeds, order, input });
  }

  #labels(): Uint32Array {
    const { inputs } = this.#task;
    if (inputs.kind === 'images') return inputs.images.labels;
    if (inputs.kind === 'rows') return Uint32Array.from(inputs.labels);
    throw new TypeError('noise has no labels');
  }
}
