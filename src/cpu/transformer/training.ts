// Training of transformers on the CPU: the schedule of a step, from batch order to optimizer, over a set of kernels.
import { adamStepAt, type Real, type Snapshot } from '../../experiment/processor/processor.ts';
import {
  seedsPerModel,
  sequenceBatchAt,
  type Sequences,
  type SequenceSet,
  type TransformerMetrics,
  type TransformerTask,
  type TransformerTraining,
} from '../../experiment/processor/transformer-processor.ts';
import type { Cpu } from '../kernels.ts';
import type { BatchScalars } from '../twins/inputs.ts';
import { TransformerGradient } from './gradient.ts';
import type { CpuTransformers } from './networks.ts';
import { TransformerPass, unembed } from './pass.ts';

export class CpuSequences implements SequenceSet {
  readonly sets: number;
  readonly count: number;
  readonly length: number;
  readonly tokens: Uint32Array;
  readonly targets: Uint32Array;

  constructor({ tokens, targets, sets, count, length }: Sequences) {
    this.sets = sets;
    this.count = count;
    this.length = length;
    this.tokens = tokens.slice();
    this.targets = targets.slice();
  }
}

/** Everything of a task that is made once. */
export class CpuTransformerTraining implements TransformerTraining {
  step: number;
  readonly #networks: CpuTransformers;
  readonly #task: TransformerTask<CpuTransformers, CpuSequences>;
  readonly #sequences: CpuSequences;
  readonly #cpu: Cpu;
  readonly #adamM: Real;
  readonly #adamV: Real;
  readonly #seeds: Uint32Array;
  readonly #setOf: Uint32Array;
  /** [parameter] */
  readonly #trainable: Uint32Array;
  readonly #order: Uint32Array;
  readonly #tokens: Uint32Array;
  readonly #targets: Uint32Array;
  readonly #counted: Uint32Array;
  readonly #pass: TransformerPass;
  readonly #gradient: TransformerGradient;
  readonly #logits: Real;
  readonly #dLogits: Real;
  readonly #rowLosses: Real;
  readonly #teachers: { values: Real; pass: TransformerPass; logits: Real } | undefined;

  constructor(
    networks: CpuTransformers,
    task: TransformerTask<CpuTransformers, CpuSequences>,
    cpu: Cpu,
    from?: Snapshot,
  ) {
    const { architecture, count, values } = networks;
    const { allocate } = cpu;
    this.#networks = networks;
    this.#task = task;
    this.#sequences = task.sequences;
    this.#cpu = cpu;
    this.step = from?.step ?? 0;
    this.#adamM = allocate(values.length);
    this.#adamV = allocate(values.length);
    if (from) {
      values.set(from.parameters);
      this.#adamM.set(from.adamM);
      this.#adamV.set(from.adamV);
    }
    this.#seeds = seedsPerModel(task.orderSeeds, count);
    this.#setOf = Uint32Array.from(task.setOf);
    const training = architecture.parameters.tensors.filter((tensor) => task.trains(tensor));
    this.#trainable = new Uint32Array(architecture.parameters.size);
    for (const { offset, size } of training) this.#trainable.fill(1, offset, offset + size);

    const { length } = task.sequences;
    const rows = task.batch * length;
    this.#order = new Uint32Array(count * task.batch);
    this.#tokens = new Uint32Array(count * rows);
    this.#targets = new Uint32Array(count * rows);
    this.#counted = new Uint32Array(count);
    this.#pass = new TransformerPass(architecture, count, rows, length, cpu);
    this.#gradient = new TransformerGradient(this.#pass, new Set(training.map(({ name }) => name)), cpu);
    const logits = count * rows * architecture.vocabulary;
    this.#logits = allocate(logits);
    this.#dLogits = allocate(logits);
    this.#rowLosses = allocate(count * rows);
    if (task.objective.kind === 'distillation') {
      const { teachers } = task.objective;
      const pass = new TransformerPass(teachers.architecture, count, rows, length, cpu);
      this.#teachers = { values: teachers.values, pass, logits: allocate(logits) };
    }
  }

