// The learning curves with heading and table. What is drawn is decided in run-views.ts, how in charts/learning-curves.ts.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { curveHeight } from '../charts/curve-layout.ts';
import { learningCurves, type CurvesData } from '../charts/learning-curves.ts';
import { STUDENT_INPUTS } from '../experiment/digits/spec.ts';
import { CHANCE } from '../experiment/digits/verdict.ts';
import type { RunState } from './run-state.ts';
import { curvesOf, curveTable } from './run-views.ts';
import { SizeController } from './size-controller.ts';
import { controls } from './tokens.ts';
import './sl-data-table.ts';

/** Teacher and chance have labels too. */
const OTHER_LABELS = 2;

/** @element sl-curves */
@customElement('sl-curves')
export class SlCurves extends LitElement {
  static override styles = [
    controls,
    css`
      svg {
        margin-top: 0.25rem;
      }
    `,
  ];

  @property({ attribute: false }) run!: RunState;

  @query('svg') private svg!: SVGSVGElement;
  readonly #size = new SizeController(this);

  override render(): TemplateResult {
    return html`
      <h3>Accuracy on real digits, the students’ test</h3>
      <p class="quiet">Percent right. Line: mean over seeds; band: 95 % interval; faint lines: one per seed.</p>
      <svg role="img" aria-label="Learning curves"></svg>
      <sl-data-table .make=${() => curveTable(this.run)}></sl-data-table>
    `;
  }

  override updated(): void {
    const { run } = this;
    const { width } = this.#size;
    if (width === 0) return;
    const data = curvesOf(run);
    learningCurves(this.svg, data, {
      width,
      height: curveHeight(width, data.students.length + OTHER_LABELS),
      titles: titles(run, width),
      chance: CHANCE,
      empty: 'The curves appear as the networks learn.',
    });
    this.svg.setAttribute('aria-label', description(data));
  }
}

function titles({ spec }: RunState, width: number): { teacher: string; students: string } {
  const { label } = STUDENT_INPUTS[spec.inputs];
  if (width < 480) return { teacher: 'teacher', students: `students: ${label}` };
  return { teacher: 'teacher trains on digits', students: `students train on ${label}` };
}

function description({ teacher, students }: CurvesData): string {
  const ends = [teacher, ...students].flatMap(({ label }) => (label.value ? [`${label.name} ${label.value}`] : []));
  const now = ends.length > 0 ? ends.join(', ') : 'no measurements yet';
  return `Learning curves, accuracy on test digits over training steps: ${now}; chance ${CHANCE * 100} %.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sl-curves': SlCurves;
  }
}
