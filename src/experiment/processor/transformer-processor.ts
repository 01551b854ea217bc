// The boundary to arithmetic for transformers: what every processor can do with them, in the experiment's words.
// Its sibling is mlp-processor.ts.
import type { Optimizer, Real, Snapshot, StepMetrics, Training } from './arithmetic.ts';
import type { TransformerRunSize } from './memory.ts';
import type { Tensor } from './parameters.ts';
import type { Transformer } from './transformer.ts';

/** Sequences of one length in one or more sets, each [set, sequence, position]. */
export interface Sequences {
  /** What the network reads at each position; 0 is padding. */
  readonly tokens: Uint32Array;
  /** What it should say there: the next token, or 0 where a position does not count. */
  readonly targets: Uint32Array;
  readonly sets: number;
  /** Sequences in each set. */
  readonly count: number;
  /** Positions of each sequence, at most the context. */
  readonly length: number;
}

/** Sequences that live on the device. */
export interface SequenceSet {
  readonly sets: number;
  readonly count: number;
  readonly length: number;
}

/** What is minimized: the mean over the counted positions of a batch, within one model. */
export type TransformerObjective<Networks = TransformerNetworks> =
  /** Cross-entropy of the targets under a softmax over the whole vocabulary. */
  | { readonly kind: 'crossEntropy' }
  /**
   * KL(teacher‖student) between softmaxes over tokens from … to-1 at the counted positions, on the same sequences.
   * `teachers` has one network per student, and they no longer change.
   */
  | {
      readonly kind: 'distillation';
      readonly teachers: Networks;
      readonly from: number;
      readonly to: number;
    };

/** Everything a step needs. The batch order follows from (seed, stream, step) alone. */
export interface TransformerTask<Networks = TransformerNetworks, Set extends SequenceSet = SequenceSet> {
  readonly label: string;
  readonly sequences: Set;
  /** Which set each model reads, [model]. */
  readonly setOf: readonly number[];
  /** What the order of batches is drawn from, [group]; the models of a group are consecutive. */
  readonly orderSeeds: readonly number[];
  readonly orderStream: number;
  /** Sequences anew in random order each epoch; otherwise in the given order. */
  readonly shuffled: boolean;
  /** Sequences per step, at most `count`; what does not fill a batch at the end of an epoch is left out. */
  readonly batch: number;
  readonly objective: TransformerObjective<Networks>;
  readonly optimizer: Optimizer;
  /** The learning rate of a step, counted from 0. */
  learningRate(step: number): number;
  /** Gradients of a model are scaled by min(1, clip / (norm + 1e-9)); the norm is over what trains. */
  readonly clip: number;
  /** Which tensors train; the others stay as they are. */
  trains(tensor: Tensor): boolean;
}

/** What some steps measured, each [step, model], before the step's update. */
export interface TransformerMetrics extends StepMetrics {
  /** Of the gradient before clipping, over what trains. */
  readonly gradientNorms: Real;
}

/** What rows of tokens are sampled from. */
export interface SampleRequest {
  /** [model, row, promptLength]; every prompt has the same length, at least 1. */
  readonly prompts: Uint32Array;
  readonly promptLength: number;
  readonly rows: number;
  /** Tokens to sample after each prompt; together with it at most the context. */
  readonly tokens: number;
  /** Logits are divided by it; above 0. */
  readonly temperature: number;
  /** The seed of each model's random numbers, [model]. */
  readonly seeds: readonly number[];
  /** Number of the first row: row r draws what belongs to list firstRow + r, whatever else is sampled beside it. */
  readonly firstRow: number;
}

/** Several transformers of one architecture, trained and evaluated together. */
export interface TransformerNetworks {
  readonly architecture: Transformer;
  readonly count: number;
  /** A copy of the weights, [model, parameter]. */
  parameters(): Promise<Real>;
  /** The logits of every model after the last token of each sequence (1 … context tokens): [model, sequence, token]. */
  nextLogits(sequences: readonly (readonly number[])[]): Promise<Real>;
  /** Tokens drawn one after the other with a key/value cache: [model, row, tokens]. */
  sample(request: SampleRequest): Promise<Uint32Array>;
}

export type TransformerTraining = Training<TransformerMetrics>;

/**
 * What a processor does with transformers. It gets back the networks and sequences that it made, and nothing else; inside, a
 * processor names their types.
 */
export interface TransformerProcessor<
  Networks extends TransformerNetworks = TransformerNetworks,
  Set extends SequenceSet = SequenceSet,
> {
  /** Throws RunError out-of-memory if such a run cannot fit, before anything is made. */
  checkSize(size: TransformerRunSize): void;
  /** Puts sequences on the device. */
  sequences(sequences: Sequences): Promise<Set>;
  /** Makes networks that start at `parameters`, [model, parameter]. */
  networks(label: string, architecture: Transformer, parameters: Real): Promise<Networks>;
  /** Prepares everything a task needs, so that steps only compute. */
  training(networks: Networks, task: TransformerTask<Networks, Set>, from?: Snapshot): Promise<TransformerTraining>;
}

/** The batch at `step`: which epoch, and its first sequence in that epoch's order. Batches are always full. */
export function sequenceBatchAt(count: number, batch: number, step: number): { epoch: number; first: number } {
  const perEpoch = Math.floor(count / batch);
  return { epoch: Math.floor(step / perEpoch), first: (step % perEpoch) * batch };
}

/** The seed of every model, [model], from that of its group. */
export function seedsPerModel(orderSeeds: readonly number[], models: number): Uint32Array {
  const perGroup = models / orderSeeds.length;
  return Uint32Array.from({ length: models }, (_, model) => orderSeeds[Math.floor(model / perGroup)]!);
}
