// The learning curves with heading and table. What is drawn is decided in the views of
// an experiment, how in charts/learning-curves.ts.
import { css, html, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { curveHeight } from '../../charts/curve-layout.ts';
import { learningCurves, type CurvesData, type CurvesOptions } from '../../charts/learning-curves.ts';
import { element } from './define.ts';
import { Panel, panelStyles } from './panel.ts';
import { SizeController } from './size-controller.ts';
import type { Table } from './subliminal-data-table.ts';
import { controls } from './tokens.ts';
import './subliminal-data-table.ts';

/** What the element shows. */
export interface CurvesView extends Pick<CurvesOptions, 'level' | 'titles' | 'untrained'> {
  readonly heading: string;
  /** How to read it. */
  readonly note: string;
  /** What is measured, "accuracy on test digits". */
  readonly measure: string;
  readonly data: CurvesData;
  table(): Table;
}

/** Teacher and level have labels too. */
const OTHER_LABELS = 2;

/** @element subliminal-curves */
@element('subliminal-curves')
export class SubliminalCurves extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      svg {
        margin-top: calc(0.25 * var(--subliminal-rem));
      }
      /* The line of chance is near, and must not strike the words out. */
      .reference text {
        stroke: var(--subliminal-background);
        stroke-width: 4px;
        paint-order: stroke;
      }
    `,
  ];

  @property({ attribute: false }) view!: CurvesView;

  @query('svg') private svg!: SVGSVGElement;
  readonly #size = new SizeController(this);

  override render(): TemplateResult {
    return html`
      ${this.heading(this.view.heading)}
      <p class="quiet" .textContent=${this.view.note}></p>
      <svg role="img" aria-label="Learning curves"></svg>
      <subliminal-data-table of=${this.view.heading} .make=${() => this.view.table()}></subliminal-data-table>
    `;
  }

  override updated(): void {
    const { data, titles, level, untrained } = this.view;
    const { width } = this.#size;
    if (width === 0) return;
    learningCurves(this.svg, data, {
      width,
      height: curveHeight(width, data.students.length + OTHER_LABELS),
      titles,
      level,
      untrained,
      empty: 'The curves appear as the networks learn.',
    });
    this.svg.setAttribute('aria-label', description(this.view));
  }
}

function description({ measure, data: { teacher, students }, level }: CurvesView): string {
  const ends = [teacher, ...students].flatMap(({ label }) => (label.value ? [`${label.name} ${label.value}`] : []));
  const now = ends.length > 0 ? ends.join(', ') : 'no measurements yet';
  const without = level ? `; ${level.name} ${Math.round(level.value * 100)} %` : '';
  return `Learning curves, ${measure} over training steps: ${now}${without}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-curves': SubliminalCurves;
  }
}
