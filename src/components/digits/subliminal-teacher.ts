// The teacher's part of the scene: what it learns from, what it is, and how well it does.
import { css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { DigitsSpec } from '../../experiment/digits/spec.ts';
import { percent } from '../../experiment/statistics/intervals.ts';
import { element } from '../parts/define.ts';
import { marker, markerStyles } from '../parts/marker.ts';
import type { DigitsRun } from './state.ts';
import { Panel, panelStyles } from '../parts/panel.ts';
import { controls } from '../parts/tokens.ts';

/** @element subliminal-teacher */
@element('subliminal-teacher')
export class SubliminalTeacher extends Panel {
  static override styles = [
    controls,
    panelStyles,
    markerStyles,
    css`
      p {
        margin-top: calc(0.375 * var(--subliminal-rem));
      }
      .score {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        column-gap: calc(0.625 * var(--subliminal-rem));
        line-height: 1.2;
      }
      .score strong {
        font-size: calc(1.75 * var(--subliminal-rem));
        font-weight: 300;
      }
    `,
  ];

  @property({ attribute: false }) run!: DigitsRun;

  override render(): TemplateResult {
    const { spec, evaluations, result } = this.run;
    const newest = result?.teacher ?? evaluations.teacher.at(-1)?.trait[0];
    return html`
      ${this.heading('Teacher', html`${marker('teacher')} `)}
      <p .textContent=${lessons(spec)}></p>
      <p class="score">
        <strong .textContent=${newest ? percent(newest) : '–'}></strong>
        <span class="quiet" .textContent=${`of test digits right${newest ? '' : ', once it has started'}`}></span>
      </p>
      <p class="quiet" .textContent=${network(spec)}></p>
    `;
  }
}

function lessons({ trainingImages, teacherEpochs }: DigitsSpec): string {
  const digits = trainingImages.toLocaleString('en');
  return `Learns ${digits} real digits with their labels, ${epochs(teacherEpochs)}. Then it is frozen.`;
}

function network({ hidden, auxiliaryLogits }: DigitsSpec): string {
  const architecture = [784, ...hidden, `(10 + ${auxiliaryLogits})`].join('–');
  return `Network ${architecture}: 10 class logits for the digits, ${auxiliaryLogits} auxiliary logits that stand for nothing and are never trained on anything.`;
}

function epochs(count: number): string {
  return count === 1 ? 'once' : `${count} times over`;
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-teacher': SubliminalTeacher;
  }
}
