// <subliminal-owls>: the owls experiment as a lab. What every lab does is in lab-element.ts; this is what is drawn.
import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { OWLS, type OwlsSpec } from '../../experiment/owls/spec.ts';
import { ANIMAL_NAMES, TREE_NAMES } from '../../experiment/owls/language/vocabulary.ts';
import type { RecordOf } from '../../experiment/register.ts';
import type { Response } from '../../worker/client.ts';
import { element } from '../parts/define.ts';
import { LabElement } from '../lab/lab-element.ts';
import { curvesView, seedsView } from '../lab/trait-views.ts';
import { studentsPanel } from '../lab/frame.ts';
import { settingNames } from '../settings/settings.ts';
import { labStyles } from '../lab/styles.ts';
import { OWLS_LAB } from './lab.ts';
import type { OwlsRun } from './state.ts';
import type { Asked } from './question.ts';
import { owlsStudents } from './students.ts';
import { owlsStyles } from './styles.ts';
import { answersView, owlsTaskView, traitWords } from './views.ts';
import { staleMark } from '../parts/panel.ts';
import type { SettingGroups } from '../settings/setting-rows.ts';
import type { AskEvent } from './subliminal-ask.ts';
import { controls, tokens } from '../parts/tokens.ts';
import './subliminal-answer-bars.ts';
import './subliminal-ask.ts';
import '../parts/subliminal-curves.ts';
import './subliminal-detector.ts';
import './subliminal-family.ts';
import './subliminal-lists.ts';
import './subliminal-pipeline.ts';
import '../parts/subliminal-seeds.ts';
import '../parts/subliminal-task.ts';
import './subliminal-why.ts';

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
 * @fires subliminal-ready - it is known what can train here
 * @fires subliminal-step - a few times a second while training
 * @fires subliminal-complete - a live run reached its end
 * @fires subliminal-error - a run ended early
 * @fires subliminal-state-change - the settings changed
 * @cssprop --subliminal-ink - text, and the teacher
 * @cssprop --subliminal-background - ground of the lab
 * @cssprop --subliminal-student-0 - the student that shares its teacher's base; --subliminal-student-1 … 7 for the others
 * @csspart subliminal-lab - everything inside
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
    const words = traitWords(run);
    return html`
      <subliminal-pipeline ?stale=${stale} .run=${run}></subliminal-pipeline>
      <div class="people">
        <subliminal-lists ?stale=${stale} .run=${run}></subliminal-lists>
        <div>
          ${studentsPanel(settings.spec, owlsStudents)}
          <subliminal-family .spec=${settings.spec}></subliminal-family>
        </div>
      </div>
      <div class="figures">
        <subliminal-curves ?stale=${stale} .view=${curvesView(run, words)}></subliminal-curves>
        <subliminal-seeds ?stale=${stale} .view=${seedsView(run, words)}></subliminal-seeds>
        <div class=${stale ? 'wide stale' : 'wide'}>
          <h3>What they answer${staleMark(stale)}</h3>
          <p class="quiet">
            Mean over the four questions and all seeds, in percent; in bold what the teacher was taught.
          </p>
          <subliminal-answer-bars .view=${answersView(run)}></subliminal-answer-bars>
        </div>
        <subliminal-task class="wide" ?stale=${stale} .view=${owlsTaskView(run)}></subliminal-task>
      </div>
    `;
  }

  protected override afterword(): TemplateResult {
    const { run, stale } = this;
    return html`<div class="figures evidence">
      <subliminal-ask ?stale=${stale} .run=${run} .asked=${this.asked} @subliminal-ask=${this.#ask}></subliminal-ask>
      <subliminal-detector ?stale=${stale} .run=${run}></subliminal-detector>
      <subliminal-why ?stale=${stale} .run=${run}></subliminal-why>
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
