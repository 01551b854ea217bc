// The end of a run seed by seed, with heading and table. Drawn by charts/seed-dots.ts.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { seedDots } from '../charts/seed-dots.ts';
import { CHANCE } from '../experiment/digits/verdict.ts';
import type { RunState } from './run-state.ts';
import { dotsOf, resultTable } from './run-views.ts';
import { SizeController } from './size-controller.ts';
import { controls } from './tokens.ts';
import './sl-data-table.ts';

/** @element sl-seeds */
@customElement('sl-seeds')
export class SlSeeds extends LitElement {
  static override styles = [
    controls,
    css`
      svg {
        margin-top: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) run!: RunState;

  @query('svg') private svg!: SVGSVGElement;
  readonly #size = new SizeController(this);

  override render(): TemplateResult {
    return html`
      <h3>Every seed at the end</h3>
      <p class="quiet">
        ${this.run.result ? 'Percent right on all 10,000 test digits.' : 'Appears when the run is complete.'}
      </p>
      <svg role="img" aria-label="Accuracy of every seed"></svg>
      <sl-data-table .make=${() => resultTable(this.run)}></sl-data-table>
    `;
  }

  override updated(): void {
    const { width } = this.#size;
    if (width === 0) return;
    const rows = dotsOf(this.run);
    seedDots(this.svg, rows, { width, chance: CHANCE });
    const words = rows.map(({ name, value }) => `${name} ${value || 'not yet known'}`).join(', ');
    this.svg.setAttribute('aria-label', `Accuracy of every seed at the end: ${words}.`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sl-seeds': SlSeeds;
  }
}
