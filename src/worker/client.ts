// The page's side of the thread: posts requests, hands on responses. Knows no processor and no experiment.
import type { Availability, ExperimentName, RecordOf, Request, Response, RunRequest } from './protocol.ts';

export type {
  Availability,
  BackendChoice,
  ExperimentName,
  Playback,
  RecordOf,
  Response,
  RunRequest,
} from './protocol.ts';

/** A worker that trains. One run at a time; `listen` hears everything about the newest one. */
export class LabClient<Name extends ExperimentName> {
  readonly #experiment: Name;
  readonly #worker: Worker;
  readonly #listen: (response: Response<RecordOf[Name]>) => void;
  readonly #dataUrl: string;
  #run = 0;
  #questions = 0;
  #probes: ((availability: Availability) => void)[] = [];
  #broken = false;

  /** @param dataUrl the folder with `digits/` and `bases/`, relative to the page unless absolute */
  constructor(experiment: Name, listen: (response: Response<RecordOf[Name]>) => void, dataUrl = 'data/') {
    this.#experiment = experiment;
    this.#listen = listen;
    this.#dataUrl = new URL(dataUrl, document.baseURI).href;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'subliminal-lab' });
    this.#worker.onmessage = ({ data }: MessageEvent<Response<RecordOf[Name]>>) => this.#receive(data);
    this.#worker.onerror = (event) => this.#fail(event.message);
    this.#worker.onmessageerror = () => this.#fail('a message could not be read');
  }

  /** The thread did not load or stopped working: it never answers again, and another client is needed. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Which processor would train. Creates no GPU device. */
  probe(): Promise<Availability> {
    const answer = new Promise<Availability>((resolve) => this.#probes.push(resolve));
    this.#post({ kind: 'probe' });
    return answer;
  }

  /** Starts a run, ending the one before. */
  start(request: Omit<RunRequest, 'run' | 'experiment' | 'dataUrl'>): void {
    this.#run += 1;
    this.#post({ kind: 'start', run: this.#run, experiment: this.#experiment, dataUrl: this.#dataUrl, ...request });
  }

  play(): void {
    this.#post({ kind: 'play', run: this.#run });
  }

  pause(): void {
    this.#post({ kind: 'pause', run: this.#run });
  }

  /** One batch. */
  step(): void {
    this.#post({ kind: 'step', run: this.#run });
  }

  stop(): void {
    this.#post({ kind: 'stop', run: this.#run });
    this.#run += 1;
  }

  /** Asks the networks of the newest run; the number of the question comes back with the answer. */
  ask(tokens: readonly number[]): number {
    this.#questions += 1;
    this.#post({ kind: 'ask', run: this.#run, question: this.#questions, tokens });
    return this.#questions;
  }

  /** Ends the thread and frees everything on it. */
  close(): void {
    this.#worker.terminate();
  }

  #post(request: Request): void {
    this.#worker.postMessage(request);
  }

  #receive(response: Response<RecordOf[Name]>): void {
    if (response.kind === 'availability') {
      for (const resolve of this.#probes.splice(0)) resolve(response.availability);
    } else if (response.run !== this.#run) {
      return;
    }
    // It still answers, but a thread that made a mistake once is not trusted with another run.
    if (response.kind === 'failure' && response.code === 'internal') this.#broken = true;
    this.#listen(response);
  }

  /** The thread itself broke; nothing more will come from it. */
  #fail(detail: string): void {
    this.#broken = true;
    const message = 'The training thread could not start or stopped unexpectedly. Try again, or reload the page.';
    for (const resolve of this.#probes.splice(0)) resolve({ webgpu: false, code: 'internal', message });
    this.#listen({ kind: 'failure', run: this.#run, code: 'internal', message, detail });
  }
}
