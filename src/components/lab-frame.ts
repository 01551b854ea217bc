// What stands above and below every lab: its title with what runs where, the verdict in words, and the settings.
import { html, nothing, type TemplateResult } from 'lit';
import type { DirectiveResult } from 'lit/directive.js';
import { guard } from 'lit/directives/guard.js';
import type { SpecTable } from '../experiment/spec-table.ts';
import type { Availability } from '../worker/client.ts';
import type { LabSettings, LabSpec } from './lab-settings.ts';
import type { LabWords } from './lab.ts';
import { badge } from './origin-strip.ts';
import type { RunState } from './run-state.ts';
import { settingRows, type SettingGroups } from './setting-rows.ts';
import { milestone, unbroken } from './words.ts';
import type { StudentList } from './student-list.ts';
import './sl-settings.ts';
import './sl-students.ts';

/** @param title shown where the page gives none */
export function labHeader(
  run: RunState,
  availability: Availability | undefined,
  title: TemplateResult,
): TemplateResult {
  const { seedCount } = run.spec;
  return html`<header>
    <div class="title"><slot name="title">${title}</slot></div>
    <span class="badge">${badge(run, availability)}</span>
    <span class="badge">${seedCount} ${seedCount === 1 ? 'seed' : 'seeds'}</span>
  </header>`;
}

export function verdictFrame<Run extends RunState>(run: Run, words: LabWords<Run>): TemplateResult {
  const numbers = words.verdict(run)?.numbers;
  return html`<div class="verdict" role="status">
    <p class="headline">${milestone(run, words) || 'The verdict appears here when a run is complete.'}</p>
    <p>${numbers ? unbroken(numbers) : nothing}</p>
  </div>`;
}

/** Drawn again only for other settings: a step of a run must not undo what a visitor is typing. */
export function settingsPanel<Spec extends LabSpec>(
  table: SpecTable<Spec>,
  settings: LabSettings<Spec>,
  groups: SettingGroups<Spec>,
): DirectiveResult {
  return guard([settings], () => {
    const { first, rest } = settingRows(table, settings, groups);
    return html`<sl-settings .first=${first} .rest=${rest}></sl-settings>`;
  });
}

/** The editor of the students, by the same rule. */
export function studentsPanel<Spec extends LabSpec>(spec: Spec, list: (spec: Spec) => StudentList): DirectiveResult {
  return guard([spec], () => html`<sl-students .list=${list(spec)}></sl-students>`);
}
