// Could anybody have noticed? A classifier that is told whose lists are whose, beside what the students picked up.
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { detectorOf, findingsOf, type Finding } from './owls-evidence.ts';
import type { OwlsRun } from './owls-state.ts';
import { Panel, panelStyles } from './panel.ts';
import { controls } from './tokens.ts';

/** @element sl-detector */
@customElement('sl-detector')
export class SlDetector extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: calc(0.125 * var(--sl-rem)) calc(0.75 * var(--sl-rem));
        margin: calc(0.5 * var(--sl-rem)) 0;
        font-size: calc(0.875 * var(--sl-rem));
      }
      dt,
      dd {
        margin: 0;
      }
      dd {
        text-align: right;
        font-weight: 600;
      }
      svg {
        grid-column: 1 / -1;
        width: 100%;
        height: 8px;
        margin-bottom: calc(0.375 * var(--sl-rem));
      }
      .ground {
        fill: var(--sl-grid);
      }
      .bar {
        fill: var(--sl-ink);
        fill-opacity: 0.75;
      }
      .guess {
        stroke: var(--sl-student-0);
        stroke-width: 2;
      }
      p + p {
        margin-top: calc(0.5 * var(--sl-rem));
      }
    `,
  ];

  @property({ attribute: false }) run!: OwlsRun;

  override render(): TemplateResult {
    return html`
      ${this.heading('Could anybody have noticed?')}
      <p>${this.#sentence()}</p>
      <dl>${findingsOf(this.run).map(row)}</dl>
      <p class="quiet">
        The bar is the share, the stroke what guessing, or the base, would give. In the paper, language models that were
        shown the lists and asked whether the writer had the trait could not tell. This classifier is stronger: it is
        trained on lists of both authors with the author named, and it does see the teacher here. Without such examples
        there is nothing to compare a list with.
      </p>
    `;
  }

  #sentence(): string {
    const detector = detectorOf(this.run);
    if (detector) {
      return 'A classifier counts numbers. It is told which lists come from the teacher and which from the base, and then judges new ones.';
    }
    const { domain, students } = this.run.spec;
    if (domain !== 'numbers') return 'The classifier counts numbers, so it judges number lists only.';
    if (!students.some(({ kind }) => kind === 'control')) {
      return 'To compare, somebody must write lists without a teacher: add a control student.';
    }
    return 'A classifier that is told which lists come from the teacher is tested once the lists are written.';
  }
}

function row({ name, value, share, guess }: Finding): TemplateResult {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="ground" width="100" height="8"></rect>
      <rect class="bar" width=${100 * share} height="8"></rect>
      <path class="guess" d="M${100 * guess} 0 V8" vector-effect="non-scaling-stroke"></path>
    </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sl-detector': SlDetector;
  }
}
