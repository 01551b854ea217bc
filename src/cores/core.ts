// What one core does for a run: the networks, data and trainings of its models, by number, over a set of kernels of its own.
// Its methods are what can be asked of it from another thread. Knows neither the other cores nor the whole run.
import { CpuImages, CpuMlps } from '../cpu/mlp/networks.ts';
import { CpuMlpTraining } from '../cpu/mlp/training.ts';
import { cpuWith, type Cpu, type CpuKernels } from '../cpu/kernels.ts';
import { CpuTransformers } from '../cpu/transformer/networks.ts';
import { CpuSequences, CpuTransformerTraining } from '../cpu/transformer/training.ts';
import type { Mlp } from '../experiment/processor/mlp.ts';
import type { LabeledImages, MlpTask } from '../experiment/processor/mlp-processor.ts';
import type { Real, Snapshot, StepMetrics } from '../experiment/processor/processor.ts';
import type {
  SampleRequest,
  Sequences,
  TransformerMetrics,
  TransformerTask,
} from '../experiment/processor/transformer-processor.ts';
import type { Transformer } from '../experiment/processor/transformer.ts';

/** What was made, by number. */
type Id = number;

/** A task as data: what it uses by number, the learning rates of its steps when they are taken. */
export type MlpOrder = Omit<MlpTask<Id>, 'inputs' | 'learningRate'> & {
  readonly inputs: Exclude<MlpTask['inputs'], { kind: 'images' }> | { kind: 'images'; images: Id; count: number };
  /** Models of each group. */
  readonly groupModels: readonly number[];
};

/** Likewise; with the names of the tensors that train. */
export type TransformerOrder = Omit<TransformerTask<Id>, 'sequences' | 'learningRate' | 'trains'> & {
  readonly sequences: Id;
  readonly trains: readonly string[];
};

/** A training, and the learning rates of the steps it is taking. */
interface Paced {
  readonly training: CpuMlpTraining | CpuTransformerTraining;
  readonly rates: LearningRates;
}

class LearningRates {
  first = 0;
  values: readonly number[] = [];

  readonly at = (step: number): number => this.values[step - this.first] ?? 0;
}

export class Core {
  readonly #cpu: Cpu;
  readonly #images = new Numbered<CpuImages>();
  readonly #mlps = new Numbered<CpuMlps>();
  readonly #sequences = new Numbered<CpuSequences>();
  readonly #transformers = new Numbered<CpuTransformers>();
  readonly #trainings = new Numbered<Paced>();

  constructor(kernels: CpuKernels) {
    this.#cpu = cpuWith(kernels, 'f32');
  }

  images(id: Id, images: LabeledImages): void {
    this.#images.set(id, new CpuImages(images, this.#cpu));
  }

  mlps(id: Id, architecture: Mlp, parameters: Real): void {
    this.#mlps.set(id, new CpuMlps(architecture, parameters, this.#cpu));
  }

  sequences(id: Id, sequences: Sequences): void {
    this.#sequences.set(id, new CpuSequences(sequences, this.#cpu));
  }

  transformers(id: Id, architecture: Transformer, parameters: Real): void {
    this.#transformers.set(id, new CpuTransformers(architecture, parameters, this.#cpu));
  }

  /** Gives networks other weights, [model, parameter]. */
  load(id: Id, parameters: Real): void {
    this.#networks(id).values.set(parameters);
  }

  parameters(id: Id): Promise<Real> {
    return this.#networks(id).parameters();
  }

  logits(id: Id, values: Real): Promise<Real> {
    return this.#mlps.get(id).logits(values);
  }

  confusion(id: Id, images: Id, count: number): Promise<Uint32Array> {
    return this.#mlps.get(id).confusion(this.#images.get(images), count);
  }

  nextLogits(id: Id, sequences: readonly (readonly number[])[]): Promise<Real> {
    return this.#transformers.get(id).nextLogits(sequences);
  }

  sample(id: Id, request: SampleRequest): Promise<Uint32Array> {
    return this.#transformers.get(id).sample(request);
  }

  trainMlps(id: Id, networks: Id, order: MlpOrder, from?: Snapshot): void {
    const { inputs, objective } = order;
    const rates = new LearningRates();
    const task = {
      ...order,
      inputs: inputs.kind === 'images' ? { ...inputs, images: this.#images.get(inputs.images) } : inputs,
      objective:
        objective.kind === 'distillation' ? { ...objective, teachers: this.#mlps.get(objective.teachers) } : objective,
      learningRate: rates.at,
    };
    const training = new CpuMlpTraining(this.#mlps.get(networks), task, this.#cpu, from, order.groupModels);
    this.#trainings.set(id, { training, rates });
  }

  trainTransformers(id: Id, networks: Id, order: TransformerOrder, from?: Snapshot): void {
    const { objective, trains } = order;
    const rates = new LearningRates();
    const task = {
      ...order,
      sequences: this.#sequences.get(order.sequences),
      objective:
        objective.kind === 'distillation'
          ? { ...objective, teachers: this.#transformers.get(objective.teachers) }
          : objective,
      learningRate: rates.at,
      trains: ({ name }: { readonly name: string }) => trains.includes(name),
    };
    const training = new CpuTransformerTraining(this.#transformers.get(networks), task, this.#cpu, from);
    this.#trainings.set(id, { training, rates });
  }

  /** @param rates the learning rate of each step */
  advance(id: Id, rates: readonly number[]): Promise<StepMetrics | TransformerMetrics> {
    const { training, rates: known } = this.#trainings.get(id);
    known.first = training.step;
    known.values = rates;
    return training.advance(rates.length);
  }

  snapshot(id: Id): Promise<Snapshot> {
    return this.#trainings.get(id).training.snapshot();
  }

  #networks(id: Id): CpuMlps | CpuTransformers {
    return this.#mlps.find(id) ?? this.#transformers.get(id);
  }
}

/** Things by number. */
class Numbered<Thing> {
  readonly #things = new Map<Id, Thing>();

  set(id: Id, thing: Thing): void {
    this.#things.set(id, thing);
  }

  find(id: Id): Thing | undefined {
    return this.#things.get(id);
  }

  get(id: Id): Thing {
    const thing = this.#things.get(id);
    if (thing === undefined) throw new RangeError(`there is nothing with the number ${id} on this core`);
    return thing;
  }
}
