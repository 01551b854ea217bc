// How fast a processor is, by a moment of the work it is for; and how long a run will take at that speed. Knows no experiment.
import { describeMlp } from './mlp.ts';
import type { Processor } from './processor.ts';

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

/**
 * Trains small networks on noise for a moment and says how fast that was.
 * @param models how many of them; a multiple of the lanes
 * @param now milliseconds
 * @param milliseconds about how long it may take
 */
export async function measureSpeed(
  { mlps, lanes }: Processor,
  models: number,
  { now, milliseconds }: { readonly now: () => number; readonly milliseconds: number },
): Promise<Speed> {
  const { size } = NETWORK.parameters;
  const inits = new Float32Array(models * size).fill(0.01);
  const networks = await mlps.networks('speed', NETWORK, inits);
  const teachers = await mlps.networks('speed teachers', NETWORK, inits);
  const training = await mlps.training(networks, {
    label: 'speed',
    inputs: { kind: 'noise', distribution: 'uniform', count: BATCH },
    objective: { kind: 'distillation', teachers, from: 10, to: 20 },
    orderSeeds: Array.from({ length: models }, (_, model) => model),
    orderStream: 1,
    batch: BATCH,
    optimizer: ADAM,
    learningRate: () => 1e-3,
  });
  // The first steps answer for the teachers, and bring everything near.
  await training.advance(2);
  let steps = 1;
  for (;;) {
    const began = now();
    await training.advance(steps);
    const took = now() - began;
    if (took >= milliseconds / 2 || steps >= 1024) {
      const operations = (trainingOperations(size, BATCH) * steps * (models / lanes)) / (took / 1000);
      return { operations, lanes };
    }
    steps = Math.max(2 * steps, Math.min(1024, Math.floor((steps * milliseconds) / Math.max(took, 0.1) / 1.5)));
  }
}