  async advance(steps: number, _ahead = 0, queued = () => {}): Promise<TransformerMetrics> {
    const { kernels, allocate } = this.#cpu;
    const metrics = kernels.scratch(() => {
      const losses = allocate(steps * this.#networks.count);
      const gradientNorms = allocate(steps * this.#networks.count);
      for (let slot = 0; slot < steps; slot++) this.#advanceOne(losses, gradientNorms, slot);
      return { losses: losses.slice(), gradientNorms: gradientNorms.slice() };
    });
    queued();
    return metrics;
  }

  async snapshot(): Promise<Snapshot> {
    const parameters = await this.#networks.parameters();
    return { step: this.step, parameters, adamM: this.#adamM.slice(), adamV: this.#adamV.slice() };
  }

  #advanceOne(losses: Real, norms: Real, slot: number): void {
    const { values } = this.#networks;
    const { batch: rows } = this.#task;
    const batch: BatchScalars = { ...sequenceBatchAt(this.#sequences.count, rows, this.step), rows, slot };
    this.#makeBatch(batch);
    this.#pass.forward(values, this.#tokens);
    unembed(this.#cpu.kernels, this.#pass, values, this.#pass.finalNorm.normed, this.#logits);
    this.#loss(losses, batch);
    this.#gradient.backward(values, this.#tokens, this.#dLogits);
    this.#update(norms, batch);
    this.step += 1;
  }

  #makeBatch(batch: BatchScalars): void {
    const { batch: BATCH, orderStream: STREAM, shuffled: SHUFFLED } = this.#task;
    const { count: COUNT, length: LENGTH, tokens, targets } = this.#sequences;
    const MODELS = this.#networks.count;
    const order = this.#order;
    const { kernels } = this.#cpu;
    kernels.batchOrder({ GROUPS: MODELS, BATCH, COUNT, STREAM, SHUFFLED }, { seeds: this.#seeds, order }, batch);
    kernels.gatherTokens(
      { MODELS, BATCH, COUNT, LENGTH },
      {
        order,
        setOf: this.#setOf,
        tokens,
        targets,
        batchTokens: this.#tokens,
        batchTargets: this.#targets,
        counted: this.#counted,
      },
    );
  }

  #loss(losses: Real, batch: BatchScalars): void {
    const { kernels } = this.#cpu;
    const { objective } = this.#task;
    const { models: MODELS, rows: ROWS, architecture } = this.#pass;
    const size = { MODELS, ROWS, LOGITS: architecture.vocabulary };
    const [counted, rowLosses] = [this.#counted, this.#rowLosses];
    const tensors = { logits: this.#logits, batchTargets: this.#targets, counted, dLogits: this.#dLogits, rowLosses };
    if (objective.kind === 'crossEntropy') {
      kernels.tokenCrossEntropy({ ...size, VOCABULARY: architecture.vocabulary }, tensors);
    } else {
      const { values, pass, logits: teacherLogits } = this.#teachers!;
      pass.forward(values, this.#tokens);
      unembed(kernels, pass, values, pass.finalNorm.normed, teacherLogits);
      kernels.tokenDistillation({ ...size, FROM: objective.from, TO: objective.to }, { ...tensors, teacherLogits });
    }
    kernels.meanLoss(size, { rowLosses, counted, losses }, batch);
  }

  #update(norms: Real, batch: BatchScalars): void {
    const { kernels } = this.#cpu;
    const { optimizer, clip: CLIP } = this.#task;
    const { architecture, count: MODELS, values: parameters } = this.#networks;
    const size = { MODELS, PARAMETERS: architecture.parameters.size };
    const tensors = { gradients: this.#gradient.gradients, trainable: this.#trainable, norms };
    const learningRate = this.#task.learningRate(this.step);
    kernels.gradientNorm(size, tensors, batch);
    if (optimizer.kind === 'sgd') {
      kernels.sgd({ ...size, CLIP }, { ...tensors, parameters }, batch, [learningRate, 0]);
      return;
    }
    const { beta1: BETA1, beta2: BETA2, epsilon: EPSILON } = optimizer;
    kernels.adam(
      { ...size, BETA1, BETA2, EPSILON, CLIP },
      { ...tensors, parameters, adamM: this.#adamM, adamV: this.#adamV },
      batch,
      adamStepAt(optimizer, learningRate, this.step + 1),
    );
  }
}
