// Play, pause, step, stop of one run: says when the next record may be pulled, and keeps its clock.
import type { RecordOf } from '../experiment/register.ts';
import type { ExperimentName } from '../experiment/signs.ts';
import type { Playback } from './protocol.ts';

export class Playhead {
  onChange: (playback: Playback) => void = () => {};
  #playback: Playback = 'playing';
  #announced: Playback = 'playing';
  #stopped = false;
  #started = false;
  #stepsWanted = 0;
  /** The newest record closes its step, so that the run may stand still here. */
  #settled = true;
  #seconds = 0;
  #wake: (() => void) | undefined;
  #end: () => void = () => {};
  /** Resolves when it is stopped. */
  readonly ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  get stopped(): boolean {
    return this.#stopped;
  }

  /** The first record is out: nothing is loading any more. */
  get started(): boolean {
    return this.#started;
  }

  /** The next record may cover one step only. */
  get stepping(): boolean {
    return this.#playback === 'paused';
  }

  play(): void {
    this.#change('playing');
  }

  pause(): void {
    this.#change('paused');
  }

  /** One batch, then pause. */
  step(): void {
    this.#stepsWanted += 1;
    this.#change('paused');
  }

  stop(): void {
    this.#stopped = true;
    this.#end();
    this.#wake?.();
  }

  finish(): void {
    if (!this.#stopped) this.#change('finished');
  }

  /** Resolves when the next record may be pulled, after messages of the page have been heard. */
  async mayPull(): Promise<void> {
    await macrotask();
    while (!this.#stopped && this.#settled && this.#playback === 'paused' && this.#stepsWanted === 0) {
      // Only now does it stand still: what was being computed when somebody pressed pause is out.
      this.#announce();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Counts a record and returns the seconds of work so far. A progress record that moves on uses up a wanted step. */
  trained(seconds: number, record: RecordOf[ExperimentName]): number {
    this.#started = true;
    // What comes before the first record is loading, not work.
    if (record.kind !== 'prepared') this.#seconds += seconds;
    this.#settled = record.kind === 'prepared' || record.kind === 'progress';
    const trained = record.kind === 'progress' && record.step > 0;
    if (trained && this.#stepsWanted > 0) this.#stepsWanted -= 1;
    return this.#seconds;
  }

  #change(playback: Playback): void {
    if (this.#stopped || this.#playback === 'finished') return;
    this.#playback = playback;
    this.#wake?.();
    if (playback !== 'paused') this.#announce();
  }

  #announce(): void {
    if (this.#announced === this.#playback) return;
    this.#announced = this.#playback;
    this.onChange(this.#playback);
  }
}

/** Lets the thread's message queue run; a promise alone would starve it. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
