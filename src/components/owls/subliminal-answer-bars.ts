// What several networks answer, as bars with a table behind them. What is drawn is decided by the views, how in
// charts/answer-bars.ts.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { answerBars, type AnswerPanel } from '../../charts/answer-bars.ts';
import { element } from '../parts/define.ts';
import { SizeController } from '../parts/size-controller.ts';
import type { Table } from '../parts/subliminal-data-table.ts';
import { controls } from '../parts/tokens.ts';
import '../parts/subliminal-data-table.ts';

/** What the element shows. */
export interface AnswersView {
  readonly panels: readonly AnswerPanel[];
  /** "What they answer to the four questions" */
  readonly measure: string;
  table(): Table;
}

/** @element subliminal-answer-bars */
@element('subliminal-answer-bars')
export class SubliminalAnswerBars extends LitElement {
  static override styles = [
    controls,
    css`
      svg {
        margin-top: calc(0.5 * var(--subliminal-rem));
      }
    `,
  ];

  @property({ attribute: false }) view!: AnswersView;

  @query('svg') private svg!: SVGSVGElement;
  readonly #size = new SizeController(this);

  override render(): TemplateResult {
    return html`
      <svg role="img" aria-label=${description(this.view)}></svg>
      <subliminal-data-table of=${this.view.measure} .make=${() => this.view.table()}></subliminal-data-table>
    `;
  }

  override updated(): void {
    const { width } = this.#size;
    if (width > 0) answerBars(this.svg, this.view.panels, { width });
  }
}

/** The likeliest answer of each network. */
function description({ panels, measure }: AnswersView): string {
  const answers = panels.flatMap(({ name, bars }) => {
    const known = bars.filter(({ value }) => value !== undefined);
    if (known.length === 0) return [];
    const best = known.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a));
    return [`${name} most likely ${best.word}, ${Math.round(100 * (best.value ?? 0))} %`];
  });
  return `${measure}: ${answers.length > 0 ? answers.join('; ') : 'not known yet'}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-answer-bars': SubliminalAnswerBars;
  }
}
