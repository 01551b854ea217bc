// How long the lab waits for a graphics device that says nothing. Work may take as long as it takes; this is for answers
// that come soon or never: a device that was opened, a pipeline that compiles, a tiny piece of work.
import { RunError } from '../experiment/records/run-error.ts';

/** Seconds without a sign of life after which a device counts as silent. */
export const SILENCE_SECONDS = 20;

export class Patience {
  readonly #waiting = new Set<(silence: RunError) => void>();
  #clock: ReturnType<typeof setInterval> | undefined;
  #quiet = 0;

  /** `answer`, or RunError device-silent if neither it nor any other answer comes for so many seconds. */
  async wait<T>(answer: Promise<T>, seconds = SILENCE_SECONDS): Promise<T> {
    let give: (silence: RunError) => void = () => {};
    const silence = new Promise<never>((_, reject) => {
      give = reject;
    });
    if (this.#waiting.size === 0) this.#clock = setInterval(() => this.#tick(seconds), 1000);
    this.#waiting.add(give);
    this.#quiet = 0;
    try {
      return await Promise.race([answer, silence]);
    } finally {
      this.#waiting.delete(give);
      this.#quiet = 0;
      if (this.#waiting.size === 0) clearInterval(this.#clock);
    }
  }

  /** Seconds are counted, not measured: while a computer sleeps, nobody waits. */
  #tick(seconds: number): void {
    this.#quiet += 1;
    if (this.#quiet < seconds) return;
    clearInterval(this.#clock);
    const message = `The graphics device was opened but has not answered for ${seconds} seconds.`;
    for (const reject of this.#waiting) reject(new RunError('device-silent', message));
    this.#waiting.clear();
  }
}
