// What every lab is: one experiment that a visitor can run, change and share. It only connects: settings, run, address and
// visibility have their own files. Which experiment it is, and what is drawn of it, subliminal-digits.ts and -owls.ts say.
import type { CommonSpec } from '../../experiment/spec/spec-table.ts';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Recording, TimedRecord } from '../../experiment/records/recording.ts';
import type { RecordOf } from '../../experiment/register.ts';
import type { ExperimentName } from '../../experiment/signs.ts';
import type { Availability, Response } from '../../worker/client.ts';
import { Forecast } from './forecast.ts';
import { firstLook, isUnknown } from '../run/first-look.ts';
import { labButtons } from '../run/actions.ts';
import type { SettingEvent, TransportEvent } from '../parts/choice-events.ts';
import { announcer, emit } from './events.ts';
import {
  readSettings,
  sameSettings,
  sameSpec,
  settingsEntries,
  withSetting,
  type LabSettings,
} from '../settings/settings.ts';
import type { Lab } from '../run/lab.ts';
import { labHead, settingsPanel, verdictFrame } from './frame.ts';
import { otherSettings } from '../settings/other-settings.ts';
import { after, UNBORN, type LifeEvent } from '../run/life.ts';
import { RunController } from '../run/run-controller.ts';
import { reducesData } from './reduced-data.ts';
import { isUnderWay, statusOf, type RunState } from '../run/run-state.ts';
import type { SettingGroups } from '../settings/setting-rows.ts';
import { SettingsSource } from '../settings/settings-source.ts';
import { VisibilityController } from './visibility-controller.ts';
import type { WayOn } from '../run/ways-on.ts';
import { progressOf, progressWords } from '../run/words.ts';
import '../parts/subliminal-transport.ts';

export abstract class LabElement<
  Name extends ExperimentName,
  Spec extends CommonSpec,
  Run extends RunState<Spec>,
