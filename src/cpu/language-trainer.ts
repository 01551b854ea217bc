// The CPU trainer of language models: the plain truth behind the same interface as the GPU's. Runs in f64 for tests and
// golden checks, in f32 in the page and on the command line.
import {
  sequenceBatchAt,
  type LanguageNetworks,
  type LanguageSnapshot,
  type LanguageTask,
  type LanguageTrainer,
  type LanguageTraining,
  type Sequences,
  type SequenceSet,
  type StepMetrics,
} from '../experiment/language-trainer.ts';
import { checkBytes, MOST_HOST_BYTES } from '../experiment/memory.ts';
import { adamStepAt, type Real } from '../experiment/trainer.ts';
import { batchOrder, type BatchScalars } from './inputs.ts';
import { CpuTransformers } from './language-networks.ts';
import { transformerRunBytes } from './memory.ts';
import { adam, gradientNorm, sgd } from './optimizers.ts';
import { meanLoss, tokenCrossEntropy, tokenDistillation } from './token-losses.ts';
import { gatherTokens } from './tokens.ts';
import { BYTES, type Precision } from './trainer.ts';
import { TransformerGradient, TransformerPass, unembed, type Allocate } from './transformer.ts';

/** Makes a trainer that computes on the processor, in this thread. */
export function createCpuLanguageTrainer(precision: Precision = 'f32'): LanguageTrainer {
  const allocate: Allocate = (length) => (precision === 'f64' ? new Float64Array(length) : new Float32Array(length));
  return {
    device: { backend: 'cpu', name: `JavaScript, ${precision}`, software: true },
    checkSize: (size) => checkBytes('the run', transformerRunBytes(size, BYTES[precision]), MOST_HOST_BYTES),
    sequences: async (sequences) => new CpuSequences(sequences),
    networks: async (_label, architecture, parameters) => new CpuTransformers(architecture, parameters, allocate),
    training: async (networks, task, from) => new CpuLanguageTraining(onCpu(networks), task, allocate, from),
    free: () => {},
  };
}

class CpuSequences implements SequenceSet {
  readonly sets: number;
  readonly count: number;
  readonly length: number;
  readonly tokens: Uint32Array;
  readonly targets: Uint32Array;

  constructor({ tokens, targets, sets, count, length }: Sequences) {
    const expected = sets * count * length;
    if (tokens.length !== expected || targets.length !== expected) {
      throw new RangeError(
        `${tokens.length} tokens and ${targets.length} targets are not ${sets} × ${count} × ${length}`,
      );
    }
    this.sets = sets;
    this.count = count;
    this.length = length;
    this.tokens = tokens.slice();
    this.targets = targets.slice();
  }
}

function onCpu(networks: LanguageNetworks): CpuTransformers {
  if (!(networks instanceof CpuTransformers)) throw new TypeError('networks of another trainer');
  return networks;
}

/** Everything of a task that is made once. */
class CpuLanguageTraining implements LanguageTraining {
  step: number;
  readonly #networks: CpuTransformers;
  readonly #task: LanguageTask;
  readonly #sequences: CpuSequences;
  readonly #allocate: Allocate;
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

  constructor(networks: CpuTransformers, task: LanguageTask, allocate: Allocate, from?: LanguageSnapshot) {
    const { architecture, count, values } = networks;
    if (!(task.sequences instanceof CpuSequences)) throw new TypeError('sequences of another trainer');
    if (task.batch > task.sequences.count) {
      throw new RangeError(`a batch of ${task.batch}, but there are ${task.sequences.count} sequences`);
    }
    if (task.setOf.length !== count || task.orderSeeds.length !== count) {
      throw new RangeError(`sets and order seeds are not of ${count} models`);
    }
    this.#networks = networks;
    this.#task = task;
    this.#sequences = task.sequences;
    this.#allocate = allocate;
    this.step = from?.step ?? 0;
    this.#adamM = allocate(values.length);
    this.#adamV = allocate(values.length);
    if (from) {
      values.set(from.parameters);
      this.#adamM.set(from.adamM);
      this.#adamV.set(from.adamV);
    }
    this.#seeds = Uint32Array.from(task.orderSeeds);
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
    this.#pass = new TransformerPass(architecture, count, rows, length, allocate);
    this.#gradient = new TransformerGradient(this.#pass, new Set(training.map(({ name }) => name)), allocate);
    const logits = count * rows * architecture.vocabulary;
    this.#logits = allocate(logits);
    this.#dLogits = allocate(logits);
    this.#rowLosses = allocate(count * rows);
    if (task.objective.kind === 'distillation') {
      const teachers = onCpu(task.objective.teachers);
      if (teachers.count !== count || teachers.architecture.vocabulary !== architecture.vocabulary) {
        throw new RangeError('there must be one teacher per student, with the same vocabulary');
      }
      const pass = new TransformerPass(teachers.architecture, count, rows, length, allocate);
      this.#teachers = { values: teachers.values, pass, logits: allocate(logits) };
    }
  }

