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
const SLOWER = 1.05;
/** So much longer than its steps a run takes that waits for answers. */
const WAITED = 1.1;
const SETTLED = 3;
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
  /** Steps of the newest runs: one that is like them is likely to be followed by another. */
  #counts: readonly number[] = [];
  /** The newest run that began with an empty queue took longer than its steps, waiting for an answer. */
  #waited = false;
  /** Steps in the queue that no call has waited for. */
  #queued = 0;

  constructor(queue: SubmitQueue) {
    this.#queue = queue;
  }

  /**
   * Calls `submit` until `count` steps are in the queue, then `finish`, which waits for them; those that an earlier call put
   * there count. Where answers are slow, up to `ahead` of the steps that follow are put there meanwhile.
   * @param submit puts so many steps into the queue, in one submit of at most StepScalars.slots
   */
  async run<T>(count: number, submit: (steps: number) => void, finish: () => Promise<T>, ahead = 0): Promise<T> {
    const fed = this.#queued > 0;
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
    const submitUpTo = (wanted: number): number => {
      const fitting = Math.min(StepScalars.slots, Math.max(1, Math.floor(SUBMIT_MS / this.#perStep)));
      submit(Math.min(wanted - this.#queued, fitting));
      this.#queued += Math.min(wanted - this.#queued, fitting);
      return this.#queued;
    };
    for (let done = this.#queued; this.#queued < count;) {
      if (inFlight.length >= LEAST_SUBMITS && (this.#queued - done) * this.#perStep >= most) {
        const { end, finished } = inFlight.shift()!;
        await finished;
        done = end;
        const perStep = hear(done);
        if (!fed) this.#perStep = Math.min(this.#perStep, perStep);
        continue;
      }
      const end = submitUpTo(count);
      inFlight.push({ end, finished: answered(this.#queue.finished()) });
    }
    const finishing = finish();
    const behind = count + (this.#counts.includes(count) && this.#waited ? ahead : 0);
    while (this.#queued < behind) submitUpTo(behind);
    const result = await finishing;
    const perStep = hear(count);
    // Where steps were ahead it is not known how long they took.
    if (!fed) {
      this.#waited = perStep > WAITED * this.#perStep;
      this.#perStep = Math.min(perStep, this.#perStep * SLOWER);
    }
    this.#counts = [count, ...this.#counts.slice(0, SETTLED - 1)];
    this.#queued -= count;
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
