// Transformers whose models are divided among cores.
import type { Real, Snapshot } from '../experiment/processor/processor.ts';
import {
  seedsPerModel,
  type SampleRequest,
  type SequenceSet,
  type TransformerMetrics,
  type TransformerNetworks,
  type TransformerProcessor,
  type TransformerTask,
  type TransformerTraining,
} from '../experiment/processor/transformer-processor.ts';
import type { Transformer } from '../experiment/processor/transformer.ts';
import type { TransformerOrder } from './core.ts';
import { joined, type Crew } from './crew.ts';
import type { Part } from './division.ts';
import { everyCore } from './split-mlps.ts';
import { partOf, SplitTraining } from './split-training.ts';

export class SplitSequences implements SequenceSet {
  readonly id: number;
  readonly sets: number;
  readonly count: number;
  readonly length: number;

  constructor(id: number, { sets, count, length }: SequenceSet) {
    this.id = id;
    this.sets = sets;
    this.count = count;
    this.length = length;
  }
}

export class SplitTransformers implements TransformerNetworks {
  readonly architecture: Transformer;
  readonly count: number;
  readonly id: number;
  readonly parts: readonly Part[];
  readonly #crew: Crew;

  constructor(crew: Crew, id: number, architecture: Transformer, count: number) {
    this.#crew = crew;
    this.id = id;
    this.architecture = architecture;
    this.count = count;
    this.parts = crew.divide(count);
  }

  async parameters(): Promise<Real> {
    return joined(await this.#crew.each(this.parts, (ask) => ask('parameters', this.id)));
  }

  async nextLogits(sequences: readonly (readonly number[])[]): Promise<Real> {
    return joined(await this.#crew.each(this.parts, (ask) => ask('nextLogits', this.id, sequences)));
  }

  async sample(request: SampleRequest): Promise<Uint32Array> {
    const { prompts, seeds } = request;
    const each = prompts.length / this.count;
    return joined(
      await this.#crew.each(this.parts, (ask, { first, count }) => {
        const own = {
          prompts: prompts.slice(first * each, (first + count) * each),
          seeds: seeds.slice(first, first + count),
        };
        return ask('sample', this.id, { ...request, ...own });
      }),
    );
  }
}

/** @param checkSize as in TransformerProcessor */
export function splitTransformers(
  crew: Crew,
  checkSize: TransformerProcessor['checkSize'],
): TransformerProcessor<SplitTransformers, SplitSequences> {
  return {
    checkSize,
    sequences: async ({ tokens, targets, sets, count, length }) => {
      const made = new SplitSequences(crew.number(), { sets, count, length });
      await crew.each(everyCore(crew), (ask) => ask('sequences', made.id, { tokens, targets, sets, count, length }));
      return made;
    },
    networks: async (_label, architecture, parameters) => {
      const { size } = architecture.parameters;
      const networks = new SplitTransformers(crew, crew.number(), architecture, parameters.length / size);
      await crew.each(networks.parts, (ask, { first, count }) =>
        ask('transformers', networks.id, architecture, parameters.slice(first * size, (first + count) * size)),
      );
      return networks;
    },
    training: (networks, task, from) => train(crew, networks, task, from),
  };
}

async function train(
  crew: Crew,
  networks: SplitTransformers,
  task: TransformerTask<SplitTransformers, SplitSequences>,
  from: Snapshot | undefined,
): Promise<TransformerTraining> {
  const { objective, sequences, setOf, learningRate, trains, ...rest } = task;
  const id = crew.number();
  const copies = crew.number();
  const { architecture, count: models } = networks;
  const seeds = Array.from(seedsPerModel(task.orderSeeds, models));
  const teachers = objective.kind === 'distillation' ? objective.teachers : undefined;
  const training = architecture.parameters.tensors.filter((tensor) => trains(tensor)).map(({ name }) => name);
  await crew.each(networks.parts, async (ask, part) => {
    const end = part.first + part.count;
    const order: TransformerOrder = {
      ...rest,
      sequences: sequences.id,
      objective: objective.kind === 'distillation' ? { ...objective, teachers: copies } : objective,
      orderSeeds: seeds.slice(part.first, end),
      setOf: setOf.slice(part.first, end),
      trains: training,
    };
    const asked: Promise<void>[] = [];
    if (teachers) {
      const { size } = teachers.architecture.parameters;
      asked.push(ask('transformers', copies, teachers.architecture, new Float32Array(part.count * size)));
    }
    asked.push(ask('trainTransformers', id, networks.id, order, partOf(from, part, models)));
    await Promise.all(asked);
  });
  const bringTeachers = async (): Promise<void> => {
    if (!teachers) return;
    const weights: Real = await teachers.parameters();
    const { size } = teachers.architecture.parameters;
    await crew.each(networks.parts, (ask, { first, count }) =>
      ask('load', copies, weights.slice(first * size, (first + count) * size)),
    );
  };
  const course = { id, parts: networks.parts, learningRate, bringTeachers };
  return new SplitTraining<TransformerMetrics>(crew, course, from?.step ?? 0);
}
