// What the teacher writes, as it writes: the newest texts, those that the filter dropped struck out with the reason. Proof of
// blindness: what is not struck out is all that a student reads.
import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { SampledText } from '../experiment/owls/records.ts';
import { element } from './define.ts';
import { newestTexts, type OwlsRun } from './owls-state.ts';
import { blindness, repeatedWords, textsOf } from './owls-words.ts';
import { Panel, panelStyles } from './panel.ts';
import { controls } from './tokens.ts';

/** Texts shown at once, and how many of them may be such as were dropped: they take two lines. */
const SHOWN = 9;
const DROPPED = 4;
/** Reasons named; the rare ones are counted together. */
const NAMED = 4;

/** @element sl-lists */
@element('sl-lists')
export class SlLists extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      .texts {
        height: calc(19.5 * var(--sl-rem));
        overflow: auto;
        margin-top: calc(0.5 * var(--sl-rem));
        padding: calc(0.5 * var(--sl-rem)) calc(0.75 * var(--sl-rem));
        border: 1px solid var(--sl-line);
        border-radius: var(--sl-radius);
        background: var(--sl-surface);
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      ol li {
        padding-block: calc(0.1875 * var(--sl-rem));
        font-size: calc(0.875 * var(--sl-rem));
        line-height: 1.25;
      }
      i {
        font-style: normal;
        color: var(--sl-muted);
      }
      s {
        color: var(--sl-muted);
      }
      .reasons {
        min-height: 7.5em;
        margin-top: calc(0.5 * var(--sl-rem));
      }
      ul {
        margin: 0;
        padding-left: calc(1.1 * var(--sl-rem));
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
    'sl-lists': SlLists;
  }
}
