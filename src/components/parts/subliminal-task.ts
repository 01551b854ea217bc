// Did the students learn what they were asked to? Their own losses on inputs that nobody trains on, beside the question of
// the trait: what did not train proves nothing.
import { css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from './define.ts';
import { marker, markerStyles } from './marker.ts';
import { Panel, panelStyles } from './panel.ts';
import type { TaskRow, TaskView } from './task-view.ts';
import { controls } from './tokens.ts';
import { unbroken } from './unbroken.ts';
import './subliminal-data-table.ts';

/** @element subliminal-task */
@element('subliminal-task')
export class SubliminalTask extends Panel {
  static override styles = [
    controls,
    panelStyles,
    markerStyles,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, calc(25 * var(--subliminal-rem))), 1fr));
        gap: calc(0.5 * var(--subliminal-rem)) calc(2 * var(--subliminal-rem));
        margin: calc(0.625 * var(--subliminal-rem)) 0;
        padding: 0;
        list-style: none;
        font-size: calc(0.875 * var(--subliminal-rem));
      }
      .words {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        column-gap: calc(0.75 * var(--subliminal-rem));
      }
      b {
        font-weight: 600;
      }
      svg:not(.marker) {
        width: 100%;
        height: 10px;
        margin-top: calc(0.125 * var(--subliminal-rem));
      }
      .ground {
        fill: var(--subliminal-grid);
      }
      .start {
        fill-opacity: 0.3;
      }
    `,
  ];

  @property({ attribute: false }) view!: TaskView;

  override render(): TemplateResult {
    const { sentence, note, rows } = this.view;
    const most = Math.max(Number.EPSILON, ...rows.flatMap(({ from = 0, now = 0 }) => [from, now]));
    return html`
      ${this.heading('Did they learn their own task?')}
      <p .textContent=${unbroken(sentence)}></p>
      <ul>
        ${rows.map((row) => this.#row(row, most))}
      </ul>
      <p class="quiet" .textContent=${note}></p>
      <subliminal-data-table of="the students’ own task" .make=${() => this.view.table()}></subliminal-data-table>
    `;
  }

  #row({ role, name, value, from = 0, now = 0 }: TaskRow, most: number): TemplateResult {
    const width = (loss: number) => (100 * loss) / most;
    return html`<li>
      <div class="words">
        <span>${marker(role)} <span .textContent=${name}></span></span>
        <b .textContent=${unbroken(value)}></b>
      </div>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="ground" width="100" height="10"></rect>
        <rect class=${`start role-${role}`} width=${width(from)} height="10"></rect>
        <rect class=${`role-${role}`} y="2" width=${width(now)} height="6"></rect>
      </svg>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-task': SubliminalTask;
  }
}
