// Watches over a run from the page's side: whether it owes the page something, how long it has been quiet, and what that
// means. Never ends anything; whatever is heard ends the silence.
import { Deadline } from './deadline.ts';
import type { Playback, Response, Silence } from './protocol.ts';

/** Seconds of quiet that are remarkable; more where the newest records took long. */
const QUIET = { least: 25, records: 3 };
/** Seconds a thread is given to answer whether it is there. */
const PONG = 5;

interface Talk {
  ping(): void;
  tell(silence: Silence): void;
}

export class Watch {
  readonly #talk: Talk;
  readonly #deadline = new Deadline();
  #playback: Playback = 'playing';
  #owes = false;
  #ponged = false;
  /** Seconds between the newest records, and when the newest came. */
  #usual = 0;
  #newest = 0;

  constructor(talk: Talk) {
    this.#talk = talk;
  }

  /** From now on something has to come: the run was started, or asked to go on. */
  expect(): void {
    this.#owes = true;
    this.#newest = performance.now();
    this.#listen(Math.max(QUIET.least, Math.ceil(QUIET.records * this.#usual)));
  }

  /** Nothing is owed: the run is over. */
  rest(): void {
    this.#owes = false;
    this.#deadline.stop();
  }

  /** Another run, of which nothing is known. */
  forget(): void {
    this.rest();
    this.#playback = 'playing';
    this.#usual = 0;
  }

  /** Something of the run was heard. One that stands still owes nothing behind the step or answer it was asked for. */
  heard(what: Response['kind']): void {
    const now = performance.now();
    if (what === 'record') this.#usual = Math.max((now - this.#newest) / 1000, this.#usual * 0.8);
    if (!this.#owes) return;
    const asked = what === 'record' || what === 'answer';
    if (asked && this.#playback !== 'playing') this.rest();
    else this.expect();
  }

  playback(playback: Playback): void {
    this.#playback = playback;
    if (playback === 'playing') this.expect();
    else this.rest();
  }

  pong(): void {
    this.#ponged = true;
  }

  /** Somebody knows about the silence and waits on: twice as long until the next word about it. */
  wait(): void {
    if (this.#owes) this.#listen(2 * Math.max(QUIET.least, QUIET.records * this.#usual));
  }

  #listen(seconds: number): void {
    this.#ponged = false;
    this.#deadline.start(seconds - PONG, () => {
      this.#talk.ping();
      this.#deadline.start(PONG, () => this.#talk.tell({ cause: this.#ponged ? 'work' : 'thread', seconds }));
    });
  }
}
