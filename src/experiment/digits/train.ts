// One phase of a run, teacher's or students': trains to its end, stops a few times per epoch and has the networks measured
// there. Knows neither which networks these are nor what is measured.
import { RunError } from '../records/run-error.ts';
import type { Snapshot, Training } from '../processor/processor.ts';
import { rounded } from './observe.ts';
import type { DigitsRecord, Phase } from './records.ts';
import type { DigitsSpec } from './spec.ts';

/** Live evaluations per epoch, the epoch's end included. */
export const EVALUATIONS_PER_EPOCH = 5;
/** No cross-entropy or KL divergence of a network that still learns is this large. */
const DIVERGED = 1e6;

/** One phase: what is trained, how long, and what is asked of it on the way. */
export interface Course {
  readonly phase: Phase;
  readonly training: Training;
  /** In an epoch. */
  readonly images: number;
  readonly steps: number;
  /** Whether the end of an epoch comes with a snapshot. */
  readonly keeps: boolean;
  measure(step: number): Promise<readonly DigitsRecord[]>;
}

/** What is seen at a step at which the networks are measured. */
export interface Stop {
  readonly measured: readonly DigitsRecord[];
  readonly snapshot: Snapshot | undefined;
}

/** Advances a training to its end; reports progress, and what is measured on the way. */
export async function* train(
  { phase, training, images, steps, keeps, measure }: Course,
  spec: DigitsSpec,
  pace: () => number,
): AsyncGenerator<Extract<DigitsRecord, { kind: 'progress' }> | Stop> {
  const perEpoch = Math.ceil(images / spec.batch);
  const interval = Math.max(1, Math.ceil(perEpoch / EVALUATIONS_PER_EPOCH));
  /** Asks for all of it at once. */
  const look = async (step: number): Promise<Stop> => {
    const [measured, snapshot] = await Promise.all([
      measure(step),
      keeps && step % perEpoch === 0 ? training.snapshot() : undefined,
    ]);
    return { measured, snapshot };
  };
  if (training.step === 0) {
    yield { measured: await measure(0), snapshot: undefined };
    yield { kind: 'progress', phase, step: 0, loss: [] };
  }
  while (training.step < steps) {
    const inEpoch = training.step % perEpoch;
    const stop = training.step - inEpoch + Math.min(perEpoch, (Math.floor(inEpoch / interval) + 1) * interval);
    const left = stop - training.step;
    const usual = Math.max(1, pace());
    // Less than a quarter of a record goes with the one before.
    const wanted = left < 1.25 * usual ? left : usual;
    let stopped: Promise<Stop> | undefined;
    // Measured right behind the steps: some browsers take a tenth of a second to tell an answer, and so tell all at once.
    const { losses } = await training.advance(wanted, left - wanted, () => {
      if (wanted < left) return;
      stopped = look(stop);
      // Whatever is wrong with the steps is said first.
      stopped.catch(() => {});
    });
    const models = losses.length / wanted;
    const bad = losses.findIndex((loss) => !Number.isFinite(loss) || loss > DIVERGED);
    if (bad >= 0) {
      const step = training.step - wanted + Math.floor(bad / models) + 1;
      throw new RunError(
        'not-finite',
        `Training stopped at step ${step} of the ${phase === 'teacher' ? 'teacher' : 'students'}: the loss is no longer ` +
          `a usable number (${losses[bad]!.toPrecision(3)}). A smaller learning rate than ${spec.learningRate} will help.`,
      );
    }
    // A progress record closes what belongs to its step: whoever advances step by step gets the measurement with it.
    if (stopped) yield await stopped;
    yield {
      kind: 'progress',
      phase,
      step: training.step,
      loss: Array.from(losses.subarray(losses.length - models), rounded),
    };
  }
}
