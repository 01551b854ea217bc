// The box in which a visitor asks the networks of a run anything that their language can say. Sends a question, shows the
// answers; what can be asked and what the bars say is decided in owls-question.ts.
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { answersTable } from './owls-views.ts';
import type { OwlsRun } from './owls-state.ts';
import { answerPanels, questionOf, TEMPLATES, WORDS } from './owls-question.ts';
import { Panel, panelStyles } from './panel.ts';
import { controls } from './tokens.ts';
import './sl-answer-bars.ts';

/** A question as ids from `<bos>` to the colon. */
export class AskEvent extends Event {
  constructor(readonly tokens: readonly number[]) {
    super('ask', { bubbles: true });
  }
}

/**
 * @element sl-ask
 * @fires {AskEvent} ask - a question that can be asked
 */
@customElement('sl-ask')
export class SlAsk extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      form {
        display: grid;
        gap: calc(0.5 * var(--sl-rem)) calc(0.75 * var(--sl-rem));
        align-items: end;
        margin-top: calc(0.5 * var(--sl-rem));
      }
      label {
        display: block;
        font-weight: 600;
        font-size: calc(0.875 * var(--sl-rem));
        margin-bottom: calc(0.1875 * var(--sl-rem));
      }
      .message {
        min-height: 1.45em;
        margin-top: calc(0.375 * var(--sl-rem));
      }
      @media (min-width: 44em) {
        form {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr) auto;
        }
      }
    `,
  ];

  @property({ attribute: false }) run!: OwlsRun;
  /** The number of the newest question; 0 before the first. */
  @property({ attribute: false }) question = 0;

  @state() private problem = '';
  /** What was asked last, as it was typed. */
  @state() private asked = '';
  @query('#question') private input!: HTMLInputElement;

  override render(): TemplateResult {
    const live = this.run.origin === 'live' && !this.run.failure;
    return html`
      ${this.heading('Ask them yourself')}
      <p class="quiet">${this.#explanation()}</p>
      <form @submit=${this.#submit}>
        <div>
          <label for="template">Choose a question</label>
          <select id="template" @change=${this.#choose}>
            <option value="">…</option>
            ${TEMPLATES.map(
              ({ kind, texts }) =>
                html`<optgroup label=${kind}>
                  ${texts.map((text) => html`<option value=${text}>${text}</option>`)}
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
      <p class="message quiet" id="message" aria-live="polite">${this.problem || this.#status()}</p>
      ${this.#answers()}
    `;
  }

  #explanation(): string {
    switch (this.run.origin) {
      case 'live':
        return 'The models of this run answer, as they are now: the five likeliest next words, mean over the seeds.';
      case 'recorded':
        return 'These models are only a recording and cannot be asked. Run the lab live, and they answer you, too.';
      case 'none':
        return 'There is nobody to ask yet. Run the lab live, and its models answer you while they learn.';
    }
  }

  /** The newest reply, if it is one to the newest question. */
  private get reply(): OwlsRun['reply'] {
    const { reply } = this.run;
    return reply && reply.question >= this.question ? reply : undefined;
  }

  #status(): string {
    const { reply } = this;
    if (!this.asked) return '';
    if (!reply) return this.run.failure ? '' : 'They are thinking …';
    if (reply.answers.length === 0) return 'There are no networks yet; ask again once the teacher trains.';
    return `To “${this.asked}” they answer:`;
  }

  #answers(): TemplateResult | typeof nothing {
    const { reply } = this;
    const { spec } = this.run;
    if (!this.asked || !reply || reply.answers.length === 0) return nothing;
    const panels = answerPanels(spec, reply.answers);
    const measure = `Answers to “${this.asked}”`;
    return html`<sl-answer-bars
      .view=${{ panels, measure, table: () => answersTable(panels, measure) }}
    ></sl-answer-bars>`;
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
    this.asked = text.trim();
    this.dispatchEvent(new AskEvent(question.tokens));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sl-ask': SlAsk;
  }
  interface HTMLElementEventMap {
    ask: AskEvent;
  }
}
