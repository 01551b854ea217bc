// Could anybody have noticed? The answer in words, and how well a classifier does that is told whose lists are whose.
import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../parts/define.ts';
import { detectorOf, findingsOf, GUESSING, noticedWords, type Finding } from './evidence.ts';
import type { OwlsRun } from './state.ts';
import { Panel, panelStyles } from '../parts/panel.ts';
import { controls } from '../parts/tokens.ts';
import { unbroken } from '../parts/unbroken.ts';

/** @element subliminal-detector */
@element('subliminal-detector')
export class SubliminalDetector extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      .answer {
        font-weight: 600;
      }
      figure {
        margin: calc(0.5 * var(--subliminal-rem)) 0 0;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: calc(0.125 * var(--subliminal-rem)) calc(0.75 * var(--subliminal-rem));
        margin: calc(0.5 * var(--subliminal-rem)) 0;
        font-size: calc(0.875 * var(--subliminal-rem));
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
        margin-bottom: calc(0.375 * var(--subliminal-rem));
      }
      .ground {
        fill: var(--subliminal-grid);
      }
      .bar {
        fill: var(--subliminal-ink);
        fill-opacity: 0.75;
      }
      .guess {
        stroke: var(--subliminal-student-0);
        stroke-width: 2;
      }
    `,
  ];

  @property({ attribute: false }) run!: OwlsRun;

  override render(): TemplateResult {
    const detector = detectorOf(this.run);
    const findings = findingsOf(this.run);
    return html`
      ${this.heading('Could anybody have noticed?')}
      <p
        class=${detector ? 'answer' : ''}
        .textContent=${detector ? unbroken(noticedWords(detector)) : this.#before()}
      ></p>
      ${
        findings.length > 0
          ? html`<figure>
              <figcaption class="quiet" id="tried">
                The classifier on lists it has not seen. It counts numbers and was told of other lists whose they are.
                The stroke is what guessing gets, 50&nbsp;%.
              </figcaption>
              <dl aria-labelledby="tried">${findings.map(row)}</dl>
            </figure>`
          : nothing
      }
      <p class="quiet">
        Whoever has no such examples has nothing to compare a list with. In the paper, language models that were shown
        the lists and asked whether the writer had the trait could not tell; and no filter by form takes out what the
        classifier sees.
      </p>
    `;
  }

  #before(): string {
    const { domain, students } = this.run.spec;
    if (domain !== 'numbers') return 'The classifier counts numbers, so it judges number lists only.';
    if (!students.some(({ kind }) => kind === 'control')) {
      return 'To compare, somebody must write lists without a teacher: add a control student.';
    }
    return 'A classifier that is told which lists come from the teacher is tested once the lists are written.';
  }
}

function row({ name, value, share }: Finding): TemplateResult {
  return html`<dt .textContent=${name}></dt>
    <dd .textContent=${unbroken(value)}></dd>
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="ground" width="100" height="8"></rect>
      <rect class="bar" width=${100 * share} height="8"></rect>
      <path class="guess" d="M${100 * GUESSING} 0 V8" vector-effect="non-scaling-stroke"></path>
    </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-detector': SubliminalDetector;
  }
}
