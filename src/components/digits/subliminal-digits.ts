// <subliminal-digits>: the digits experiment as a lab. What every lab does is in lab-element.ts; this is what is drawn.
import { html, type TemplateResult } from 'lit';
import { DIGITS, type DigitsSpec } from '../../experiment/digits/spec.ts';
import { element } from '../parts/define.ts';
import { DIGITS_LAB } from './lab.ts';
import type { DigitsRun } from './state.ts';
import { digitsStudents } from './students.ts';
import { digitsStyles } from './styles.ts';
import { digitsTaskView, traitWords } from './views.ts';
import { LabElement } from '../lab/lab-element.ts';
import { curvesView, seedsView } from '../lab/trait-views.ts';
import { studentsPanel } from '../lab/frame.ts';
import { settingNames } from '../settings/settings.ts';
import { labStyles } from '../lab/styles.ts';
import type { SettingGroups } from '../settings/setting-rows.ts';
import { controls, tokens } from '../parts/tokens.ts';
import './subliminal-answers.ts';
import '../parts/subliminal-curves.ts';
import '../parts/subliminal-seeds.ts';
import './subliminal-seen.ts';
import '../parts/subliminal-task.ts';
import './subliminal-teacher.ts';

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
 * @element subliminal-digits
 * @fires subliminal-ready - it is known what can train here
 * @fires subliminal-step - a few times a second while training
 * @fires subliminal-complete - a live run reached its end
 * @fires subliminal-error - a run ended early
 * @fires subliminal-state-change - the settings changed
 * @cssprop --subliminal-ink - text, and the teacher
 * @cssprop --subliminal-background - ground of the lab
 * @cssprop --subliminal-student-0 - the student that shares its teacher's init; --subliminal-student-1 … 7 for the others
 * @csspart subliminal-lab - everything inside
 * @slot title - heading of the lab
 */
@element('subliminal-digits')
export class SubliminalDigits extends LabElement<'digits', DigitsSpec, DigitsRun> {
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
    const words = traitWords(run);
    return html`
      <div class="scene">
        <subliminal-teacher ?stale=${stale} .run=${run}></subliminal-teacher>
        <subliminal-seen ?stale=${stale} .run=${run}></subliminal-seen>
        ${studentsPanel(this.settings.spec, digitsStudents)}
      </div>
      <div class="figures">
        <subliminal-curves ?stale=${stale} .view=${curvesView(run, words)}></subliminal-curves>
        <subliminal-answers ?stale=${stale} .run=${run}></subliminal-answers>
        <subliminal-seeds ?stale=${stale} .view=${seedsView(run, words)}></subliminal-seeds>
        <subliminal-task class="wide" ?stale=${stale} .view=${digitsTaskView(run)}></subliminal-task>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-digits': SubliminalDigits;
  }
}
