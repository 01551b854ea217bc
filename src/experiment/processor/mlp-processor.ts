// The boundary to arithmetic for MLPs: what every processor can do with them, in the experiment's words.
// Its sibling is transformer-processor.ts.
import type { Adam, Real, Snapshot, Training } from './arithmetic.ts';
import type { MlpRunSize } from './memory.ts';
import type { Mlp } from './mlp.ts';

/** Labeled images as bytes: pixels [image, pixel] 0 … 255 and labels [image]. */
export interface LabeledImages {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  readonly count: number;
}

/** Images that live on the device. */
export interface ImageSet {
  readonly count: number;
}

export type NoiseDistribution = 'uniform' | 'gaussian' | 'blurred';

/** How many pixels blurred noise is blurred to either side; the images are squares of more than that. */
export const BLUR_RADIUS = 6;

/** What a network is shown. Every source is [group, row, input]; a group is one seed. */
export type InputSource<Images extends ImageSet = ImageSet> =
  /** Labeled images, pixels scaled to [-1, 1]; each epoch in a new random order per seed. */
  | { readonly kind: 'images'; readonly images: Images; readonly count: number }
  /** Noise images that exist only as (seed, image, pixel); likewise shuffled. */
  | { readonly kind: 'noise'; readonly distribution: NoiseDistribution; readonly count: number }
  /** Given rows in the given order, the same full batch at every step and for every seed. */
  | { readonly kind: 'rows'; readonly values: Real; readonly labels: Uint8Array };

/** What is minimized; always the mean over the examples of a batch, within one model. */
export type MlpObjective<Networks = MlpNetworks> =
  /** Cross-entropy of the labels under a softmax over the class logits. */
  | { readonly kind: 'crossEntropy' }
  /** KL(teacher‖student) between softmaxes over logits from … to-1. One teacher per group, which no longer changes. */
  | { readonly kind: 'distillation'; readonly teachers: Networks; readonly from: number; readonly to: number };

/** Everything a step needs. The batch order and the noise follow from (seed, stream, step) alone. */
export interface MlpTask<Networks = MlpNetworks, Images extends ImageSet = ImageSet> {
  readonly label: string;
  readonly inputs: InputSource<Images>;
  readonly objective: MlpObjective<Networks>;
  /** What the order of batches, and noise, are drawn from, [group]; the models of a group are consecutive. */
  readonly orderSeeds: readonly number[];
  readonly orderStream: number;
  /** Rows per step; the last batch of an epoch may be short. */
  readonly batch: number;
  readonly optimizer: Adam;
  /** The learning rate of a step, counted from 0. */
  learningRate(step: number): number;
}

/** Several MLPs of one architecture, trained and evaluated together. */
export interface MlpNetworks<Images extends ImageSet = ImageSet> {
  readonly architecture: Mlp;
  readonly count: number;
  /** A copy of the weights, [model, parameter]. */
  parameters(): Promise<Real>;
  /** The logits of every model on the same rows: values [row, input] → [model, row, logit]. */
  logits(values: Real): Promise<Real>;
  /** How the first `count` images are read: [model, label, prediction] counts, prediction by class logits. */
  confusion(images: Images, count: number): Promise<Uint32Array>;
}

/**
 * What a processor does with MLPs. It gets back the networks and images that it made, and nothing else; inside, a processor
 * names their types.
 */
export interface MlpProcessor<Networks extends MlpNetworks<Images> = MlpNetworks, Images extends ImageSet = ImageSet> {
  /** Throws RunError out-of-memory if such a run cannot fit, before anything is made. */
  checkSize(size: MlpRunSize): void;
  /** Puts labeled images on the device. */
  images(images: LabeledImages): Promise<Images>;
  /** Makes networks that start at `parameters`, [model, parameter]. */
  networks(label: string, architecture: Mlp, parameters: Real): Promise<Networks>;
  /** Prepares everything a task needs, so that steps only compute. */
  training(networks: Networks, task: MlpTask<Networks, Images>, from?: Snapshot): Promise<Training>;
}

/** Rows of the batch at `step`, and where it lies in its epoch. */
export function batchAt(count: number, batch: number, step: number): { epoch: number; first: number; rows: number } {
  const perEpoch = Math.ceil(count / batch);
  const first = (step % perEpoch) * batch;
  return { epoch: Math.floor(step / perEpoch), first, rows: Math.min(batch, count - first) };
}
