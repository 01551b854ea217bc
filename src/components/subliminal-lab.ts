// <subliminal-lab>: the digits experiment as a lab. What every lab does is in lab-element.ts; this is what is drawn.
import { html, type TemplateResult } from 'lit';
import { DIGITS, type DigitsSpec } from '../experiment/digits/spec.ts';
import { element } from './define.ts';
import { DIGITS_LAB } from './digits-lab.ts';
import type { DigitsRun } from './digits-state.ts';
import { digitsStudents } from './digits-students.ts';
import { digitsStyles } from './digits-styles.ts';
import { curvesView, digitsTaskView, seedsView } from './digits-views.ts';
import { LabElement } from './lab-element.ts';
import { studentsPanel } from './lab-frame.ts';
import { settingNames } from './lab-settings.ts';
import { labStyles } from './lab-styles.ts';
import type { SettingGroups } from './setting-rows.ts';
import { controls, tokens } from './tokens.ts';
import './sl-answers.ts';
import './sl-curves.ts';
import './sl-seeds.ts';
import './sl-seen.ts';
import './sl-task.ts';
import './sl-teacher.ts';

/** Students that fit beside the teacher; more get a row of their own. */
const MOST_BESIDE = 3;

const GROUPS: SettingGroups<DigitsSpec> = {
  first: ['preset', 'seedCount', 'targets', 'auxiliaryLogits', 'inputs'],
  elsewhere: ['students'],
};

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
@element('subliminal-lab')
export class SubliminalLab extends LabElement<'digits', DigitsSpec, DigitsRun> {
  static override styles = [controls, tokens, labStyles, digitsStyles];

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...settingNames(DIGITS)];
  }

  constructor() {
    super(DIGITS_LAB);
  }

  protected override layout(): string {
    return this.settings.spec.students.length > MOST_BESIDE ? 'lab many' : 'lab';
  }

  protected override heading(): TemplateResult {
    return html`<h2>Digits through noise</h2>`;
  }

  protected override groups(): SettingGroups<DigitsSpec> {
    return GROUPS;
  }

  protected override scene(): TemplateResult {
    const { run, stale } = this;
    return html`
      <div class="scene">
        <sl-teacher ?stale=${stale} .run=${run}></sl-teacher>
        <sl-seen ?stale=${stale} .run=${run}></sl-seen>
        ${studentsPanel(this.settings.spec, digitsStudents)}
      </div>
      <div class="figures">
        <sl-curves ?stale=${stale} .view=${curvesView(run)}></sl-curves>
        <sl-answers ?stale=${stale} .run=${run}></sl-answers>
        <sl-seeds ?stale=${stale} .view=${seedsView(run)}></sl-seeds>
        <sl-task class="wide" ?stale=${stale} .view=${digitsTaskView(run)}></sl-task>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-lab': SubliminalLab;
  }
}
