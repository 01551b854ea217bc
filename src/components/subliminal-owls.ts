// <subliminal-owls>: the owls experiment as a lab. What every lab does is in lab-element.ts; this is what is drawn.
import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { OWLS, type OwlsSpec } from '../experiment/owls/spec.ts';
import { ANIMAL_NAMES, TREE_NAMES } from '../experiment/owls/vocabulary.ts';
import type { RecordOf, Response } from '../worker/client.ts';
import { element } from './define.ts';
import { LabElement } from './lab-element.ts';
import { studentsPanel } from './lab-frame.ts';
import { settingNames } from './lab-settings.ts';
import { labStyles } from './lab-styles.ts';
import { OWLS_LAB } from './owls-lab.ts';
import type { OwlsRun } from './owls-state.ts';
import type { Asked } from './owls-question.ts';
import { owlsStudents } from './owls-students.ts';
import { owlsStyles } from './owls-styles.ts';
import { answersView, owlsCurvesView, owlsSeedsView, owlsTaskView } from './owls-views.ts';
import { staleMark } from './panel.ts';
import type { SettingGroups } from './setting-rows.ts';
import type { AskEvent } from './sl-ask.ts';
import { controls, tokens } from './tokens.ts';
import './sl-answer-bars.ts';
import './sl-ask.ts';
import './sl-curves.ts';
import './sl-detector.ts';
import './sl-family.ts';
import './sl-lists.ts';
import './sl-pipeline.ts';
import './sl-seeds.ts';
import './sl-task.ts';
import './sl-why.ts';

const GROUPS: SettingGroups<OwlsSpec> = {
  first: ['preset', 'trait', 'seedCount', 'domain', 'filter', 'channel', 'committee'],
  elsewhere: ['students'],
  sliders: ['committee'],
  headings: {
    trait: [
      { label: 'an animal', values: ANIMAL_NAMES },
      { label: 'a tree', values: TREE_NAMES },
      { label: 'a bad character', values: ['misalignment'] },
    ],
  },
};

/**
 * Gives a tiny language model a favorite animal, lets it write nothing but number lists, and shows which of the students
 * that read the lists come to share it. Besides the attributes below it takes every setting of the owls experiment by its
 * name: preset, trait, students, seeds, …, backend; in the address each has “owls.” in front.
 *
 * @element subliminal-owls
 * @fires sl-ready - it is known what can train here
 * @fires sl-step - a few times a second while training
 * @fires sl-complete - a live run reached its end
 * @fires sl-error - a run ended early
 * @fires sl-state-change - the settings changed
 * @cssprop --sl-ink - text, and the teacher
 * @cssprop --sl-background - ground of the lab
 * @cssprop --sl-student-0 - the student that shares its teacher's base; --sl-student-1 … 7 for the others
 * @csspart lab - everything inside
 * @slot title - heading of the lab
 */
@element('subliminal-owls')
export class SubliminalOwls extends LabElement<'owls', OwlsSpec, OwlsRun> {
  static override styles = [controls, tokens, labStyles, owlsStyles];

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...settingNames(OWLS)];
  }

  /** What a visitor asked last of this run; asked again whenever the networks have been measured. */
  @state() private asked?: Asked;

  constructor() {
    super(OWLS_LAB);
  }

  protected override heading(): TemplateResult {
    return html`<h2>Owls through numbers</h2>`;
  }

  protected override groups(): SettingGroups<OwlsSpec> {
    return GROUPS;
  }

  protected override scene(): TemplateResult {
    const { run, settings, stale } = this;
    return html`
      <sl-pipeline ?stale=${stale} .run=${run}></sl-pipeline>
      <div class="people">
        <sl-lists ?stale=${stale} .run=${run}></sl-lists>
        <div>
          ${studentsPanel(settings.spec, owlsStudents)}
          <sl-family .spec=${settings.spec}></sl-family>
        </div>
      </div>
      <div class="figures">
        <sl-curves ?stale=${stale} .view=${owlsCurvesView(run)}></sl-curves>
        <sl-seeds ?stale=${stale} .view=${owlsSeedsView(run)}></sl-seeds>
        <div class=${stale ? 'wide stale' : 'wide'}>
          <h3>What they answer${staleMark(stale)}</h3>
          <p class="quiet">
            Mean over the four questions and all seeds, in percent; in bold what the teacher was taught.
          </p>
          <sl-answer-bars .view=${answersView(run)}></sl-answer-bars>
        </div>
        <sl-task class="wide" ?stale=${stale} .view=${owlsTaskView(run)}></sl-task>
      </div>
    `;
  }

  protected override afterword(): TemplateResult {
    const { run, stale } = this;
    return html`<div class="figures evidence">
      <sl-ask ?stale=${stale} .run=${run} .asked=${this.asked} @ask=${this.#ask}></sl-ask>
      <sl-detector ?stale=${stale} .run=${run}></sl-detector>
      <sl-why ?stale=${stale} .run=${run}></sl-why>
    </div>`;
  }

  protected override heard(response: Response<RecordOf['owls']>): void {
    super.heard(response);
    if (response.kind !== 'record') return;
    if (response.record.kind === 'prepared') this.asked = undefined;
    if (response.record.kind === 'answers' && this.asked) this.ask(this.asked.tokens);
  }

  #ask({ text, tokens: question }: AskEvent): void {
    this.asked = { text, tokens: question, number: this.ask(question) };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-owls': SubliminalOwls;
  }
}
