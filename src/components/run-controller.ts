// Owns the worker and the run it sends: starts it lazily, keeps the state and the records, frees the thread with the
// host. Knows nothing of the address, of visibility or of what is drawn.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Recording, TimedRecord } from '../experiment/digits/recording.ts';
import type { DigitsSpec } from '../experiment/digits/spec.ts';
import { LabClient, type Availability, type BackendChoice, type Response } from '../worker/client.ts';
import { keepRecord } from './kept-records.ts';
import { sameSpec, settingsEntries, type LabSettings } from './lab-settings.ts';
import { addRecord, emptyRun, reduce, statusOf, type RunState } from './run-state.ts';

/** A run on the screen. */
interface Shown {
  readonly state: RunState;
  readonly records: readonly TimedRecord[];
  /** Where it was asked to train, if somebody chose. */
  readonly chosen?: BackendChoice;
}

export class RunController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #heard: (response: Response) => void;
  #client?: LabClient;
  #shown: Shown;
  /** What was there before a run that has not begun yet. */
  #before?: Shown;
  #frame = 0;

  constructor(host: ReactiveControllerHost, spec: DigitsSpec, heard: (response: Response) => void) {
    this.#host = host;
    this.#heard = heard;
    this.#shown = { state: emptyRun(spec), records: [] };
    host.addController(this);
  }

  get state(): RunState {
    return this.#shown.state;
  }

  /** The records of the run in the state, as a recording holds them. */
  get records(): readonly TimedRecord[] {
    return this.#shown.records;
  }

  /** Whether what is shown comes from other settings than these. */
  isStale({ spec, backend }: LabSettings): boolean {
    const { state, chosen } = this.#shown;
    if (state.origin === 'none') return false;
    if (!sameSpec(state.spec, spec)) return true;
    return state.origin === 'live' && (chosen ?? 'auto') !== (backend ?? 'auto');
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#client?.close();
    this.#client = undefined;
    this.clear(this.state.spec);
  }

  probe(): Promise<Availability> {
    return this.#connect().probe();
  }

  /** @param backend where it trains; the settings only say what was chosen */
  start({ spec, backend: chosen }: LabSettings, backend: BackendChoice): void {
    const status = statusOf(this.state);
    if (status !== 'loading') this.#before = status === 'finished' || status === 'failed' ? this.#shown : undefined;
    this.#show({ state: emptyRun(spec, 'live'), records: [], chosen });
    this.#connect().start({ entries: settingsEntries({ spec }), backend });
  }

  /** Ends a run that has not begun yet: what was shown before is shown again, else axes without curves for `spec`. */
  stop(spec: DigitsSpec): void {
    if (this.state.origin !== 'live' || statusOf(this.state) !== 'loading') return;
    this.#client?.stop();
    this.#show(this.#before ?? { state: emptyRun(spec), records: [] });
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
    const { records } = recording;
    const start = emptyRun(spec, 'recorded', 'finished');
    this.#show({
      state: records.reduce((state, { record, seconds }) => addRecord(state, record, seconds), start),
      records,
    });
  }

  /** Back to axes without curves, for `spec`. */
  clear(spec: DigitsSpec): void {
    if (this.state.origin === 'live') this.#client?.stop();
    this.#show({ state: emptyRun(spec), records: [] });
  }

  #connect(): LabClient {
    if (this.#client?.broken) {
      this.#client.close();
      this.#client = undefined;
    }
    this.#client ??= new LabClient((response) => this.#hear(response));
    return this.#client;
  }

  #show(shown: Shown): void {
    this.#shown = shown;
    this.#host.requestUpdate();
  }

  #hear(response: Response): void {
    if (this.state.origin !== 'live') return;
    const { records } = this.#shown;
    this.#shown = {
      ...this.#shown,
      state: reduce(this.state, response),
      records: response.kind === 'record' ? keepRecord(records, response) : records,
    };
    this.#heard(response);
    // Records arrive faster than a screen can show them.
    if (statusOf(this.state) !== 'playing') this.#host.requestUpdate();
    else if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    this.#host.requestUpdate();
  }
}
