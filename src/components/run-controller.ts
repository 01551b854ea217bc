// Owns the worker and the run it sends: starts it lazily, keeps the state and the records, frees the thread with the
// host. Knows nothing of the address, of visibility or of what is drawn.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DigitsSpec } from '../experiment/digits/spec.ts';
import { LabClient, type Availability, type BackendChoice, type Response } from '../worker/client.ts';
import { settingsEntries } from './lab-settings.ts';
import type { Recording, TimedRecord } from './recording.ts';
import { addRecord, emptyRun, reduce, statusOf, type RunState } from './run-state.ts';

export class RunController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #heard: (response: Response) => void;
  #client?: LabClient;
  #state: RunState;
  #records: TimedRecord[] = [];
  #backend: BackendChoice = 'auto';
  #frame = 0;

  constructor(host: ReactiveControllerHost, spec: DigitsSpec, heard: (response: Response) => void) {
    this.#host = host;
    this.#heard = heard;
    this.#state = emptyRun(spec);
    host.addController(this);
  }

  get state(): RunState {
    return this.#state;
  }

  /** The records of the run in the state, in the order they came. */
  get records(): readonly TimedRecord[] {
    return this.#records;
  }

  /** Where the newest live run was asked to run. */
  get backend(): BackendChoice {
    return this.#backend;
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#client?.close();
    this.#client = undefined;
    this.clear(this.#state.spec);
  }

  probe(): Promise<Availability> {
    return this.#connect().probe();
  }

  start(spec: DigitsSpec, backend: BackendChoice, paused: boolean): void {
    if (this.#state.failure?.code === 'internal') this.#reconnect();
    this.#backend = backend;
    this.#show(emptyRun(spec, 'live', paused ? 'paused' : 'playing'));
    this.#connect().start({ entries: settingsEntries({ spec }), backend, paused });
  }

  play(): void {
    this.#client?.play();
  }

  pause(): void {
    this.#client?.pause();
  }

  step(): void {
    this.#client?.step();
  }

  /** Shows a recorded run, at its end, in place of whatever was shown. */
  show(recording: Recording, spec: DigitsSpec): void {
    this.#client?.stop();
    const start = emptyRun(spec, 'recorded', 'finished');
    this.#show(recording.records.reduce((state, { record, seconds }) => addRecord(state, record, seconds), start));
    this.#records = [...recording.records];
  }

  /** Back to axes without curves, for `spec`. */
  clear(spec: DigitsSpec): void {
    if (this.#state.origin === 'live') this.#client?.stop();
    this.#show(emptyRun(spec));
  }

  #connect(): LabClient {
    this.#client ??= new LabClient((response) => this.#hear(response));
    return this.#client;
  }

  /** A thread that broke once never answers again. */
  #reconnect(): void {
    this.#client?.close();
    this.#client = undefined;
  }

  #show(state: RunState): void {
    this.#state = state;
    this.#records = [];
    this.#host.requestUpdate();
  }

  #hear(response: Response): void {
    if (this.#state.origin !== 'live' && response.kind !== 'availability') return;
    this.#state = reduce(this.#state, response);
    if (response.kind === 'record') this.#records.push({ seconds: response.seconds, record: response.record });
    this.#heard(response);
    // Records arrive faster than a screen can show them.
    if (statusOf(this.#state) !== 'playing') this.#host.requestUpdate();
    else if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    this.#host.requestUpdate();
  }
}
