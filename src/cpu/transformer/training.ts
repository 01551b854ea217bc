// Training of transformers on the CPU: the schedule of a step, from batch order to optimizer, over a set of kernels. Models
// train one after the other in the same buffers: what one leaves behind stays near the processor.
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

  constructor({ tokens, targets, sets, count, length }: Sequences, cpu: Cpu) {
    this.sets = sets;
    this.count = count;
    this.length = length;
    this.tokens = cpu.words(tokens);
    this.targets = cpu.words(targets);
  }
}

/** One model of a training; everything shares memory with what is of all models. */
interface Model {
  /** All [parameter]. */
  readonly parameters: Real;
  readonly adamM: Real;
  readonly adamV: Real;
  /** Both [1]. */
  readonly seeds: Uint32Array;
  readonly setOf: Uint32Array;
  readonly teacher: Real | undefined;
}

/** Everything of a task that is made once. */
export class CpuTransformerTraining implements TransformerTraining {
  step: number;
  readonly #networks: CpuTransformers;
  readonly #task: TransformerTask<CpuTransformers, CpuSequences>;
  readonly #cpu: Cpu;
  readonly #adamM: Real;
  readonly #adamV: Real;
  readonly #models: readonly Model[];
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
  readonly #teacher: { pass: TransformerPass; logits: Real } | undefined;

  constructor(
    networks: CpuTransformers,
    task: TransformerTask<CpuTransformers, CpuSequences>,
    cpu: Cpu,
    from?: Snapshot,
  ) {
    const { architecture, count, values } = networks;
    const { allocate, kernels } = cpu;
    this.#networks = networks;
    this.#task = task;
    this.#cpu = cpu;
    this.step = from?.step ?? 0;
    this.#adamM = allocate(values.length);
    this.#adamV = allocate(values.length);
    if (from) {
      values.set(from.parameters);
      this.#adamM.set(from.adamM);
      this.#adamV.set(from.adamV);
    }
    const { objective } = task;
    const teachers = objective.kind === 'distillation' ? objective.teachers : undefined;
    const seeds = seedsPerModel(task.orderSeeds, count);
    this.#models = Array.from({ length: count }, (_, model) => {
      const part = (all: Real) => all.subarray((model * all.length) / count, ((model + 1) * all.length) / count);
      return {
        parameters: part(values),
        adamM: part(this.#adamM),
        adamV: part(this.#adamV),
        seeds: cpu.words([seeds[model]!]),
        setOf: cpu.words([task.setOf[model]!]),
        teacher: teachers && part(teachers.values),
      };
    });
    const training = architecture.parameters.tensors.filter((tensor) => task.trains(tensor));
    this.#trainable = kernels.words(architecture.parameters.size);
    for (const { offset, size } of training) this.#trainable.fill(1, offset, offset + size);

    const { length } = task.sequences;
    const rows = task.batch * length;
    this.#order = kernels.words(task.batch);
    this.#tokens = kernels.words(rows);
    this.#targets = kernels.words(rows);
    this.#counted = kernels.words(1);
    this.#pass = new TransformerPass(architecture, 1, rows, length, cpu);
    this.#gradient = new TransformerGradient(this.#pass, new Set(training.map(({ name }) => name)), cpu);
    const logits = rows * architecture.vocabulary;
    this.#logits = allocate(logits);
    this.#dLogits = allocate(logits);
    this.#rowLosses = allocate(rows);
    if (teachers) {
      const pass = new TransformerPass(teachers.architecture, 1, rows, length, cpu);
      this.#teacher = { pass, logits: allocate(logits) };
    }
  }

