// How many steps a record should cover so that records come a few times a second. Changes what is reported and when,
// never what is computed.

/** Between records: often enough to look alive and to pause at once, rarely enough to cost nothing. */
const RECORD_MS = { least: 60, most: 150 };
const MOST_STEPS = 256;

export class Pace {
  #steps = 1;

  steps(): number {
    return this.#steps;
  }

  /** Forgets what it learned: the steps that follow are of another kind. */
  restart(): void {
    this.#steps = 1;
  }

  /** Learns from how long the newest record took. */
  took(milliseconds: number): void {
    if (milliseconds < RECORD_MS.least) this.#steps = Math.min(MOST_STEPS, this.#steps * 2);
    else if (milliseconds > RECORD_MS.most) this.#steps = Math.max(1, this.#steps >> 1);
  }
}
