// <subliminal-lab>: one experiment that a visitor can run, change and share. It only connects: settings, run, address
// and visibility each have their own file, and so does everything that is drawn.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Recording, TimedRecord } from '../experiment/digits/recording.ts';
import { verdict } from '../experiment/digits/verdict.ts';
import type { Availability } from '../worker/client.ts';
import { backendToUse, firstLook, isUnknown } from './first-look.ts';
import { announcer, emit, type SettingEvent, type TransportEvent } from './lab-events.ts';
import { SETTING_NAMES, writeAttributes } from './lab-attributes.ts';
import {
  readSettings,
  sameSpec,
  settingsEntries,
  settingsQuery,
  withSetting,
  type LabSettings,
} from './lab-settings.ts';
import { labStyles } from './lab-styles.ts';
import { failureAlert, remarks } from './messages.ts';
import { badge, originStrip } from './origin-strip.ts';
import { fetchRecording } from './recording.ts';
import { RunController } from './run-controller.ts';
import { isUnderWay, statusOf } from './run-state.ts';
import { controls, tokens } from './tokens.ts';
import { UrlController } from './url-controller.ts';
import { VisibilityController } from './visibility-controller.ts';
import { waysOn, type WayOn } from './ways-on.ts';
import { milestone, unbroken } from './words.ts';
import './sl-answers.ts';
import './sl-curves.ts';
import './sl-seeds.ts';
import './sl-seen.ts';
import './sl-settings.ts';
import './sl-students.ts';
import './sl-teacher.ts';
import './sl-transport.ts';

/** Students that fit beside the teacher; more get a row of their own. */
const MOST_BESIDE = 3;
const RECORDING = `${import.meta.env.BASE_URL}runs/digits-quick.json`;

/**
 * Trains a teacher and its students in the visitor's browser and shows what crosses over. Besides the attributes
 * below it takes every setting of the digits experiment by its name in the address: preset, students, seeds, …, backend.
 *
 * @element subliminal-lab
 * @fires sl-ready - it is known what can train here
 * @fires sl-step - a few times a second while training
 * @fires sl-complete - a live run reached its end
 * @fires sl-error - a run ended early
 * @fires sl-state-change - the settings changed
 * @cssprop --sl-ink - text, and the teacher
 * @cssprop --sl-background - ground of the lab
 * @cssprop --sl-student-0 - the student that shares its teacher's init; --sl-student-1 … 7 for the others
 * @csspart lab - everything inside
 * @slot title - heading of the lab
 */
