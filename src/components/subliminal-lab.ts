// <subliminal-lab>: one experiment that a visitor can run, change and share. It only connects: settings, run, address
// and visibility each have their own file, and so does everything that is drawn.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { verdict } from '../experiment/digits/verdict.ts';
import type { Availability } from '../worker/client.ts';
import { firstLook } from './first-look.ts';
import { announcer, emit, type SettingEvent, type TransportEvent } from './lab-events.ts';
import { SETTING_NAMES, writeAttributes } from './lab-attributes.ts';
import {
  readSettings,
  sameSpec,
  settingsEntries,
  settingsQuery,
  withSetting,
  type Entry,
  type LabSettings,
} from './lab-settings.ts';
import { labStyles } from './lab-styles.ts';
import { originStrip } from './origin-strip.ts';
import { fetchRecording, type Recording, type TimedRecord } from './recording.ts';
import { RunController } from './run-controller.ts';
import { statusOf } from './run-state.ts';
import { controls, tokens } from './tokens.ts';
import { UrlController } from './url-controller.ts';
import { VisibilityController } from './visibility-controller.ts';
import { waysOn } from './ways-on.ts';
import { deviceWords, milestone, unbroken } from './words.ts';
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
    if (run.origin === 'live' && statusOf(run) === 'paused') this.#run.play();
    else if (run.origin !== 'live' || statusOf(run) === 'failed') this.restart();
  }

  pause(): void {
    this.#asleep = false;
    this.#run.pause();
  }

  /** Trains one batch, then stays paused. */
  step(): void {
    this.#run.step();
  }

  /** Starts a live run with the settings in the controls. */
  restart(): void {
    this.#looks += 1;
    this.#wanted = false;
    this.#asleep = false;
    this.recording = undefined;
    this.#livened = true;
    this.#run.start(this.settings.spec, this.settings.backend ?? 'auto', false);
  }

  override render(): TemplateResult {
    const run = this.#run.state;
    const many = this.settings.spec.students.length > MOST_BESIDE;
    const link = this.#url.link(settingsQuery(this.settings));
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
        <span class="badge">${this.#badge()}</span>
        <span class="badge">${run.spec.seedCount} ${run.spec.seedCount === 1 ? 'seed' : 'seeds'}</span>
      </header>
      ${originStrip({
        run,
        recording: this.recording,
        availability: this.availability,
        stale: this.#stale(),
        start: () => this.restart(),
      })}
      ${this.#notices()} ${this.#alert()}
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

  #badge(): string {
    const { origin, prepared } = this.#run.state;
    if (origin === 'recorded') return 'recorded';
    if (origin === 'live' && prepared) return deviceWords(prepared.device);
    if (!this.availability) return 'looking for a GPU …';
    return this.availability.webgpu ? deviceWords(this.availability.device) : 'no WebGPU here';
  }

  #notices(): TemplateResult | typeof nothing {
    const sentences = [...this.settings.problems, ...this.#run.state.notices];
    if (sentences.length === 0) return nothing;
    return html`<ul class="notices">
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>`;
  }

  #alert(): TemplateResult {
    const { failure } = this.#run.state;
    if (!failure) return html`<div role="alert" hidden></div>`;
    return html`<div class="alert" role="alert">
      <p>${failure.message}</p>
      ${waysOn(failure.code, this.settings).map(
        ({ label, change }) => html`<button type="button" @click=${() => this.#goOn(change)}>${label}</button>`,
      )}
    </div>`;
  }

  /** Whether what is shown comes from other settings than those in the controls. */
  #stale(): boolean {
    const { origin, spec } = this.#run.state;
    if (origin === 'none') return false;
    return (
      !sameSpec(spec, this.settings.spec) ||
      (origin === 'live' && this.#run.backend !== (this.settings.backend ?? 'auto'))
    );
  }

  #choose({ entry: [name, text] }: SettingEvent): void {
    this.#apply(withSetting(this.settings, name, text));
  }

  #transport({ action }: TransportEvent): void {
    this[action]();
  }

  #goOn(change: Entry | undefined): void {
    if (change) this.#apply(withSetting(this.settings, ...change));
    this.restart();
  }

  /** A choice inside the lab: shown, written to the address and the attributes, but not yet run. */
  #apply(settings: LabSettings): void {
    this.#show(settings);
    this.#url.write(settingsQuery(settings));
  }

  /** A choice outside: address or attributes changed, which asks to see that state. */
  #read(): void {
    const settings = readSettings([...this.#authored, ...this.#url.read()]);
    if (settingsQuery(settings) === settingsQuery(this.settings)) return;
    this.#show(settings);
    void this.#look();
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
    const first = this.availability === undefined;
    const availability = this.availability ?? (await this.#run.probe());
    if (look !== this.#looks) return;
    this.availability = availability;
    if (first) emit(this, 'sl-ready', { availability });
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

  #seen(visible: boolean): void {
    const status = statusOf(this.#run.state);
    if (visible && this.#wanted) this.restart();
    else if (visible && this.#asleep) this.#run.play();
    else if (!visible && (status === 'playing' || status === 'loading')) this.#run.pause();
    this.#asleep = !visible && (status === 'playing' || status === 'loading');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-lab': SubliminalLab;
  }
}
