// Small transformers, sequences and tasks for tests. Every size is odd and no two are alike, so that none can be mixed up.
import type { LanguageTask, LanguageTrainer, Sequences, SequenceSet } from '../experiment/language-trainer.ts';
import type { TransformerRunSize } from '../experiment/memory.ts';
import { randomBits, STREAM, symmetricUniform } from '../experiment/random.ts';
import type { Real } from '../experiment/trainer.ts';
import { describeTransformer } from '../experiment/transformer.ts';

/** Heads of 3. */
export const network = describeTransformer({
  vocabulary: 11,
  width: 6,
  layers: 2,
  heads: 2,
  mlpWidth: 7,
  context: 8,
});

export const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 } as const;

/** Weights at their standard deviation, and gains and biases around theirs: zeros would hide mistakes. [model, parameter] */
export function randomTransformers(models: number, seed: number): Float64Array {
  const { tensors, size } = network.parameters;
  const flat = new Float64Array(models * size);
  for (let model = 0; model < models; model++) {
    tensors.forEach(({ offset, size: length, initMean, initStd }, block) => {
      for (let i = 0; i < length; i++) {
        const noise = symmetricUniform(randomBits(seed + model, 99, block, i));
        flat[model * size + offset + i] = initMean + noise * (initStd === 0 ? 0.4 : 1.7 * initStd);
      }
    });
  }
  return flat;
}

/** Two sets of sequences. Their first target does not count, nor do the last ones of some: those tokens are padding. */
export function randomSequences(count: number, length: number): Sequences {
  const tokens = new Uint32Array(2 * count * length);
  const targets = new Uint32Array(2 * count * length);
  const token = (sequence: number, position: number) =>
    1 + (randomBits(5, 98, sequence, position) % (network.vocabulary - 1));
  for (let sequence = 0; sequence < 2 * count; sequence++) {
    const end = length - (sequence % 3);
    for (let position = 0; position < end; position++) {
      tokens[sequence * length + position] = token(sequence, position);
      if (position > 0) targets[sequence * length + position] = token(sequence, position + 1);
    }
  }
  return { tokens, targets, sets: 2, count, length };
}

/** A task in which everything trains with Adam on cross-entropy; model m reads set m % 2. */
export function taskOf(sequences: SequenceSet, models: number, changes: Partial<LanguageTask> = {}): LanguageTask {
  return {
    label: 'test',
    sequences,
    setOf: Array.from({ length: models }, (_, model) => model % 2),
    orderSeeds: Array.from({ length: models }, (_, model) => 30 + model),
    orderStream: STREAM.pretrainingOrder,
    shuffled: true,
    batch: 3,
    objective: { kind: 'crossEntropy' },
    optimizer: ADAM,
    learningRate: () => 0.01,
    clip: 1,
    trains: () => true,
    ...changes,
  };
}

/** The part of [model, parameter] that is one model's. */
export function ofModel(flat: Real, model: number): number[] {
  const { size } = network.parameters;
  return [...flat.subarray(model * size, (model + 1) * size)];
}

export interface Workload {
  readonly models: number;
  readonly batch: number;
  /** Texts that each model writes at once. */
  readonly rows: number;
  /** Whether they imitate as many teachers, instead of reading. */
  readonly imitating: boolean;
}

/** Has a trainer train, write and answer questions, and says what that was in the words of an estimate of memory; nothing is freed. */
export async function workThrough(
  trainer: LanguageTrainer,
  { models, batch, rows, imitating }: Workload,
): Promise<TransformerRunSize> {
  const length = 7;
  const inits = (seed: number) => Float32Array.from(randomTransformers(models, seed));
  const networks = await trainer.networks('students', network, inits(1));
  const teachers = imitating ? await trainer.networks('teachers', network, inits(2)) : undefined;
  const sequences = await trainer.sequences(randomSequences(10, length));
  const objective = teachers && ({ kind: 'distillation', teachers, from: 2, to: 9 } as const);
  const task = taskOf(sequences, models, { batch, ...(objective && { objective }) });
  await (await trainer.training(networks, task)).advance(1);
  await networks.sample({
    prompts: new Uint32Array(models * rows).fill(1),
    promptLength: 1,
    rows,
    tokens: length - 1,
    temperature: 1,
    seeds: Array.from({ length: models }, (_, model) => model),
    firstRow: 0,
  });
  const questions = { count: 8, length: 4 };
  const asked = Array.from({ length: questions.count }, () => [1, 2, 3, 4]);
  for (const answering of [networks, ...(teachers ? [teachers] : [])]) await answering.nextLogits(asked);
  const common = { architecture: network, models, questions };
  const stage = { ...common, training: { batch, length, imitating }, writing: { rows, length } };
  return { stages: teachers ? [common, stage] : [stage], tokens: 2 * 10 * length };
}
