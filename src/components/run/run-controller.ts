// Owns the worker and the run it sends: starts it lazily, keeps the state and the records, frees the thread with the
// host. Knows nothing of the address, of visibility or of what is drawn.
import type { CommonSpec } from '../../experiment/spec/spec-table.ts';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Recording, TimedRecord } from '../../experiment/records/recording.ts';
import type { BackendChoice } from '../../experiment/processor/processors.ts';
import type { RecordOf } from '../../experiment/register.ts';
import type { ExperimentName } from '../../experiment/signs.ts';
import { LabClient, type Availability, type Response } from '../../worker/client.ts';
import { keepRecord } from './kept-records.ts';
import type { Lab } from './lab.ts';
import { sameSpec, settingsEntries, type LabSettings } from '../settings/settings.ts';
import { reduce, statusOf, type RunState } from './run-state.ts';

/** A run on the screen. */
interface Shown<Run, Kind> {
  readonly state: Run;
  readonly records: readonly TimedRecord<Kind>[];
  /** Where it was asked to train, if somebody chose. */
  readonly chosen?: BackendChoice;
  /** It was put away for a run that never began: its networks are gone. */
  readonly gone?: true;
}

/** Between two pictures of a run that goes on. */
const LEAST_MS_BETWEEN = 120;

export class RunController<
  Name extends ExperimentName,
  Spec extends CommonSpec,
  Run extends RunState<Spec>,
> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #lab: Lab<Name, Spec, Run>;
  readonly #heard: (response: Response<RecordOf[Name]>) => void;
  #client?: LabClient<Name>;
  #shown: Shown<Run, RecordOf[Name]>;
  /** What was there before a run that has not begun yet. */
  #before?: Shown<Run, RecordOf[Name]>;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When it was drawn last. */
  #drawn = 0;

  constructor(
    host: ReactiveControllerHost,
    lab: Lab<Name, Spec, Run>,
    heard: (response: Response<RecordOf[Name]>) => void,
  ) {
    this.#host = host;
    this.#lab = lab;
    this.#heard = heard;
    this.#shown = { state: lab.empty(lab.table.defaults()), records: [] };
    host.addController(this);
  }

  get state(): Run {
    return this.#shown.state;
  }

  /** The records of the run in the state, as a recording holds them. */
  get records(): readonly TimedRecord<RecordOf[Name]>[] {
    return this.#shown.records;
  }

  /** The settings of what is shown; where a recording was made nobody here chose. */
  get settings(): Pick<LabSettings<Spec>, 'spec' | 'backend'> {
    const { state, chosen } = this.#shown;
    return { spec: state.spec, backend: state.origin === 'live' ? (chosen ?? 'auto') : undefined };
  }

  /** Whether what is shown comes from other settings than these. */
  isStale({ spec, backend }: LabSettings<Spec>): boolean {
    const { state, chosen } = this.#shown;
    if (state.origin === 'none') return false;
    if (!sameSpec(this.#lab.table, state.spec, spec)) return true;
    return state.origin === 'live' && (chosen ?? 'auto') !== (backend ?? 'auto');
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
    this.#timer = undefined;
    this.#client?.close();
    this.#client = undefined;
    this.clear(this.state.spec);
  }

  probe(): Promise<Availability> {
    return this.#connect().probe();
  }

  /** Has the data of such a run fetched, which is likely to be started soon. */
  prefetch({ spec }: LabSettings<Spec>): void {
    this.#connect().prefetch(settingsEntries(this.#lab.table, { spec }));
  }

  start({ spec, backend: chosen }: LabSettings<Spec>): void {
    const status = statusOf(this.state);
    if (status !== 'loading') this.#before = status === 'finished' || status === 'failed' ? this.#shown : undefined;
    this.#show({ state: this.#lab.empty(spec, 'live'), records: [], chosen });
    this.#connect().start({ entries: settingsEntries(this.#lab.table, { spec }), choice: chosen ?? 'auto' });
  }

  /** Ends a run that has not begun yet: what was shown before is shown again, else axes without curves for `spec`. */
  stop(spec: Spec): void {
    if (this.state.origin !== 'live' || statusOf(this.state) !== 'loading') return;
    this.#client?.stop();
    this.#show(this.#before ? { ...this.#before, gone: true } : { state: this.#lab.empty(spec), records: [] });
  }

  /** Somebody who knows of a silence waits on. */
  wait(): void {
    this.#client?.wait();
    this.#show({ ...this.#shown, state: { ...this.state, silence: undefined } });
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

  /** Asks the networks of a live run; the number of the question, or undefined if there is nobody to ask. */
  ask(tokens: readonly number[]): number | undefined {
    return this.state.origin === 'live' && !this.#shown.gone ? this.#client?.ask(tokens) : undefined;
  }

  /** Shows a recorded run, at its end, in place of whatever was shown. */
  show({ records }: Recording<RecordOf[Name]>, spec: Spec): void {
    this.#client?.stop();
    const start = this.#lab.empty(spec, 'recorded', 'finished');
    this.#show({
      state: records.reduce((state, { record, seconds }) => this.#lab.add(state, record, seconds), start),
      records,
    });
  }

  /** Back to axes without curves, for `spec`. */
  clear(spec: Spec): void {
    if (this.state.origin === 'live') this.#client?.stop();
    this.#show({ state: this.#lab.empty(spec), records: [] });
  }

  #connect(): LabClient<Name> {
    if (this.#client?.broken) {
      this.#client.close();
      this.#client = undefined;
    }
    this.#client ??= new LabClient(this.#lab.name, (response) => this.#hear(response));
    return this.#client;
  }

  #show(shown: Shown<Run, RecordOf[Name]>): void {
    this.#shown = shown;
    this.#host.requestUpdate();
  }

  #hear(response: Response<RecordOf[Name]>): void {
    if (response.kind === 'availability') {
      this.#heard(response);
      return;
    }
    if (this.state.origin !== 'live') return;
    const { records } = this.#shown;
    this.#shown = {
      ...this.#shown,
      state: this.#next(response),
      records: response.kind === 'record' ? keepRecord(records, response, this.#lab) : records,
    };
    this.#heard(response);
    // Records arrive faster than a screen can show them.
    if (statusOf(this.state) !== 'playing') this.#host.requestUpdate();
    else this.#drawSoon();
  }

  #next(response: Response<RecordOf[Name]>): Run {
    const lab = this.#lab;
    if (response.kind === 'answer') {
      const replied = lab.reply?.(this.state, response.question, response.answers) ?? this.state;
      return reduce(replied, response, lab.add);
    }
    return reduce(this.state, response, lab.add);
  }

  /** At the next frame, or a little later: what is drawn takes the time of a core that could train. */
  #drawSoon(): void {
    if (this.#frame !== 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#frame = requestAnimationFrame((now) => this.#draw(now));
      },
      Math.max(0, this.#drawn + LEAST_MS_BETWEEN - performance.now()),
    );
  }

  #draw(now: number): void {
    this.#frame = 0;
    this.#drawn = now;
    this.#host.requestUpdate();
  }
}