> extends LitElement {
  /** Leave the address of the page alone. */
  @property({ type: Boolean, attribute: 'no-url' }) noUrl = false;

  @state() protected settings: LabSettings<Spec>;
  @state() private availability?: Availability;
  @state() private recording?: Recording<RecordOf[Name]>;
  @state() private unread: readonly string[] = [];

  readonly #lab: Lab<Name, Spec, Run>;
  readonly #source: SettingsSource<Spec>;
  readonly #run: RunController<Name, Spec, Run>;
  readonly #announce = announcer(this);
  readonly #visibility: VisibilityController;
  readonly #forecast: Forecast<Spec>;
  #life = UNBORN;

  constructor(lab: Lab<Name, Spec, Run>) {
    super();
    this.#lab = lab;
    this.settings = readSettings(lab.table, []);
    this.#forecast = new Forecast(lab);
    this.#run = new RunController(this, lab, (response) => this.heard(response));
    this.#source = new SettingsSource(this, lab, {
      enabled: () => !this.noUrl,
      changed: () => this.#read(),
      noticed: () => this.#share(),
    });
    this.#visibility = new VisibilityController(this, {
      near: () => void this.#look(),
      // A page can be printed before anybody comes near.
      idle: () => void this.#recall(),
      changed: (visible) => this.#turn(visible ? { kind: 'seen' } : { kind: 'hidden', underWay: isUnderWay(this.run) }),
    });
  }

  /** The records of the run shown, with the seconds of training at which they came. */
  get records(): readonly TimedRecord<RecordOf[Name]>[] {
    return this.#run.records;
  }

  /** What is drawn. */
  protected get run(): Run {
    return this.#run.state;
  }

  /** The controls show other settings than what is drawn. */
  protected get stale(): boolean {
    return this.#run.isStale(this.settings);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const settings = this.#forecast.asBefore(this.#source.read());
    if (this.hasUpdated && !sameSettings(this.#lab.table, settings, this.settings)) this.#show(settings);
    else this.settings = settings;
    this.#run.clear(settings.spec);
    this.#turn({ kind: 'joined' });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#turn({ kind: 'left' });
    this.availability = undefined;
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    // During an upgrade attributes come one by one.
    if (this.#source.attributeChanged(name, before, after) && this.#life.stage !== 'apart') this.#read();
  }

  /** Starts a run or goes on with a paused one. */
  play(): void {
    const status = statusOf(this.run);
    if (this.run.origin !== 'live' || status === 'failed') this.restart();
    // A run can be paused before it begins, too.
    else if (status === 'paused' || status === 'loading') this.#run.play();
  }

  pause(): void {
    this.#turn({ kind: 'paused' });
    this.#run.pause();
  }

  /** Trains one batch, then stays paused. */
  step(): void {
    this.#run.step();
  }

  /** Ends a run that is still loading and shows again what was there before. */
  stop(): void {
    this.#run.stop(this.settings.spec);
    this.#turn({ kind: 'stopped', live: this.run.origin === 'live' });
  }

  /** Shows or runs the settings in the address, as on arrival; for links that lead here without a new page. */
  follow(): void {
    if (!this.noUrl) this.#read(true);
  }

  /** Starts a live run with the settings in the controls. */
  restart(): void {
    this.#turn({ kind: 'started' });
    this.#run.start(this.settings);
  }

  override render(): TemplateResult {
    const { run, settings, availability, recording, stale } = this;
    const { table } = this.#lab;
    const others = stale ? otherSettings(table, this.#run.settings, settings) : undefined;
    const { start, moves } = labButtons(run, { availability, chosen: settings.backend, stale });
    const estimate = this.#forecast.words(settings);
    const known = { lab: this.#lab, settings, availability, recording, unread: this.unread };
    const head = { run, ...known, others, start, estimate };
    return html`<div
      class="ground"
      dir="ltr"
      lang="en"
      @subliminal-setting=${this.#choose}
      @subliminal-transport=${this.#transport}
    >
      <div class=${this.layout()} part="subliminal-lab">
        ${labHead(head, this.heading(), (way) => this.#goOn(way))} ${this.scene()}
        <subliminal-transport
          .moves=${moves}
          .stale=${stale}
          .progress=${progressOf(run, this.#lab.course)}
          .words=${progressWords(run, this.#lab)}
          .link=${this.#source.link(settings)}
        ></subliminal-transport>
        ${verdictFrame(run, this.#lab.words, stale)} ${this.afterword()}
        ${settingsPanel(table, settings, this.groups())}
      </div>
    </div>`;
  }

  /** Class names of the whole. */
  protected layout(): string {
    return 'lab';
  }

  /** Shown where the page gives no title. */
  protected abstract heading(): TemplateResult;
  /** Everything between the messages and the transport. */
  protected abstract scene(): TemplateResult;
  /** Which settings stand where. */
  protected abstract groups(): SettingGroups<Spec>;

  /** What follows the verdict. */
  protected afterword(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** Every answer of the worker, after the state has taken it in. */
  protected heard(response: Response<RecordOf[Name]>): void {
    // An answer that came late, after the thread was given up as one that never starts.
    this.#forecast.heard(this.run, response);
    const late = response.kind === 'availability' && this.availability && isUnknown(this.availability);
    if (late && this.run.origin !== 'live') void this.#look();
    this.#announce(response, this.run, () => settingsEntries(this.#lab.table, { spec: this.run.spec }));
  }

  /** Asks the networks of a live run; the number of the question, or undefined if there is nobody to ask. */
  protected ask(tokens: readonly number[]): number | undefined {
    return this.#run.ask(tokens);
  }

  #choose({ entry }: SettingEvent): void {
    this.#apply(withSetting(this.#lab.table, this.settings, entry));
  }

  #transport({ action }: TransportEvent): void {
    this[action]();
  }

  #goOn({ change, waits }: WayOn): void {
    if (waits) return this.#run.wait();
    if (change) this.#apply(withSetting(this.#lab.table, this.settings, change));
    this.restart();
  }

  /** A choice inside the lab: shown and written to address and attributes, but not yet run. */
  #apply(settings: LabSettings<Spec>): void {
    this.#show(settings);
    this.#source.write(settings);
  }

  /**
   * A choice outside: address or attributes changed, which asks to see that state. Asked for expressly, it is also
   * shown if the controls have it already and only the run is another one.
   */
  #read(expressly = false): void {
    const settings = this.#forecast.asBefore(this.#source.read());
    const changed = !sameSettings(this.#lab.table, settings, this.settings);
    if (changed) this.#show(settings);
    const shown = this.run.origin !== 'none' && !this.stale;
    if (changed || (expressly && !shown)) void this.#look();
  }

  /** Another lab of the page chose where to train; that holds for all, and runs nothing. */
  #share(): void {
    const { backend } = this.#source.read();
    if (backend !== this.settings.backend) this.#show({ ...this.settings, backend });
  }

  #show(settings: LabSettings<Spec>): void {
    const entries = settingsEntries(this.#lab.table, settings);
    this.settings = settings;
    this.#source.reflect(entries);
    if (this.run.origin === 'none') this.#run.clear(settings.spec);
    emit(this, 'subliminal-state-change', entries);
  }

  async #look(): Promise<void> {
    this.#turn({ kind: 'looked' });
    const look = this.#life.looks;
    const availability = await this.#available();
    const chosen = this.settings.backend ?? (this.#life.livened ? 'auto' : undefined);
    const first = firstLook(availability, chosen, reducesData());
    // The address stays as it is: whoever opens it elsewhere gets what is cheap there.
    const fresh = first === 'live' && this.run.origin === 'none';
    const generous = fresh ? this.#forecast.generous(this.settings) : this.settings;
    if (generous !== this.settings) this.#show(generous);
    this.#turn({ kind: 'found', look, first, visible: this.#visibility.visible });
  }

  /** Shows the recorded run, if there is one with these settings and nothing else was decided meanwhile. */
  async #recall(): Promise<void> {
    const { looks } = this.#life;
    const { fetchRecording } = await import('../run/recording.ts');
    const { recorded, problem } = await fetchRecording(this.#lab);
    if (looks !== this.#life.looks) return;
    this.unread = problem && sameSpec(this.#lab.table, this.#lab.table.defaults(), this.settings.spec) ? [problem] : [];
    if (!recorded || !sameSpec(this.#lab.table, recorded.spec, this.settings.spec)) return;
    this.recording = recorded.recording;
    this.#run.show(recorded.recording, recorded.spec);
  }

  /** Known or asked for, and kept whatever happens to the question: a visitor may start a run before the answer. */
  async #available(): Promise<Availability> {
    if (this.availability && !isUnknown(this.availability)) return this.availability;
    if (!reducesData()) this.#run.prefetch(this.settings);
    const availability = await this.#run.probe();
    if (this.isConnected && availability !== this.availability) {
      this.availability = this.#forecast.availability = availability;
      emit(this, 'subliminal-ready', { availability });
    }
    return availability;
  }

  /** Takes in what happens, and does what follows from it. */
  #turn(event: LifeEvent): void {
    const { life, deed } = after(this.#life, event);
    this.#life = life;
    if (deed === 'start') this.restart();
    else if (deed === 'recall') void this.#recall();
    else if (deed) this.#run[deed]();
  }
}
