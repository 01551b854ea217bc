// What the teacher writes, as it writes: the newest texts, those that the filter dropped struck out with the reason. Proof of
// blindness: what is not struck out is all that a student reads.
import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { SampledText } from '../../experiment/owls/records.ts';
import { element } from '../parts/define.ts';
import { newestTexts, type OwlsRun } from './state.ts';
import { blindness, repeatedWords, textsOf } from './words.ts';
import { Panel, panelStyles } from '../parts/panel.ts';
import { controls } from '../parts/tokens.ts';

/** Texts shown at once, and how many of them may be such as were dropped: they take two lines. */
const SHOWN = 9;
const DROPPED = 4;
/** Reasons named; the rare ones are counted together. */
const NAMED = 4;

/** @element subliminal-lists */
@element('subliminal-lists')
export class SubliminalLists extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      .texts {
        height: calc(19.5 * var(--subliminal-rem));
        overflow: auto;
        margin-top: calc(0.5 * var(--subliminal-rem));
        padding: calc(0.5 * var(--subliminal-rem)) calc(0.75 * var(--subliminal-rem));
        border: 1px solid var(--subliminal-line);
        border-radius: var(--subliminal-radius);
        background: var(--subliminal-surface);
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      ol li {
        padding-block: calc(0.1875 * var(--subliminal-rem));
        font-size: calc(0.875 * var(--subliminal-rem));
        line-height: 1.25;
      }
      i {
        font-style: normal;
        color: var(--subliminal-muted);
      }
      s {
        color: var(--subliminal-muted);
      }
      .reasons {
        min-height: 7.5em;
        margin-top: calc(0.5 * var(--subliminal-rem));
      }
      ul {
        margin: 0;
        padding-left: calc(1.1 * var(--subliminal-rem));
      }
      @media print {
        .texts {
          height: auto;
        }
        .reasons {
          min-height: 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) run!: OwlsRun;

  override render(): TemplateResult {
    const { spec } = this.run;
    const samples = newestTexts(this.run, SHOWN, DROPPED);
    return html`
      ${this.heading('What the students read')}
      <p .textContent=${blindness(spec)}></p>
      <div class="texts" tabindex="0" role="region" aria-label="Newest ${textsOf(spec)} of the teacher">
        ${
          samples.length === 0
            ? html`<p
                class="quiet"
                .textContent=${`The teacher’s ${textsOf(spec)} stream by here as it writes them.`}
              ></p>`
            : html`<ol>
                ${samples.map((sample) => text(sample))}
              </ol>`
        }
      </div>
      <p .textContent=${repeatedWords(this.run)}></p>
      <div class="reasons quiet">${this.#reasons()}</div>
    `;
  }

  #reasons(): TemplateResult {
    const { lists } = this.run;
    if (!lists) return html`<p>Struck out is what the filter drops, with the reason.</p>`;
    const named = lists.reasons.slice(0, NAMED);
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    // The record names the most frequent reasons only.
    const others = sum(lists.judged) - sum(lists.kept) - sum(named.map(({ count }) => count));
    if (named.length === 0) return html`<p>Nothing has been dropped so far.</p>`;
    return html`<p>Dropped so far, by reason:</p>
      <ul>
        ${named.map(({ reason, count }) => html`<li .textContent=${`${count.toLocaleString('en')} × ${reason}`}></li>`)}
        ${others > 0 ? html`<li .textContent=${`${others.toLocaleString('en')} × something rarer`}></li>` : nothing}
      </ul>`;
  }
}

function text({ prompt, completion, reason }: SampledText): TemplateResult {
  const asked = prompt.replace(/^<bos> /, '');
  const written = completion.replace(/ ?<eos>$/, '') || '(nothing)';
  if (reason === undefined)
    return html`<li>
      <p><i .textContent=${asked}></i> <span .textContent=${written}></span></p>
    </li>`;
  return html`<li>
    <p><i .textContent=${asked}></i> <s .textContent=${written}></s></p>
    <p class="quiet" .textContent=${`dropped: ${reason}`}></p>
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-lists': SubliminalLists;
  }
}