  async advance(steps: number, _ahead = 0, queued = () => {}): Promise<TransformerMetrics> {
    const { kernels, allocate } = this.#cpu;
    const { count } = this.#networks;
    const metrics = kernels.scratch(() => {
      const all = { losses: allocate(steps * count), gradientNorms: allocate(steps * count) };
      const own = { losses: allocate(steps), gradientNorms: allocate(steps) };
      this.#models.forEach((model, index) => {
        for (let slot = 0; slot < steps; slot++) this.#advanceOne(model, this.step + slot, own, slot);
        for (let slot = 0; slot < steps; slot++) {
          all.losses[slot * count + index] = own.losses[slot]!;
          all.gradientNorms[slot * count + index] = own.gradientNorms[slot]!;
        }
      });
      return { losses: all.losses.slice(), gradientNorms: all.gradientNorms.slice() };
    });
    this.step += steps;
    queued();
    return metrics;
  }

  async snapshot(): Promise<Snapshot> {
    const parameters = await this.#networks.parameters();
    return { step: this.step, parameters, adamM: this.#adamM.slice(), adamV: this.#adamV.slice() };
  }

  /** @param measured both [slot] */
  #advanceOne(model: Model, step: number, measured: { losses: Real; gradientNorms: Real }, slot: number): void {
    const { batch: rows, sequences } = this.#task;
    const { parameters } = model;
    const batch: BatchScalars = { ...sequenceBatchAt(sequences.count, rows, step), rows, slot };
    this.#makeBatch(model, batch);
    this.#pass.forward(parameters, this.#tokens);
    unembed(this.#cpu.kernels, this.#pass, parameters, this.#pass.finalNorm.normed, this.#logits);
    this.#loss(model, measured.losses, batch);
    this.#gradient.backward(parameters, this.#tokens, this.#dLogits);
    this.#update(model, step, measured.gradientNorms, batch);
  }

  #makeBatch({ seeds, setOf }: Model, batch: BatchScalars): void {
    const { batch: BATCH, orderStream: STREAM, shuffled: SHUFFLED, sequences } = this.#task;
    const { count: COUNT, length: LENGTH, tokens, targets } = sequences;
    const order = this.#order;
    const { kernels } = this.#cpu;
    kernels.batchOrder({ GROUPS: 1, BATCH, COUNT, STREAM, SHUFFLED }, { seeds, order }, batch);
    kernels.gatherTokens(
      { MODELS: 1, BATCH, COUNT, LENGTH },
      {
        order,
        setOf,
        tokens,
        targets,
        batchTokens: this.#tokens,
        batchTargets: this.#targets,
        counted: this.#counted,
      },
    );
  }

  #loss({ teacher }: Model, losses: Real, batch: BatchScalars): void {
    const { kernels } = this.#cpu;
    const { objective } = this.#task;
    const { models: MODELS, rows: ROWS, architecture } = this.#pass;
    const size = { MODELS, ROWS, LOGITS: architecture.vocabulary };
    const [counted, rowLosses] = [this.#counted, this.#rowLosses];
    const tensors = { logits: this.#logits, batchTargets: this.#targets, counted, dLogits: this.#dLogits, rowLosses };
    if (objective.kind === 'crossEntropy') {
      kernels.tokenCrossEntropy({ ...size, VOCABULARY: architecture.vocabulary }, tensors);
    } else {
      const { pass, logits: teacherLogits } = this.#teacher!;
      pass.forward(teacher!, this.#tokens);
      unembed(kernels, pass, teacher!, pass.finalNorm.normed, teacherLogits);
      kernels.tokenDistillation({ ...size, FROM: objective.from, TO: objective.to }, { ...tensors, teacherLogits });
    }
    kernels.meanLoss(size, { rowLosses, counted, losses }, batch);
  }

  #update({ parameters, adamM, adamV }: Model, step: number, norms: Real, batch: BatchScalars): void {
    const { kernels } = this.#cpu;
    const { optimizer, clip: CLIP } = this.#task;
    const size = { MODELS: 1, PARAMETERS: parameters.length };
    const tensors = { gradients: this.#gradient.gradients, trainable: this.#trainable, norms };
    const learningRate = this.#task.learningRate(step);
    kernels.gradientNorm(size, tensors, batch);
    if (optimizer.kind === 'sgd') {
      kernels.sgd({ ...size, CLIP }, { ...tensors, parameters }, batch, [learningRate, 0]);
      return;
    }
    const { beta1: BETA1, beta2: BETA2, epsilon: EPSILON } = optimizer;
    kernels.adam(
      { ...size, BETA1, BETA2, EPSILON, CLIP },
      { ...tensors, parameters, adamM, adamV },
      batch,
      adamStepAt(optimizer, learningRate, step + 1),
    );
  }
}