@customElement('subliminal-lab')
export class SubliminalLab extends LitElement {
  static override styles = [controls, tokens, labStyles];

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...SETTING_NAMES];
  }

  /** Leave the address of the page alone. */
  @property({ type: Boolean, attribute: 'no-url' }) noUrl = false;

  @state() private settings: LabSettings = readSettings([]);
  @state() private availability?: Availability;
  @state() private recording?: Recording;

  readonly #run = new RunController(this, this.settings.spec, (response) => this.#announce(response, this.#run.state));
  readonly #announce = announcer(this);
  readonly #url = new UrlController(this, { enabled: () => !this.noUrl, changed: () => this.#read() });
  readonly #visibility = new VisibilityController(this, (visible) => this.#seen(visible));
  /** Start as soon as somebody can see it. */
  #wanted = false;
  /** Paused by us because nobody could see it. */
  #asleep = false;
  /** Counts decisions about what to show, so that a slow one cannot overtake a newer one. */
  #looks = 0;
  #reflecting = false;
  /** Attributes that the page set, not those that reflect a visitor's choice. */
  readonly #authored = new Map<string, string>();
  /** There was a live run; whoever had one wants the next one live too. */
  #livened = false;

  /** The records of the run shown, with the seconds of training at which they came. */
  get records(): readonly TimedRecord[] {
    return this.#run.records;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.settings = readSettings([...this.#authored, ...this.#url.read()]);
    this.#run.clear(this.settings.spec);
    void this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#looks += 1;
    this.#wanted = false;
    this.#asleep = false;
    this.availability = undefined;
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    if (this.#reflecting || before === after || !SETTING_NAMES.includes(name)) return;
    if (after === null) this.#authored.delete(name);
    else this.#authored.set(name, after);
    if (this.isConnected) this.#read();
  }

  /** Starts a run or goes on with a paused one. */
  play(): void {
    const { state: run } = this.#run;
    const status = statusOf(run);
    if (run.origin !== 'live' || status === 'failed') this.restart();
    // A run can be paused before it begins, too.
    else if (status === 'paused' || status === 'loading') this.#run.play();
  }

  pause(): void {
    this.#asleep = false;
    this.#run.pause();
  }

  /** Trains one batch, then stays paused. */
  step(): void {
    this.#run.step();
  }

  /** Ends a run that is still loading and shows again what was there before. */
  stop(): void {
    this.#asleep = false;
    this.#run.stop(this.settings.spec);
    this.#livened = this.#run.state.origin === 'live';
  }

  /** Shows or runs the settings in the address, as on arrival; for links that lead here without a new page. */
  follow(): void {
    if (!this.noUrl) this.#read(true);
  }

  /** Starts a live run with the settings in the controls. */
  restart(): void {
    this.#looks += 1;
    this.#wanted = false;
    this.#asleep = false;
    this.#livened = true;
    this.#run.start(this.settings, backendToUse(this.settings.backend, this.availability));
  }

  override render(): TemplateResult {
    const run = this.#run.state;
    const many = this.settings.spec.students.length > MOST_BESIDE;
    const { failure, notices } = run;
    const link = this.#url.link(this.#query());
    return html`<div
      class=${many ? 'lab many' : 'lab'}
      part="lab"
      @setting=${this.#choose}
      @transport=${this.#transport}
    >
      <header>
        <div class="title">
          <slot name="title"><h2>Digits through noise</h2></slot>
        </div>
        <span class="badge">${badge(run, this.availability)}</span>
        <span class="badge">${run.spec.seedCount} ${run.spec.seedCount === 1 ? 'seed' : 'seeds'}</span>
      </header>
      ${originStrip({
        run,
        recording: this.recording,
        availability: this.availability,
        chosen: this.settings.backend,
        stale: this.#run.isStale(this.settings),
        start: () => this.restart(),
      })}
      ${remarks([...this.settings.problems, ...notices])}
      ${failureAlert(failure, failure ? waysOn(failure.code, this.settings) : [], (way) => this.#goOn(way))}
      <div class="scene">
        <sl-teacher .run=${run}></sl-teacher>
        <sl-seen .run=${run}></sl-seen>
        <sl-students .spec=${this.settings.spec}></sl-students>
      </div>
      <div class="figures">
        <sl-curves .run=${run}></sl-curves>
        <sl-answers .run=${run}></sl-answers>
        <sl-seeds .run=${run}></sl-seeds>
      </div>
      <sl-transport .run=${run} .link=${link}></sl-transport>
      <div class="verdict" role="status">
        <p class="headline">${milestone(run) || 'The verdict appears here when a run is complete.'}</p>
        <p>${run.result ? unbroken(verdict(run.result).numbers) : nothing}</p>
      </div>
      <sl-settings .settings=${this.settings}></sl-settings>
    </div>`;
  }

  /** What differs from the attributes that the page set, as a query. */
  #query(): string {
    return settingsQuery(this.settings, [...this.#authored]);
  }

  #choose({ entry: [name, text] }: SettingEvent): void {
    this.#apply(withSetting(this.settings, name, text));
  }

  #transport({ action }: TransportEvent): void {
    this[action]();
  }

  #goOn({ change }: WayOn): void {
    if (change) this.#apply(withSetting(this.settings, ...change));
    this.restart();
  }

  /** A choice inside the lab: shown, written to the address and the attributes, but not yet run. */
  #apply(settings: LabSettings): void {
    this.#show(settings);
    this.#url.write(this.#query());
  }

  /**
   * A choice outside: address or attributes changed, which asks to see that state. Asked for expressly, it is also
   * shown if the controls have it already and only the run is another one.
   */
  #read(expressly = false): void {
    const settings = readSettings([...this.#authored, ...this.#url.read()]);
    const changed = settingsQuery(settings) !== settingsQuery(this.settings);
    if (changed) this.#show(settings);
    const shown = this.#run.state.origin !== 'none' && !this.#run.isStale(this.settings);
    if (changed || (expressly && !shown)) void this.#look();
  }

  #show(settings: LabSettings): void {
    this.settings = settings;
    this.#reflecting = true;
    writeAttributes(this, settingsEntries(settings));
    this.#reflecting = false;
    if (this.#run.state.origin === 'none') this.#run.clear(settings.spec);
    emit(this, 'sl-state-change', settingsEntries(settings));
  }

  async #look(): Promise<void> {
    const look = ++this.#looks;
    const availability = await this.#available();
    if (look !== this.#looks) return;
    this.#wanted = firstLook(availability, this.settings.backend ?? (this.#livened ? 'auto' : undefined)) === 'live';
    if (this.#wanted) {
      if (this.#visibility.visible) this.restart();
      return;
    }
    const recording = await fetchRecording(RECORDING);
    if (look !== this.#looks || !recording) return;
    const { spec } = readSettings(recording.entries);
    if (!sameSpec(spec, this.settings.spec)) return;
    this.recording = recording;
    this.#run.show(recording, spec);
  }

  /** Known or asked for, and kept whatever happens to the question: a visitor may start a run before the answer. */
  async #available(): Promise<Availability> {
    if (this.availability && !isUnknown(this.availability)) return this.availability;
    const availability = await this.#run.probe();
    if (this.isConnected && availability !== this.availability) {
      this.availability = availability;
      emit(this, 'sl-ready', { availability });
    }
    return availability;
  }

  #seen(visible: boolean): void {
    const underWay = isUnderWay(this.#run.state);
    if (visible && this.#wanted) this.restart();
    else if (visible && this.#asleep) this.#run.play();
    else if (!visible && underWay) this.#run.pause();
    this.#asleep = !visible && underWay;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-lab': SubliminalLab;
  }
}