  async advance(steps: number): Promise<StepMetrics> {
    const losses = this.#allocate(steps * this.#networks.count);
    const gradientNorms = this.#allocate(steps * this.#networks.count);
    for (let slot = 0; slot < steps; slot++) this.#advanceOne(losses, gradientNorms, slot);
    return { losses, gradientNorms };
  }

  async snapshot(): Promise<LanguageSnapshot> {
    const parameters = await this.#networks.parameters();
    return { step: this.step, parameters, adamM: this.#adamM.slice(), adamV: this.#adamV.slice() };
  }

  #advanceOne(losses: Real, norms: Real, slot: number): void {
    const { values } = this.#networks;
    const { batch: rows } = this.#task;
    const batch: BatchScalars = { ...sequenceBatchAt(this.#sequences.count, rows, this.step), rows, slot };
    this.#makeBatch(batch);
    this.#pass.forward(values, this.#tokens);
    unembed(this.#pass, values, this.#pass.finalNorm.normed, this.#logits);
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
    batchOrder({ GROUPS: MODELS, BATCH, COUNT, STREAM, SHUFFLED }, { seeds: this.#seeds, order }, batch);
    gatherTokens(
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
    const { objective } = this.#task;
    const { models: MODELS, rows: ROWS, architecture } = this.#pass;
    const size = { MODELS, ROWS, LOGITS: architecture.vocabulary };
    const [counted, rowLosses] = [this.#counted, this.#rowLosses];
    const tensors = { logits: this.#logits, batchTargets: this.#targets, counted, dLogits: this.#dLogits, rowLosses };
    if (objective.kind === 'crossEntropy') {
      tokenCrossEntropy({ ...size, VOCABULARY: architecture.vocabulary }, tensors);
    } else {
      const { values, pass, logits: teacherLogits } = this.#teachers!;
      pass.forward(values, this.#tokens);
      unembed(pass, values, pass.finalNorm.normed, teacherLogits);
      tokenDistillation({ ...size, FROM: objective.from, TO: objective.to }, { ...tensors, teacherLogits });
    }
    meanLoss(size, { rowLosses, counted, losses }, batch);
  }

  #update(norms: Real, batch: BatchScalars): void {
    const { optimizer, clip: CLIP } = this.#task;
    const { architecture, count: MODELS, values: parameters } = this.#networks;
    const size = { MODELS, PARAMETERS: architecture.parameters.size };
    const tensors = { gradients: this.#gradient.gradients, trainable: this.#trainable, norms };
    const learningRate = this.#task.learningRate(this.step);
    gradientNorm(size, tensors, batch);
    if (optimizer.kind === 'sgd') {
      sgd({ ...size, CLIP }, { ...tensors, parameters }, batch, [learningRate, 0]);
      return;
    }
    const { beta1: BETA1, beta2: BETA2, epsilon: EPSILON } = optimizer;
    adam(
      { ...size, BETA1, BETA2, EPSILON, CLIP },
      { ...tensors, parameters, adamM: this.#adamM, adamV: this.#adamV },
      batch,
      adamStepAt({ ...optimizer, learningRate }, this.step + 1),
    );
  }
}
