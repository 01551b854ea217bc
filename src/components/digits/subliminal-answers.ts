// Ten test digits and how teacher and students read them now. Right and wrong are told by signs, not by color alone.
import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { grayImage } from '../../charts/gray-image.ts';
import type { Role } from '../../charts/roles.ts';
import { element } from '../parts/define.ts';
import { marker, markerStyles } from '../parts/marker.ts';
import type { DigitsRun } from './state.ts';
import { digitsNames, digitsRoles } from './students.ts';
import { Panel, panelStyles } from '../parts/panel.ts';
import { controls } from '../parts/tokens.ts';

const CLASSES = 10;
const PLACES = Array.from({ length: CLASSES }, (_, place) => place);

/** @element subliminal-answers */
@element('subliminal-answers')
export class SubliminalAnswers extends Panel {
  static override styles = [
    controls,
    panelStyles,
    markerStyles,
    css`
      table {
        border-collapse: collapse;
        table-layout: fixed;
        width: 100%;
        max-width: calc(34 * var(--subliminal-rem));
        margin-top: calc(0.5 * var(--subliminal-rem));
      }
      th,
      td {
        padding: 0;
        text-align: center;
        font-weight: inherit;
      }
      canvas {
        display: block;
        width: calc(100% - 2px);
        aspect-ratio: 1;
        margin: 0 auto;
        image-rendering: pixelated;
        background: var(--subliminal-surface);
        border-radius: 2px;
      }
      .network {
        text-align: left;
        padding-top: calc(0.625 * var(--subliminal-rem));
        font-size: calc(0.8125 * var(--subliminal-rem));
      }
      .network .score {
        color: var(--subliminal-muted);
      }
      td {
        height: calc(2.375 * var(--subliminal-rem));
        line-height: 1.1;
        vertical-align: top;
        padding-top: calc(0.125 * var(--subliminal-rem));
      }
      td b {
        display: block;
        font-weight: 600;
      }
      td.wrong b {
        font-weight: 400;
        color: var(--subliminal-muted);
      }
      td i {
        font-style: normal;
        font-size: calc(0.75 * var(--subliminal-rem));
      }
    `,
  ];

  @property({ attribute: false }) run!: DigitsRun;

  override render(): TemplateResult {
    const { run } = this;
    const roles = digitsRoles(run.spec);
    return html`
      ${this.heading('Their answers to ten test digits')}
      <p class="quiet">The networks of the first seed. ✓ right, ✗ wrong.</p>
      <table>
        <thead>
          <tr>
            ${PLACES.map((place) => this.#digit(run.prepared?.samples.labels[place]))}
          </tr>
        </thead>
        ${this.#network('teacher', 'teacher', run.answers.teacher?.answers[0])}
        ${digitsNames(run.spec).map((name, index) =>
          this.#network(roles[index] ?? 0, name, run.answers.students?.answers[index]),
        )}
      </table>
    `;
  }

  #digit(label: number | undefined): TemplateResult {
    const words = label === undefined ? 'a test digit, not loaded yet' : `handwritten ${label}`;
    return html`<th scope="col"><canvas width="28" height="28" role="img" aria-label=${words}></canvas></th>`;
  }

  #network(role: Role, name: string, answers: readonly number[] | undefined): TemplateResult {
    const labels = this.run.prepared?.samples.labels ?? [];
    const right = answers?.filter((answer, place) => answer === labels[place]).length;
    const score =
      right === undefined
        ? nothing
        : html`<span class="score" .textContent=${`${right} of ${labels.length} right`}></span>`;
    return html`<tbody>
      <tr>
        <th class="network" scope="rowgroup" colspan=${CLASSES}>
          ${marker(role)} <span .textContent=${name}></span> ${score}
        </th>
      </tr>
      <tr>
        ${PLACES.map((place) => this.#answer(answers?.[place], labels[place]))}
      </tr>
    </tbody>`;
  }

  #answer(answer: number | undefined, label: number | undefined): TemplateResult {
    if (answer === undefined || label === undefined) return html`<td class="wrong"><b>–</b></td>`;
    const right = answer === label;
    return html`<td class=${right ? 'right' : 'wrong'}>
      <b .textContent=${answer}></b><i aria-hidden="true" .textContent=${right ? '✓' : '✗'}></i
      ><span class="hidden" .textContent=${right ? 'right' : 'wrong'}></span>
    </td>`;
  }

  override updated(): void {
    const pixels = this.run.prepared?.samples.pixels ?? [];
    this.renderRoot.querySelectorAll('canvas').forEach((canvas, place) => {
      if (pixels[place]) grayImage(canvas, pixels[place]);
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-answers': SubliminalAnswers;
  }
}
