// The end of a run seed by seed, with heading and table. Drawn by charts/seed-dots.ts.
import { css, html, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { seedDots, type DotRow, type DotsOptions } from '../../charts/seed-dots.ts';
import { element } from './define.ts';
import { Panel, panelStyles } from './panel.ts';
import { SizeController } from './size-controller.ts';
import type { Table } from './subliminal-data-table.ts';
import { controls } from './tokens.ts';
import './subliminal-data-table.ts';

/** What the element shows. */
export interface SeedsView extends Pick<DotsOptions, 'level'> {
  readonly note: string;
  /** What is measured, "Accuracy". */
  readonly measure: string;
  readonly rows: readonly DotRow[];
  table(): Table;
}

/** @element subliminal-seeds */
@element('subliminal-seeds')
export class SubliminalSeeds extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      svg {
        margin-top: calc(0.5 * var(--subliminal-rem));
      }
    `,
  ];

  @property({ attribute: false }) view!: SeedsView;

  @query('svg') private svg!: SVGSVGElement;
  readonly #size = new SizeController(this);

  override render(): TemplateResult {
    return html`
      ${this.heading('Every seed at the end')}
      <p class="quiet" .textContent=${this.view.note}></p>
      <svg role="img" aria-label="Every seed"></svg>
      <subliminal-data-table of="every seed at the end" .make=${() => this.view.table()}></subliminal-data-table>
    `;
  }

  override updated(): void {
    const { width } = this.#size;
    if (width === 0) return;
    const { rows, level, measure } = this.view;
    seedDots(this.svg, rows, { width, level });
    const words = rows.map(({ name, value }) => `${name} ${value || 'not yet known'}`).join(', ');
    this.svg.setAttribute('aria-label', `${measure} of every seed at the end: ${words}.`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-seeds': SubliminalSeeds;
  }
}
