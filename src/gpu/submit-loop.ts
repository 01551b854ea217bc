// Submits steps to the GPU: short submits, and always enough of them in flight that the GPU has work while the browser is
// slow to tell that some is done. Judges by throughput alone: how long a single answer takes says nothing about the work,
// as some browsers look for finished work only ten times a second. Knows neither what a step is nor what it measures.
import type { Gpu } from './device.ts';
import { StepScalars } from './plan.ts';

/** Work of one submit: long enough to hide its cost, short enough that the page is drawn in between. */
const SUBMIT_MS = 12;
/** Work in flight: so many times what passes between two answers, and never more than this. */
const IN_FLIGHT = { gaps: 3, most: 300 };
const LEAST_SUBMITS = 2;
/** How fast the estimate follows work that became slower, per run; it follows faster work at once. */
const SLOWER = 1.25;
/** How fast a long gap is forgotten, per run. */
const FORGETS = 0.8;

/** What the loop needs of a device. */
export interface SubmitQueue {
  /** Resolves some time after everything submitted so far is done. */
  finished(): Promise<void>;
  /** Milliseconds. */
  now(): number;
}

export class SubmitLoop {
  readonly #queue: SubmitQueue;
  /** Milliseconds of work per step; never less than it takes, as waiting can only be added. */
  #perStep = Infinity;
  /** The longest time between two answers, of the newest runs. */
  #gap = 0;

  constructor(queue: SubmitQueue) {
    this.#queue = queue;
  }

  /**
   * Calls `submit` for 0 … count-1 in pieces of at most StepScalars.slots, then `finish`, which waits for all of them.
   * @param submit puts `steps` steps from `first` on into the queue, in one submit
   */
  async run<T>(count: number, submit: (first: number, steps: number) => void, finish: () => Promise<T>): Promise<T> {
    const began = this.#queue.now();
    const inFlight: { end: number; finished: Promise<void> }[] = [];
    const most = Math.min(IN_FLIGHT.most, IN_FLIGHT.gaps * this.#gap);
    let heard = began;
    let longest = 0;
    const hear = (steps: number): number => {
      const now = this.#queue.now();
      longest = Math.max(longest, now - heard);
      heard = now;
      return (now - began) / steps;
    };
    for (let first = 0, done = 0; first < count;) {
      if (inFlight.length >= LEAST_SUBMITS && (first - done) * this.#perStep >= most) {
        const { end, finished } = inFlight.shift()!;
        await finished;
        done = end;
        this.#perStep = Math.min(this.#perStep, hear(done));
        continue;
      }
      const steps = Math.min(count - first, StepScalars.slots, Math.max(1, Math.floor(SUBMIT_MS / this.#perStep)));
      submit(first, steps);
      first += steps;
      inFlight.push({ end: first, finished: answered(this.#queue.finished()) });
    }
    const result = await finish();
    this.#perStep = Math.min(hear(count), this.#perStep * SLOWER);
    this.#gap = Math.max(longest, this.#gap * FORGETS);
    return result;
  }
}

/** What fails while nobody waits for it is not lost: whoever waits hears it. */
function answered(finished: Promise<void>): Promise<void> {
  finished.catch(() => {});
  return finished;
}

/** The queue of a device; what fails there because the device is gone becomes that RunError. */
export function queueOf(gpu: Gpu): SubmitQueue {
  return { finished: () => gpu.settle(gpu.device.queue.onSubmittedWorkDone()), now: () => performance.now() };
}
