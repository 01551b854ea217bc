// The box in which a visitor asks the networks of a run anything that their language can say. Sends a question, shows the
// answers; what can be asked and what the bars say is decided in question.ts.
import { css, html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { element } from '../parts/define.ts';
import { answersTable } from './views.ts';
import type { OwlsRun } from './state.ts';
import { VOCABULARY_SIZE } from '../../experiment/owls/language/vocabulary.ts';
import { answerPanels, otherSpelling, questionOf, TEMPLATES, WORD_GROUPS, WORDS, type Asked } from './question.ts';
import { Panel, panelStyles } from '../parts/panel.ts';
import { controls } from '../parts/tokens.ts';
import './subliminal-answer-bars.ts';

/** A question as it was typed, and as ids from `<bos>` to the colon. */
export class AskEvent extends Event {
  constructor(
    readonly text: string,
    readonly tokens: readonly number[],
  ) {
    super('subliminal-ask', { bubbles: true });
  }
}

/** A language of 190 words is one that can be read through. */
const VOCABULARY_LIST = html`<details>
  <summary .textContent=${`All ${VOCABULARY_SIZE} words`}></summary>
  <dl>
    ${WORD_GROUPS.map(
      ({ name, words }) =>
        html`<dt .textContent=${name}></dt>
          <dd>
            <ul>
              ${words.map((word) => {
                const other = otherSpelling(word);
                return html`<li>
                  <span .textContent=${word}></span>${other ? html` <i .textContent=${`or ${other}`}></i>` : nothing}
                </li>`;
              })}
            </ul>
          </dd>`,
    )}
  </dl>
</details>`;

/**
 * @element subliminal-ask
 * @fires {AskEvent} subliminal-ask - a question that can be asked
 */
@element('subliminal-ask')
export class SubliminalAsk extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      form {
        display: grid;
        gap: calc(0.5 * var(--subliminal-rem)) calc(0.75 * var(--subliminal-rem));
        align-items: end;
        margin-top: calc(0.5 * var(--subliminal-rem));
      }
      label {
        display: block;
        font-weight: 600;
        font-size: calc(0.875 * var(--subliminal-rem));
        margin-bottom: calc(0.1875 * var(--subliminal-rem));
      }
      .message {
        min-height: 1.45em;
        margin-top: calc(0.375 * var(--subliminal-rem));
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0 calc(1 * var(--subliminal-rem));
        margin: calc(0.25 * var(--subliminal-rem)) 0 0;
        font-size: calc(0.8125 * var(--subliminal-rem));
      }
      dt {
        font-weight: 600;
      }
      dd {
        margin: 0 0 calc(0.375 * var(--subliminal-rem));
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0 calc(0.625 * var(--subliminal-rem));
        margin: 0;
        padding: 0;
        list-style: none;
      }
      i {
        color: var(--subliminal-muted);
      }
      @container (min-width: 44em) {
        dl {
          grid-template-columns: calc(11 * var(--subliminal-rem)) minmax(0, 1fr);
        }
      }
      @media print {
        form {
          display: none;
        }
      }
      @media screen and (min-width: 44em) {
        form {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr) auto;
        }
      }
    `,
  ];

  @property({ attribute: false }) run!: OwlsRun;
  /** The visitor's newest question of this run. */
  @property({ attribute: false }) asked?: Asked;

  /** Why what was typed last could not be asked; while it stands there, no answer does. */
  @state() private problem = '';
  @query('#question') private input!: HTMLInputElement;

  override render(): TemplateResult {
    const live = this.run.origin === 'live' && !this.run.failure;
    return html`
      ${this.heading('Ask them yourself')}
      <p class="quiet" .textContent=${this.#explanation()}></p>
      <form @submit=${this.#submit}>
        <div>
          <label for="template">Choose a question</label>
          <select id="template" @change=${this.#choose}>
            <option value="">…</option>
            ${TEMPLATES.map(
              ({ kind, texts }) =>
                html`<optgroup label=${kind}>
                  ${texts.map((text) => html`<option value=${text} .textContent=${text}></option>`)}
                </optgroup>`,
            )}
          </select>
        </div>
        <div>
          <label for="question">or type words of their language</label>
          <input
            id="question"
            type="text"
            list="words"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            maxlength="200"
            aria-describedby="message"
          />
          <datalist id="words">${WORDS.map((word) => html`<option value=${word}></option>`)}</datalist>
        </div>
        <button type="submit" ?disabled=${!live}>Ask</button>
      </form>
      <p class="message quiet" id="message" aria-live="polite" .textContent=${this.problem || this.#status()}></p>
      ${this.#answers()} ${VOCABULARY_LIST}
    `;
  }

  #explanation(): string {
    switch (this.run.origin) {
      case 'live':
        return 'The models of this run answer, as they are now: the five likeliest next words, mean over the seeds.';
      case 'recorded':
        return 'This is a recording. It keeps what was measured, not the networks, so there is nobody to answer. Run it live, and you can ask them while they learn and afterward.';
      case 'none':
        return 'There is nobody to ask yet. Run it live, and you can ask them while they learn and afterward.';
    }
  }

  /** The question that what is shown can belong to: none while a run is only being prepared, or was recorded. */
  get #open(): Asked | undefined {
    const { origin, prepared } = this.run;
    return this.problem || origin !== 'live' || !prepared ? undefined : this.asked;
  }

  /** The newest reply, if it is one to the newest question. */
  get #reply(): OwlsRun['reply'] {
    const { reply } = this.run;
    const number = this.#open?.number;
    return reply && number !== undefined && reply.question >= number ? reply : undefined;
  }

  #status(): string {
    const asked = this.#open;
    if (!asked) return '';
    if (asked.number === undefined) return 'Their networks are gone. Run it again, and ask the new ones.';
    const reply = this.#reply;
    if (!reply) return this.run.failure ? '' : 'They are thinking …';
    if (reply.answers.length === 0) return 'There are no networks yet; they answer once the teacher trains.';
    return `To “${asked.text}” they answer:`;
  }

  #answers(): TemplateResult | typeof nothing {
    const asked = this.#open;
    const reply = this.#reply;
    if (!asked || !reply || reply.answers.length === 0) return nothing;
    const panels = answerPanels(this.run.spec, reply.answers);
    const measure = `Answers to “${asked.text}”`;
    return html`<subliminal-answer-bars
      .view=${{ panels, measure, table: () => answersTable(panels, measure) }}
    ></subliminal-answer-bars>`;
  }

  #choose({ currentTarget }: Event): void {
    if (currentTarget instanceof HTMLSelectElement && currentTarget.value) this.input.value = currentTarget.value;
  }

  #submit(event: Event): void {
    event.preventDefault();
    const text = this.input.value;
    const question = questionOf(text);
    this.problem = 'problem' in question ? question.problem : '';
    if ('problem' in question) return;
    this.dispatchEvent(new AskEvent(text.trim(), question.tokens));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-ask': SubliminalAsk;
  }
  interface HTMLElementEventMap {
    'subliminal-ask': AskEvent;
  }
}
