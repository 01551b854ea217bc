// The whole boundary between science and arithmetic: what both processors can do, in the experiment's words.
// No buffers, no threads, no numbers here.
import type { MlpRunSize } from './memory.ts';
import type { Mlp } from './mlp.ts';
import type { DeviceDescription } from './processors.ts';

export type Architecture = Mlp;

/** Numbers at the trainer's own precision; f64 only where a test asks the CPU trainer for it. */
export type Real = Float32Array | Float64Array;

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

/** What a network is shown. Every source is [group, row, input]; a group is one seed. */
export type InputSource =
  /** Labeled images, pixels scaled to [-1, 1]; each epoch in a new random order per seed. */
  | { readonly kind: 'images'; readonly images: ImageSet; readonly count: number }
  /** Noise images that exist only as (seed, image, pixel); likewise shuffled. */
  | { readonly kind: 'noise'; readonly distribution: NoiseDistribution; readonly count: number }
  /** Given rows in the given order, the same full batch at every step and for every seed. */
  | { readonly kind: 'rows'; readonly values: Real; readonly labels: Uint8Array };

/** What is minimized; always the mean over the examples of a batch, within one model. */
export type Objective =
  /** Cross-entropy of the labels under a softmax over the class logits. */
  | { readonly kind: 'crossEntropy' }
  /** KL(teacher‖student) between softmaxes over logits from … to-1. One teacher per seed, which no longer changes. */
  | { readonly kind: 'distillation'; readonly teacher: Networks; readonly from: number; readonly to: number };

export interface Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Everything a step needs. The batch order and the noise follow from (seed, step) alone. */
export interface Task {
  readonly label: string;
  readonly inputs: InputSource;
  readonly objective: Objective;
  /** One seed per group; the models of a group are consecutive, so models = seeds × students. */
  readonly seeds: readonly number[];
  /** The stream the batch order is drawn from. */
  readonly orderStream: number;
  /** Rows per step; the last batch of an epoch may be short. */
  readonly batch: number;
  readonly adam: Adam;
}

/** Weights and optimizer at some step, enough to go on elsewhere. All [model, parameter]. */
export interface Snapshot {
  readonly step: number;
  readonly parameters: Real;
  readonly adamM: Real;
  readonly adamV: Real;
}

/** Several networks of one architecture, trained and evaluated together. */
export interface Networks {
  readonly architecture: Architecture;
  readonly count: number;
  /** A copy of the weights, [model, parameter]. */
  parameters(): Promise<Real>;
  /** The logits of every model on the same rows: values [row, input] → [model, row, logit]. */
  logits(values: Real): Promise<Real>;
  /** How the first `count` images are read: [model, label, prediction] counts, prediction by class logits. */
  confusion(images: ImageSet, count: number): Promise<Uint32Array>;
}

/** Networks with an optimizer and a task. */
export interface Training {
  /** Steps done so far. */
  readonly step: number;
  /**
   * Trains `steps` more steps and returns the loss before each, [step, model].
   * @param ahead steps behind them that may be computed meanwhile, as nobody looks at the networks before they are done
   * @param queued called as soon as all `steps` are in the queue, before their losses are known. What the networks are asked
   *   from then on is answered as they are behind these steps, if none are ahead
   */
  advance(steps: number, ahead?: number, queued?: () => void): Promise<Real>;
  /** The state behind all steps done or queued when it is asked for. */
  snapshot(): Promise<Snapshot>;
}

/** A processor. Throws RunError for anything a visitor should hear about. */
export interface Trainer {
  readonly device: DeviceDescription;
  /** Throws RunError out-of-memory if such a run cannot fit, before anything is made. */
  checkSize(size: MlpRunSize): void;
  /** Puts labeled images on the device. */
  images(images: LabeledImages): Promise<ImageSet>;
  /** Makes networks that start at `parameters`, [model, parameter]. */
  networks(label: string, architecture: Architecture, parameters: Real): Promise<Networks>;
  /** Prepares everything a task needs, so that steps only compute. */
  training(networks: Networks, task: Task, from?: Snapshot): Promise<Training>;
  /** Frees everything this trainer made. */
  free(): void;
}

/** Rows of the batch at `step`, and where it lies in its epoch. */
export function batchAt(count: number, batch: number, step: number): { epoch: number; first: number; rows: number } {
  const perEpoch = Math.ceil(count / batch);
  const first = (step % perEpoch) * batch;
  return { epoch: Math.floor(step / perEpoch), first, rows: Math.min(batch, count - first) };
}

/** What Adam's update number `step` (from 1) multiplies with: learning rate / (1 - β1^step) and 1 / (1 - β2^step). */
export function adamStepAt({ learningRate, beta1, beta2 }: Adam, step: number): readonly [number, number] {
  return [learningRate / (1 - beta1 ** step), 1 / (1 - beta2 ** step)];
}
