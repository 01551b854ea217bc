// The teacher's part of the scene: what it learns from, what it is, and how well it does.
import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { percent } from '../experiment/intervals.ts';
import { element } from './define.ts';
import { marker, markerStyles } from './marker.ts';
import type { DigitsRun } from './digits-state.ts';
import { Panel, panelStyles } from './panel.ts';
import { controls } from './tokens.ts';

/** @element sl-teacher */
@element('sl-teacher')
export class SlTeacher extends Panel {
  static override styles = [
    controls,
    panelStyles,
    markerStyles,
    css`
      p {
        margin-top: calc(0.375 * var(--sl-rem));
      }
      .score {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        column-gap: calc(0.625 * var(--sl-rem));
        line-height: 1.2;
      }
      .score strong {
        font-size: calc(1.75 * var(--sl-rem));
        font-weight: 300;
      }
    `,
  ];

  @property({ attribute: false }) run!: DigitsRun;

  override render(): TemplateResult {
    const { spec, evaluations, result } = this.run;
    const newest = result?.teacher ?? evaluations.teacher.at(-1)?.accuracy[0];
    const architecture = [784, ...spec.hidden, `(10 + ${spec.auxiliaryLogits})`].join('–');
    return html`
      ${this.heading(html`${marker('teacher')} Teacher`)}
      <p>
        Learns ${spec.trainingImages.toLocaleString('en')} real digits with their labels, ${epochs(spec.teacherEpochs)}.
        Then it is frozen.
      </p>
      <p class="score">
        <strong>${newest ? percent(newest) : '–'}</strong>
        <span class="quiet">of test digits right${newest ? nothing : ', once it has started'}</span>
      </p>
      <p class="quiet">
        Network ${architecture}: 10 class logits for the digits, ${spec.auxiliaryLogits} auxiliary logits that stand for
        nothing and are never trained on anything.
      </p>
    `;
  }
}

function epochs(count: number): string {
  return count === 1 ? 'once' : `${count} times over`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sl-teacher': SlTeacher;
  }
}
