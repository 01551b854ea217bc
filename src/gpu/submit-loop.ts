// Submits steps to the GPU: many in one submit, two submits in flight, and as many steps in each as keep the GPU busy
// for a while. Knows neither what a step is nor what it measures.
import type { Gpu } from './device.ts';
import { StepScalars } from './plan.ts';

/** A submit should keep the GPU busy for about this long: long enough to hide its cost, short enough to interrupt. */
const SUBMIT_MS = { least: 8, most: 16 };
const SUBMITS_IN_FLIGHT = 2;

export class SubmitLoop {
  readonly #gpu: Gpu;
  #stepsPerSubmit = 1;

  constructor(gpu: Gpu) {
    this.#gpu = gpu;
  }

  /**
   * Calls `submit` for 0 … count-1 in pieces of at most StepScalars.slots; resolves when all are submitted.
   * @param submit puts `steps` steps from `first` on into the queue, in one submit
   */
  async run(count: number, submit: (first: number, steps: number) => void): Promise<void> {
    const inFlight: Promise<void>[] = [];
    let before = performance.now();
    for (let first = 0; first < count;) {
      if (inFlight.length >= SUBMITS_IN_FLIGHT) {
        await this.#gpu.settle(inFlight.shift()!);
        const now = performance.now();
        this.#adapt(now - before);
        before = now;
      }
      const steps = Math.min(count - first, this.#stepsPerSubmit);
      submit(first, steps);
      inFlight.push(this.#gpu.device.queue.onSubmittedWorkDone());
      first += steps;
    }
  }

  #adapt(milliseconds: number): void {
    if (milliseconds < SUBMIT_MS.least) this.#stepsPerSubmit = Math.min(StepScalars.slots, this.#stepsPerSubmit * 2);
    else if (milliseconds > SUBMIT_MS.most) this.#stepsPerSubmit = Math.max(1, this.#stepsPerSubmit >> 1);
  }
}
