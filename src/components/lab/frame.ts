// What stands above and below the figures of every lab: its title with what runs where, what one is looking at and what is
// wrong with it; the verdict in words, and the settings.
import { html, type TemplateResult } from 'lit';
import type { DirectiveResult } from 'lit/directive.js';
import { guard } from 'lit/directives/guard.js';
import { type CommonSpec, seedsWords, type SpecTable } from '../../experiment/spec/spec-table.ts';
import type { Availability } from '../../worker/client.ts';
import type { LabSettings } from '../settings/settings.ts';
import type { LabWords } from '../run/lab.ts';
import type { LabButton } from '../parts/action-button.ts';
import { remarks, troubleAlert } from './messages.ts';
import { badge, originStrip, type Origin } from './origin-strip.ts';
import type { OtherSettings } from '../settings/other-settings.ts';
import { staleMark } from '../parts/panel.ts';
import type { RunState } from '../run/run-state.ts';
import { settingRows, type SettingGroups } from '../settings/setting-rows.ts';
import { milestone } from '../run/words.ts';
import { unbroken } from '../parts/unbroken.ts';
import type { StudentList } from '../parts/student-list.ts';
import { troubleOf } from '../run/trouble.ts';
import type { Helped, WayOn } from '../run/ways-on.ts';
import '../parts/subliminal-settings.ts';
import '../parts/subliminal-students.ts';

/** What the lines above the figures need to know. */
export interface LabHead<Spec extends CommonSpec> {
  readonly run: RunState<Spec>;
  readonly lab: Helped<Spec>;
  readonly settings: LabSettings<Spec>;
  readonly availability: Availability | undefined;
  readonly recording: Origin['recording'];
  /** What differs, while the controls show other settings than the run. */
  readonly others: OtherSettings | undefined;
  readonly start: LabButton | undefined;
  readonly estimate: Origin['estimate'];
  /** Why there is no recorded run, if there should be one. */
  readonly unread: readonly string[];
}

/**
 * Title and badges, what one is looking at, what is wrong, and how to go on.
 * @param title shown where the page gives none
 */
export function labHead<Spec extends CommonSpec>(
  head: LabHead<Spec>,
  title: TemplateResult,
  goOn: (way: WayOn) => void,
): TemplateResult {
  const { run, lab, settings, availability, others, unread } = head;
  const sentences = [...settings.problems, ...(run.origin === 'none' ? unread : run.notices)];
  const whose = others ? 'shown: ' : '';
  return html`<header>
      <div class="title"><slot name="title">${title}</slot></div>
      <span class="badge" .textContent=${`${whose}${badge(run, availability, settings.backend)}`}></span>
      <span class="badge" .textContent=${`${whose}${seedsWords(run.spec.seedCount)}`}></span>
    </header>
    ${originStrip({ ...head, chosen: settings.backend })} ${remarks(sentences)}
    ${troubleAlert(troubleOf(run, lab, settings, availability), goOn, others === undefined)}`;
}

/** The mark stands outside of what is read aloud, or every choice would have the verdict read again. */
export function verdictFrame<Run extends RunState>(run: Run, words: LabWords<Run>, stale: boolean): TemplateResult {
  const numbers = words.verdict(run)?.numbers;
  return html`<div class=${stale ? 'verdict stale' : 'verdict'}>
    <div role="status">
      <p
        class="headline"
        .textContent=${unbroken(milestone(run, words) || 'The verdict appears here when a run is complete.')}
      ></p>
      <p .textContent=${numbers ? unbroken(numbers) : ''}></p>
    </div>
    ${staleMark(stale)}
  </div>`;
}

/** Drawn again only for other settings: a step of a run must not undo what a visitor is typing. */
export function settingsPanel<Spec extends CommonSpec>(
  table: SpecTable<Spec>,
  settings: LabSettings<Spec>,
  groups: SettingGroups<Spec>,
): DirectiveResult {
  return guard([settings], () => {
    const { first, rest } = settingRows(table, settings, groups);
    return html`<subliminal-settings .first=${first} .rest=${rest}></subliminal-settings>`;
  });
}

/** The editor of the students, by the same rule. */
export function studentsPanel<Spec extends CommonSpec>(spec: Spec, list: (spec: Spec) => StudentList): DirectiveResult {
  return guard([spec], () => html`<subliminal-students .list=${list(spec)}></subliminal-students>`);
}
