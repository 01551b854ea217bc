// Training of MLPs on the CPU: the schedule of a step, from batch order to Adam, over a set of kernels. Groups train one after
// the other: what the models of one leave behind stays near the processor, and nothing of it is needed by another.
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
import { TeacherAnswers } from './answers.ts';
import type { CpuImages, CpuMlps } from './networks.ts';
import { MlpPass } from './pass.ts';

type Task = MlpTask<CpuMlps, CpuImages>;

/** Consecutive models that share their inputs and their teacher. */
interface Group {
  /** Its first model, and how many. */
  readonly first: number;
  readonly models: number;
  readonly seeds: Uint32Array;
  /** All of its models, [model, parameter]; share memory with those of the networks. */
  readonly parameters: Real;
  readonly adamM: Real;
  readonly adamV: Real;
  readonly pass: MlpPass;
  /** The gradient of every layer's output, [model, row, unit]. */
  readonly dOutputs: readonly Real[];
  readonly answers: TeacherAnswers | undefined;
}

export class CpuMlpTraining implements Training {
  step: number;
  readonly #networks: CpuMlps;
  readonly #task: Task;
  readonly #cpu: Cpu;
  readonly #adamM: Real;
  readonly #adamV: Real;
  readonly #groups: readonly Group[];
  /** Of one group at a time: [row], [row, input] and, of a task with labels, [image]. */
  readonly #order: Uint32Array;
  readonly #input: Real;
  readonly #labels: Uint32Array;

  /** @param groupModels how many models each group has, where they are not equally many */
  constructor(networks: CpuMlps, task: Task, cpu: Cpu, from?: Snapshot, groupModels?: readonly number[]) {
    const { allocate, kernels } = cpu;
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
    this.#order = kernels.words(task.batch);
    this.#input = allocate(task.batch * networks.architecture.sizes[0]!);
    this.#labels = labelsOf(task, cpu);
    this.#groups = this.#makeGroups(groupModels);
  }

  async advance(steps: number, _ahead = 0, queued = () => {}): Promise<StepMetrics> {
    const { kernels, allocate } = this.#cpu;
    const { count } = this.#networks;
    const losses = kernels.scratch(() => {
      const all = allocate(steps * count);
      for (const group of this.#groups) {
        const own = allocate(steps * group.models);
        for (let slot = 0; slot < steps; slot++) this.#advanceOne(group, this.step + slot, own, slot);
        for (let slot = 0; slot < steps; slot++) {
          all.set(own.subarray(slot * group.models, (slot + 1) * group.models), slot * count + group.first);
        }
      }
      return all.slice();
    });
    this.step += steps;
    queued();
    return { losses };
  }

