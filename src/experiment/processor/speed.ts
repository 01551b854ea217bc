// How fast a processor is, by a moment of the work it is for; and how long a run will take at that speed. Knows no experiment.
import { initialize } from '../init/initialization.ts';
import { describeMlp } from './mlp.ts';
import type { Processor, Real } from './processor.ts';

/** Floating-point operations per second, by the convention of `trainingOperations`. */
export interface Speed {
  /** Of one lane. */
  readonly operations: number;
  /** Models that train at the same time without waiting for each other: cores, or 1 where all models share one device. */
  readonly lanes: number;
}

/** Work of a phase: so many operations for each of so many models. */
export interface Work {
  readonly models: number;
  readonly operations: number;
}

/** Seconds that phases of work take, one after the other. */
export function secondsOf(work: readonly Work[], { operations, lanes }: Speed): number {
  return work.reduce((sum, phase) => sum + (Math.ceil(phase.models / lanes) * phase.operations) / operations, 0);
}

/** Operations of one training step: two of the forward pass and four of the way back for each parameter and row. */
export function trainingOperations(parameters: number, rows: number): number {
  return 6 * parameters * rows;
}

const BATCH = 128;
const NETWORK = describeMlp(784, [64, 64], 10, 10);
const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** What a moment of work showed. */
export interface Moment {
  readonly speed: Speed;
  /** Weights of the first network after its first steps, [parameter]: the same on every processor, but for rounding. */
  readonly weights: Real;
}

/** How far weights of two processors may be apart: steps of Adam are 1e-3 long, and rounding turns few of them. */
const NEAR = { each: 1e-2, mean: 1e-5 };

/** Whether two processors have computed the same, as far as f32 can. */
export function agree(a: Real, b: Real): boolean {
  if (a.length !== b.length) return false;
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const off = Math.abs(a[i]! - b[i]!);
    // Whatever is no number agrees with nothing.
    if (!(off <= NEAR.each)) return false;
    sum += off;
  }
  return sum / a.length <= NEAR.mean;
}

/**
 * Trains small networks on noise for a moment and says how fast that was, and what came of it.
 * @param models how many of them; a multiple of the lanes
 * @param now milliseconds
 * @param milliseconds about how long it may take
 */
export async function measureSpeed(
  { mlps, lanes }: Processor,
  models: number,
  { now, milliseconds }: { readonly now: () => number; readonly milliseconds: number },
): Promise<Moment> {
  const { size } = NETWORK.parameters;
  const inits = (seed: number) => repeated(initialize(NETWORK.parameters, seed), models);
  const networks = await mlps.networks('speed', NETWORK, inits(1));
  const teachers = await mlps.networks('speed teachers', NETWORK, inits(2));
  const training = await mlps.training(networks, {
    label: 'speed',
    inputs: { kind: 'noise', distribution: 'uniform', count: BATCH },
    objective: { kind: 'distillation', teachers, from: 10, to: 20 },
    orderSeeds: Array.from({ length: models }, () => 3),
    orderStream: 1,
    batch: BATCH,
    optimizer: ADAM,
    learningRate: () => 1e-3,
  });
  // The first steps answer for the teachers, and bring everything near.
  await training.advance(2);
  const weights = (await networks.parameters()).slice(0, size);
  let steps = 1;
  for (;;) {
    const began = now();
    await training.advance(steps);
    const took = now() - began;
    if (took >= milliseconds / 2 || steps >= 1024) {
      const operations = (trainingOperations(size, BATCH) * steps * (models / lanes)) / (took / 1000);
      return { speed: { operations, lanes }, weights };
    }
    steps = Math.max(2 * steps, Math.min(1024, Math.floor((steps * milliseconds) / Math.max(took, 0.1) / 1.5)));
  }
}

function repeated(values: Float32Array, times: number): Float32Array {
  const all = new Float32Array(values.length * times);
  for (let i = 0; i < times; i++) all.set(values, i * values.length);
  return all;
}
