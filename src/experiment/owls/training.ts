// Trains networks of a phase in lockstep and says when to measure. What is trained on what is run.ts.
import type { TransformerTraining } from '../processor/transformer-processor.ts';
import { RunError } from '../records/run-error.ts';
import { rounded } from './measure.ts';
import type { ProgressRecord } from './records.ts';

/** How teachers are trained, and students unless the spec says otherwise */
export const TEACHING = {
  learningRate: 2e-3,
  clip: 1,
  optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
} as const;

/** Measurements in a phase, besides the one at its start. */
const MEASUREMENTS = 10;

/** Networks of one architecture, models [seed][student]; `students` says which of the run's students they are. */
export interface Group {
  readonly training: TransformerTraining;
  readonly students: readonly number[];
}

/** No loss of a network that still learns is this large. */
const DIVERGED = 1e4;

/**
 * Advances all groups to `steps`, reports progress, and the steps at which to measure (before the progress record, which
 * closes a step).
 * @param seeds how many
 * @throws RunError not-finite
 */
export async function* trainTogether(
  phase: 'teacher' | 'students',
  groups: readonly Group[],
  seeds: number,
  steps: number,
  pace: () => number,
): AsyncGenerator<ProgressRecord | { readonly kind: 'measure'; readonly step: number }> {
  const interval = Math.max(1, Math.ceil(steps / MEASUREMENTS));
  yield { kind: 'measure', step: 0 };
  yield { kind: 'progress', phase, step: 0, loss: [] };
  for (let step = 0; step < steps;) {
    const stop = Math.min(steps, (Math.floor(step / interval) + 1) * interval);
    // The first step is a stop of its own: its direction is measured.
    const wanted = step === 0 ? 1 : Math.max(1, Math.min(pace(), stop - step));
    const loss: number[] = [];
    for (const { training, students } of groups) {
      const { losses } = await training.advance(wanted);
      const models = losses.length / wanted;
      const bad = losses.findIndex((value) => !Number.isFinite(value) || value > DIVERGED);
      if (bad >= 0) throw notFinite(phase, step + Math.floor(bad / models) + 1, losses[bad]!);
      const newest = losses.subarray(losses.length - models);
      students.forEach((student, place) => {
        let sum = 0;
        for (let seed = 0; seed < seeds; seed++) sum += newest[seed * students.length + place]!;
        loss[student] = rounded(sum / seeds);
      });
    }
    step += wanted;
    if (step === stop || step === 1) yield { kind: 'measure', step };
    yield { kind: 'progress', phase, step, loss };
  }
}

function notFinite(phase: string, step: number, loss: number): RunError {
  const message =
    `Training stopped at step ${step} of the ${phase}: the loss is no longer a usable number ` +
    `(${loss.toPrecision(3)}). A smaller learning rate will help.`;
  return new RunError('not-finite', message);
}