  async snapshot(): Promise<Snapshot> {
    const parameters = await this.#networks.parameters();
    return { step: this.step, parameters, adamM: this.#adamM.slice(), adamV: this.#adamV.slice() };
  }

  #makeGroups(groupModels: readonly number[] | undefined): Group[] {
    const { architecture, count, values } = this.#networks;
    const { batch, objective, orderSeeds } = this.#task;
    const cpu = this.#cpu;
    const { size } = architecture.parameters;
    /** Buffers of a step of so many models; groups of as many share them. */
    const buffers = new Map<number, Pick<Group, 'pass' | 'dOutputs'>>();
    const buffersFor = (models: number) => {
      const pass = new MlpPass(architecture, models, batch, cpu);
      const made = { pass, dOutputs: pass.outputs.map((output) => cpu.allocate(output.length)) };
      buffers.set(models, made);
      return made;
    };
    const teacherPass =
      objective.kind === 'distillation' ? new MlpPass(objective.teachers.architecture, 1, batch, cpu) : undefined;
    let first = 0;
    return orderSeeds.map((seed, index) => {
      const models = groupModels?.[index] ?? count / orderSeeds.length;
      const part = (all: Real) => all.subarray(first * size, (first + models) * size);
      const group = {
        first,
        models,
        seeds: cpu.words([seed]),
        parameters: part(values),
        adamM: part(this.#adamM),
        adamV: part(this.#adamV),
        ...(buffers.get(models) ?? buffersFor(models)),
        answers: teacherPass && new TeacherAnswers(this.#task, index, teacherPass, cpu),
      };
      first += models;
      return group;
    });
  }

  #advanceOne(group: Group, step: number, losses: Real, slot: number): void {
    const { inputs, batch: BATCH, learningRate, optimizer } = this.#task;
    const { kernels } = this.#cpu;
    const { models, parameters, adamM, adamV, pass, dOutputs } = group;
    const total = inputs.kind === 'rows' ? BATCH : inputs.count;
    const batch: BatchScalars = { ...batchAt(total, BATCH, step), slot };
    this.#makeBatch(group, total, batch);
    pass.forward(parameters, this.#input, models);
    this.#loss(group, step, batch, losses);

    const { beta1: BETA1, beta2: BETA2, epsilon: EPSILON } = optimizer;
    const scalars = adamStepAt(optimizer, learningRate(step), step + 1);
    for (let layer = pass.sizes.length - 1; layer >= 0; layer--) {
      const size = pass.sizes[layer]!;
      const dOutput = dOutputs[layer]!;
      const input = pass.outputs[layer - 1] ?? this.#input;
      const dInput = dOutputs[layer - 1];
      // The gradient of the input needs the weights as they were in the forward pass.
      if (dInput) kernels.backward(size, { parameters, dOutput, activation: input, dInput });
      kernels.weightUpdate(
        { ...size, BETA1, BETA2, EPSILON, MODELS_PER_INPUT: layer === 0 ? models : 1 },
        { parameters, adamM, adamV, input, dOutput },
        scalars,
      );
    }
  }

  /** From the logits of a step to their gradient, and to losses [slot, model]. */
  #loss({ models, pass, dOutputs, answers }: Group, step: number, batch: BatchScalars, losses: Real): void {
    const { kernels } = this.#cpu;
    const { architecture } = this.#networks;
    const { objective, batch: BATCH } = this.#task;
    const order = this.#order;
    const [logits, dLogits] = [pass.outputs.at(-1)!, dOutputs.at(-1)!];
    const size = { MODELS: models, BATCH, LOGITS: architecture.sizes.at(-1)!, MODELS_PER_INPUT: models };
    if (objective.kind === 'crossEntropy') {
      const CLASSES = architecture.classLogits;
      kernels.crossEntropy({ ...size, CLASSES }, { logits, order, labels: this.#labels, dLogits, losses }, batch);
      return;
    }
    const { from: FROM, to: TO } = objective;
    const { teacherLogits, size: teacherSize } = answers!.to(this.#input, order, step);
    kernels.distillation(
      { ...size, ...teacherSize, FROM, TO },
      { teacherLogits, order, logits, dLogits, losses },
      batch,
    );
  }

  #makeBatch({ seeds }: Group, COUNT: number, batch: BatchScalars): void {
    const { kernels } = this.#cpu;
    const { inputs, batch: BATCH, orderStream: STREAM } = this.#task;
    const IN = this.#networks.architecture.sizes[0]!;
    const size = { GROUPS: 1, BATCH, IN, INPUTS: IN };
    const [order, input] = [this.#order, this.#input];
    kernels.batchOrder({ ...size, COUNT, STREAM, SHUFFLED: inputs.kind !== 'rows' }, { seeds, order }, batch);
    if (inputs.kind === 'images') kernels.gatherImages(size, { images: inputs.images.pixels, order, input });
    else if (inputs.kind === 'rows') input.set(inputs.values);
    else if (inputs.distribution === 'blurred') kernels.blurredNoise(size, { seeds, order, input });
    else kernels.noise({ ...size, NORMAL: inputs.distribution === 'gaussian' }, { seeds, order, input });
  }
}

/** [image]; none where nothing is labeled. */
function labelsOf({ inputs }: Task, cpu: Cpu): Uint32Array {
  if (inputs.kind === 'images') return inputs.images.labels;
  return cpu.words(inputs.kind === 'rows' ? inputs.labels : []);
}
