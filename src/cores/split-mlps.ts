// MLPs whose models are divided among cores.
import type { Mlp } from '../experiment/processor/mlp.ts';
import type {
  ImageSet,
  LabeledImages,
  MlpNetworks,
  MlpProcessor,
  MlpTask,
} from '../experiment/processor/mlp-processor.ts';
import type { Real, Snapshot, StepMetrics, Training } from '../experiment/processor/processor.ts';
import type { MlpOrder } from './core.ts';
import { joined, type Crew } from './crew.ts';
import { groupsIn, type Part } from './division.ts';
import { partOf, SplitTraining } from './split-training.ts';

export class SplitImages implements ImageSet {
  readonly id: number;
  readonly count: number;

  constructor(id: number, count: number) {
    this.id = id;
    this.count = count;
  }
}

export class SplitMlps implements MlpNetworks<SplitImages> {
  readonly architecture: Mlp;
  readonly count: number;
  readonly id: number;
  readonly parts: readonly Part[];
  readonly #crew: Crew;

  constructor(crew: Crew, id: number, architecture: Mlp, count: number) {
    this.#crew = crew;
    this.id = id;
    this.architecture = architecture;
    this.count = count;
    this.parts = crew.divide(count);
  }

  async parameters(): Promise<Real> {
    return joined(await this.#crew.each(this.parts, (ask) => ask('parameters', this.id)));
  }

  async logits(values: Real): Promise<Real> {
    return joined(await this.#crew.each(this.parts, (ask) => ask('logits', this.id, values)));
  }

  async confusion(images: SplitImages, count: number): Promise<Uint32Array> {
    return joined(await this.#crew.each(this.parts, (ask) => ask('confusion', this.id, images.id, count)));
  }
}

/** @param checkSize as in MlpProcessor */
export function splitMlps(crew: Crew, checkSize: MlpProcessor['checkSize']): MlpProcessor<SplitMlps, SplitImages> {
  return {
    checkSize,
    images: async (images) => {
      const id = crew.number();
      await crew.each(everyCore(crew), (ask) => ask('images', id, portable(images)));
      return new SplitImages(id, images.count);
    },
    networks: async (_label, architecture, parameters) => {
      const { size } = architecture.parameters;
      const networks = new SplitMlps(crew, crew.number(), architecture, parameters.length / size);
      await crew.each(networks.parts, (ask, { first, count }) =>
        ask('mlps', networks.id, architecture, parameters.slice(first * size, (first + count) * size)),
      );
      return networks;
    },
    training: (networks, task, from) => train(crew, networks, task, from),
  };
}

async function train(
  crew: Crew,
  networks: SplitMlps,
  {
    label,
    inputs,
    objective,
    orderSeeds,
    orderStream,
    batch,
    optimizer,
    learningRate,
  }: MlpTask<SplitMlps, SplitImages>,
  from: Snapshot | undefined,
): Promise<Training> {
  const id = crew.number();
  const copies = crew.number();
  const perGroup = networks.count / orderSeeds.length;
  const teachers = objective.kind === 'distillation' ? objective.teachers : undefined;
  await crew.each(networks.parts, async (ask, part) => {
    const groups = groupsIn(part, perGroup);
    const order: MlpOrder = {
      label,
      inputs: inputs.kind === 'images' ? { ...inputs, images: inputs.images.id } : inputs,
      objective: objective.kind === 'distillation' ? { ...objective, teachers: copies } : objective,
      orderSeeds: groups.map(({ group }) => orderSeeds[group]!),
      groupModels: groups.map(({ models }) => models),
      orderStream,
      batch,
      optimizer,
    };
    const asked: Promise<void>[] = [];
    if (teachers) {
      const { architecture } = teachers;
      asked.push(ask('mlps', copies, architecture, new Float32Array(groups.length * architecture.parameters.size)));
    }
    asked.push(ask('trainMlps', id, networks.id, order, partOf(from, part, networks.count)));
    await Promise.all(asked);
  });
  const bringTeachers = async (): Promise<void> => {
    if (!teachers) return;
    const weights = await teachers.parameters();
    const { size } = teachers.architecture.parameters;
    await crew.each(networks.parts, (ask, part) => {
      const groups = groupsIn(part, perGroup);
      return ask('load', copies, joined(groups.map(({ group }) => weights.subarray(group * size, (group + 1) * size))));
    });
  };
  return new SplitTraining<StepMetrics>(
    crew,
    { id, parts: networks.parts, learningRate, bringTeachers },
    from?.step ?? 0,
  );
}

/** Every core, whether it has models or not. */
export function everyCore(crew: Crew): Part[] {
  return Array.from({ length: crew.cores }, () => ({ first: 0, count: 1 }));
}

/** Nothing but what crosses threads. */
function portable({ pixels, labels, count }: LabeledImages): LabeledImages {
  return { pixels, labels, count };
}
