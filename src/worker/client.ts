// The page's side of the thread: posts requests, hands on responses, and notices a thread that does not start, does not
// answer or ended. Knows no processor and no experiment.
import type { RecordOf } from '../experiment/register.ts';
import type { ExperimentName } from '../experiment/signs.ts';
import { Deadline } from './deadline.ts';
import type { Availability, Request, Response, RunRequest, Silence } from './protocol.ts';
import { openThread, type ThreadTrouble } from './thread.ts';
import { Watch } from './watch.ts';

export type { Automatic, Availability, Playback, Response, Silence } from './protocol.ts';

/** Seconds until a thread should have started, and until it should have heard that a run begins. */
const SECONDS = { start: 10, acceptance: 5 };

type Start = Omit<RunRequest, 'run' | 'experiment' | 'dataUrl'>;

/** A thread that trains. One run at a time; `listen` hears everything about the newest one. */
export class LabClient<Name extends ExperimentName> {
  readonly #experiment: Name;
  readonly #listen: (response: Response<RecordOf[Name]>) => void;
  readonly #dataUrl: string;
  readonly #watch = new Watch({
    ping: () => this.#post({ kind: 'ping' }),
    tell: (silence) => this.#tell(silence),
  });
  readonly #starting = new Deadline();
  readonly #acceptance = new Deadline();
  readonly #probing = new Deadline();
  #worker: Worker | undefined;
  #alive = false;
  /** The newest run as it was asked for, until the thread has heard of it. */
  #asked: Start | undefined;
  #run = 0;
  #questions = 0;
  #probes: ((availability: Availability) => void)[] = [];
  #trouble: ThreadTrouble | undefined;
  /** The page was told that nothing is heard, and nothing has been heard since. */
  #silent = false;
  #replaced = false;

  /** @param dataUrl the folder with `digits/` and `bases/`, relative to the page unless absolute */
  constructor(experiment: Name, listen: (response: Response<RecordOf[Name]>) => void, dataUrl = 'data/') {
    this.#experiment = experiment;
    this.#listen = listen;
    this.#dataUrl = dataUrl;
    this.#open();
  }

  /** The thread did not load, stopped working or is silent: another client is needed. */
  get broken(): boolean {
    return this.#trouble !== undefined || this.#silent;
  }

  /** Which processor would train. Creates no GPU device. A later answer than this one is heard as a response. */
  probe(): Promise<Availability> {
    const trouble = this.#trouble;
    if (trouble) return Promise.resolve({ webgpu: false, code: trouble.code, message: trouble.message });
    const answer = new Promise<Availability>((resolve) => this.#probes.push(resolve));
    this.#post({ kind: 'probe' });
    this.#probing.start(SECONDS.start, () => {
      const message = this.#alive
        ? 'The training thread does not answer.'
        : `The training thread has not started for ${SECONDS.start} seconds; its script may not have arrived.`;
      this.#answer({ webgpu: false, code: 'no-thread', message });
    });
    return answer;
  }

  /** A run with these settings will be started soon, perhaps: its data is fetched meanwhile. */
  prefetch(entries: Start['entries']): void {
    const dataUrl = this.#address();
    if (dataUrl !== undefined) this.#post({ kind: 'prefetch', experiment: this.#experiment, entries, dataUrl });
  }

  /** Starts a run, ending the one before. */
  start(start: Start): void {
    this.#run += 1;
    this.#watch.forget();
    this.#asked = start;
    this.#replaced = false;
    this.#begin();
  }

  play(): void {
    this.#watch.expect();
    this.#post({ kind: 'play', run: this.#run });
  }

  pause(): void {
    this.#post({ kind: 'pause', run: this.#run });
  }

  /** One batch. */
  step(): void {
    this.#watch.expect();
    this.#post({ kind: 'step', run: this.#run });
  }

  stop(): void {
    this.#post({ kind: 'stop', run: this.#run });
    this.#run += 1;
    this.#asked = undefined;
    this.#starting.stop();
    this.#acceptance.stop();
    this.#watch.forget();
  }

  /** Somebody who knows of a silence waits on: twice as long until the next word about it. */
  wait(): void {
    if (!this.#silent) return;
    // As long as the thread has not heard of the run, the run itself owes nothing.
    if (!this.#asked) this.#watch.wait();
    else if (this.#alive) this.#awaitAcceptance(2 * SECONDS.acceptance);
    else this.#awaitStart(2 * SECONDS.start);
  }

  /** Asks the networks of the newest run; the number of the question comes back with the answer. */
  ask(tokens: readonly number[]): number {
    this.#questions += 1;
    this.#watch.expect();
    this.#post({ kind: 'ask', run: this.#run, question: this.#questions, tokens });
    return this.#questions;
  }

  /** Ends the thread and frees everything on it. */
  close(): void {
    for (const waiting of [this.#starting, this.#acceptance, this.#probing]) waiting.stop();
    this.#watch.rest();
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #open(): void {
    this.#alive = false;
    const opened = openThread();
    // Told by what we make ourselves: a page may have wrapped `Worker`, or taken it away.
    if ('code' in opened) {
      this.#trouble = opened;
      return;
    }
    opened.onmessage = ({ data }: MessageEvent<Response<RecordOf[Name]>>) => this.#receive(data);
    opened.onerror = (event) => this.#stopped(event.message);
    opened.onmessageerror = () => this.#stopped('a message could not be read');
    this.#worker = opened;
  }

  /** Posts the run that was asked for, and sees to it that it is heard. */
  #begin(): void {
    const trouble = this.#trouble;
    if (trouble) {
      this.#listen({ kind: 'failure', run: this.#run, ...trouble });
      return;
    }
    const dataUrl = this.#address();
    if (dataUrl === undefined) {
      const message = 'This page has no address of its own, so the lab does not know where its data is.';
      const detail = `${this.#dataUrl} in ${document.baseURI}`;
      this.#listen({ kind: 'failure', run: this.#run, code: 'data-missing', message, detail });
      return;
    }
    const run = { run: this.#run, experiment: this.#experiment, dataUrl };
    if (!this.#post({ kind: 'start', ...run, ...this.#asked! })) return;
    if (this.#alive) this.#awaitAcceptance();
    else this.#awaitStart();
  }

  /** Of the folder with the data, if this page has an address itself. */
  #address(): string | undefined {
    try {
      return new URL(this.#dataUrl, document.baseURI).href;
    } catch {
      return undefined;
    }
  }

  #awaitStart(seconds = SECONDS.start): void {
    this.#starting.start(seconds, () => this.#tell({ cause: 'unborn', seconds }));
  }

  /** A thread that does not hear of a run has ended, or is busy with a run that nobody wants any more. */
  #awaitAcceptance(seconds = SECONDS.acceptance): void {
    this.#acceptance.start(seconds, () => {
      if (this.#replaced) {
        this.#tell({ cause: 'thread', seconds });
        return;
      }
      this.#replaced = true;
      this.#worker?.terminate();
      this.#open();
      this.#begin();
    });
  }

  #tell(silence: Silence): void {
    this.#silent = true;
    this.#listen({ kind: 'silence', run: this.#run, ...silence });
  }

  /** Whether it could be posted. */
  #post(request: Request): boolean {
    try {
      this.#worker?.postMessage(request);
      return this.#worker !== undefined;
    } catch (error) {
      this.#fail({
        code: 'internal',
        message: 'The training thread could not be told what to do; this is a mistake in the lab.',
        detail: String(error),
      });
      return false;
    }
  }

  #receive(response: Response<RecordOf[Name]>): void {
    switch (response.kind) {
      case 'alive':
        this.#alive = true;
        this.#starting.stop();
        if (this.#asked) this.#awaitAcceptance();
        return;
      case 'pong':
        this.#watch.pong();
        return;
      case 'availability':
        this.#answer(response.availability);
        this.#listen(response);
        return;
      default:
        if (response.run === this.#run) this.#hear(response);
    }
  }

  /** Something about the newest run. */
  #hear(response: Exclude<Response<RecordOf[Name]>, { kind: 'alive' | 'pong' | 'availability' }>): void {
    this.#silent = false;
    switch (response.kind) {
      case 'accepted':
        this.#asked = undefined;
        this.#acceptance.stop();
        this.#watch.expect();
        break;
      case 'playback':
        this.#watch.playback(response.playback);
        break;
      case 'failure':
        // It still answers, but a thread that made a mistake once is not trusted with another run.
        if (response.code === 'internal') {
          const { code, message, detail } = response;
          this.#trouble = { code, message, detail };
        }
        this.#watch.rest();
        break;
      default:
        this.#watch.heard(response.kind);
    }
    this.#listen(response);
  }

  #answer(availability: Availability): void {
    this.#probing.stop();
    for (const resolve of this.#probes.splice(0)) resolve(availability);
  }

  /** The thread itself broke; nothing more will come from it. */
  #stopped(detail: string): void {
    const message = 'The training thread could not start or stopped unexpectedly. Try again, or reload the page.';
    this.#fail({ code: this.#alive ? 'internal' : 'no-thread', message, detail });
  }

  #fail(trouble: ThreadTrouble): void {
    this.close();
    this.#trouble = trouble;
    this.#answer({ webgpu: false, code: trouble.code, message: trouble.message });
    this.#listen({ kind: 'failure', run: this.#run, ...trouble });
  }
}
