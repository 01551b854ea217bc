// How many steps a record should cover: as few as cost no speed, so that records come a few times a second and a pause is
// heard soon. Judged by steps per second over whole records, whatever they waited for: a browser may tell only ten times
// a second that work is done. Changes what is reported and when, never what is computed.
import type { AnyRecord } from './records/records.ts';

const MOST_STEPS = 256;
/** Records shorter than this would only keep the page busy. */
const LEAST_MS = 80;
/** No longer records are tried; steps so slow that only a few fit may take a little longer together. */
const MOST_MS = 320;
const FEW = { steps: 5, milliseconds: 620 };
/** From one length tried to the next: twice as long while that takes hardly longer, later in finer steps. */
const FINER = 1.15;
const HARDLY = 1.2;
/** A shorter record may cost this share of the speed. */
const NEARLY = 1.06;
/** Records that differ this much from what was measured mean that the steps changed, if there are so many in a row. */
const CHANGED = { factor: 1.4, records: 3 };
/** Where short records cost so much more per step, answers come late or on a grid: faster steps would show only in a
 * longer record, and one in so many is tried. */
const WAITS = { factor: 1.3, tryEvery: 30, milliseconds: 150 };

export class Pace {
  #steps = 1;
  /** Milliseconds per step of records that covered so many steps. */
  readonly #measured = new Map<number, number>();
  /** It still tries longer records. */
  #searching = true;
  /** It still tries records twice as long as the one before. */
  #doubling = true;
  #before = { steps: 1, milliseconds: Infinity };
  #strange = 0;
  /** The newest record that was heard, and the step of the newest progress. */
  #kind = '';
  #step = 0;
  /** Records since the search ended, or since a longer one was tried. */
  #settled = 0;

  steps(): number {
    return this.#trying ? 2 * this.#steps : this.#steps;
  }

  /** Takes in a record of a run, and how long it took to be pulled. */
  heard(record: AnyRecord, milliseconds: number): void {
    if (record.kind === 'progress' && record.step !== undefined) {
      // A phase has another kind of step than the one before.
      if (record.step === 0) this.restart();
      // Behind a measurement comes a progress record that cost nothing; its steps were counted with the measurement.
      else if (this.#kind === 'progress') this.took(record.step - this.#step, milliseconds);
      this.#step = record.step;
    }
    this.#kind = record.kind;
  }

  /** Forgets what it learned: the steps that follow are of another kind. */
  restart(): void {
    this.#steps = 1;
    this.#search();
  }

  /** Learns from how long the newest record took, and how many steps it covered. */
  took(steps: number, milliseconds: number): void {
    // A record that a measurement cut short says nothing about whole ones.
    if (steps !== this.steps()) return;
    const perStep = milliseconds / steps;
    if (this.#searching) {
      this.#measured.set(steps, perStep);
      this.#next(milliseconds);
      return;
    }
    const known = this.#measured.get(this.#steps)!;
    if (this.#trying) {
      this.#settled = 0;
      if (milliseconds < HARDLY * known * this.#steps) this.#search();
      return;
    }
    this.#settled += 1;
    const factor = perStep / known;
    const faster = factor < 1 / CHANGED.factor && milliseconds < LEAST_MS;
    const slower = factor > CHANGED.factor || tooLong(steps, milliseconds);
    this.#strange = slower || faster ? this.#strange + 1 : 0;
    if (this.#strange === CHANGED.records) this.#searchBelow(milliseconds);
    else if (this.#strange === 0) {
      this.#measured.set(steps, known + (perStep - known) / 4);
    }
  }

  get #trying(): boolean {
    if (this.#searching || this.#settled < WAITS.tryEvery || !this.#fits(2 * this.#steps)) return false;
    const measured = [...this.#measured.values()];
    if (this.#measured.get(this.#steps)! * this.#steps > WAITS.milliseconds) return false;
    return Math.max(...measured) > WAITS.factor * Math.min(...measured);
  }

  /** Whether a record of so many steps is not too long, if they are as fast as the fastest. */
  #fits(steps: number): boolean {
    return steps <= MOST_STEPS && !tooLong(steps, steps * Math.min(...this.#measured.values()));
  }

  /** Searches again, from so few steps that they are not too long if a record took `milliseconds`. */
  #searchBelow(milliseconds: number): void {
    this.#steps = Math.max(1, Math.floor(this.#steps * Math.min(1, LEAST_MS / milliseconds)));
    this.#search();
  }

  #search(): void {
    this.#measured.clear();
    this.#searching = true;
    this.#doubling = true;
    this.#before = { steps: 1, milliseconds: Infinity };
    this.#strange = 0;
    this.#settled = 0;
  }

  /** A longer record, or when those have been tried, the shortest that is nearly as fast as the fastest. */
  #next(milliseconds: number): void {
    // It began too high, or waited for what was computed before.
    if (this.#measured.size === 1 && tooLong(this.#steps, milliseconds)) return this.#searchBelow(milliseconds);
    const longer = this.#longer(milliseconds);
    if (longer !== undefined) {
      this.#steps = longer;
      return;
    }
    this.#searching = false;
    const tried = [...this.#measured]
      .sort(([a], [b]) => a - b)
      .filter(([steps, perStep]) => !tooLong(steps, steps * perStep));
    const fastest = Math.min(...tried.map(([, perStep]) => perStep));
    const enough = tried.find(([steps, perStep]) => perStep <= NEARLY * fastest && steps * perStep >= LEAST_MS);
    this.#steps = (enough ?? tried.at(-1) ?? [1])[0];
  }

  #longer(milliseconds: number): number | undefined {
    const steps = this.#steps;
    // However fast another record was.
    if (tooLong(steps, milliseconds)) return undefined;
    if (this.#doubling) {
      const quick = milliseconds < Math.max(LEAST_MS / 2, HARDLY * this.#before.milliseconds);
      if (quick && this.#fits(2 * steps)) {
        this.#before = { steps, milliseconds };
        return 2 * steps;
      }
      this.#doubling = false;
      // It went too far; what lies between may be faster.
      if (!quick) this.#steps = this.#before.steps;
    }
    let longer = this.#steps;
    do longer = Math.max(longer + 1, Math.round(FINER * longer));
    while (this.#measured.has(longer));
    return this.#fits(longer) ? longer : undefined;
  }
}

/** A single step may take as long as it takes. */
function tooLong(steps: number, milliseconds: number): boolean {
  return steps > 1 && milliseconds > (steps <= FEW.steps ? FEW.milliseconds : MOST_MS);
}
