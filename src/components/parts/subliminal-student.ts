// One student of the list: name, diagram of where it comes from, picker for its kind with the kind's parameter.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { formatNumber, readNumber } from '../../experiment/spec/typed-number.ts';
import { element } from './define.ts';
import { layerDiagramStyles } from './layer-diagram.ts';
import { marker, markerStyles } from './marker.ts';
import { numberInput } from './number-input.ts';
import type { StudentCard, StudentList } from './student-list.ts';
import { controls } from './tokens.ts';

/** The student as text, "perturbed:0.2", or nothing if it is to go. */
export class StudentEvent extends Event {
  constructor(readonly text: string | undefined) {
    super('subliminal-student', { bubbles: true });
  }
}

/**
 * @element subliminal-student
 * @fires {StudentEvent} subliminal-student - the visitor changed or removed it
 */
@element('subliminal-student')
export class SubliminalStudent extends LitElement {
  static override styles = [
    controls,
    markerStyles,
    layerDiagramStyles,
    css`
      :host {
        padding: calc(0.5 * var(--subliminal-rem)) 0;
        border-top: 1px solid var(--subliminal-grid);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: calc(0.25 * var(--subliminal-rem)) calc(0.875 * var(--subliminal-rem));
      }
      .name {
        font-weight: 600;
        margin-right: auto;
      }
      .line + .line {
        margin-top: calc(0.25 * var(--subliminal-rem));
      }
      label,
      fieldset {
        display: inline-flex;
        align-items: center;
        gap: calc(0.375 * var(--subliminal-rem));
        min-width: 0;
        font-size: calc(0.8125 * var(--subliminal-rem));
      }
      /* As wide as the longest kind, on a line of its own where there is no room beside the words. */
      .line > label:not(.amount) {
        flex-wrap: wrap;
        max-width: 100%;
        white-space: nowrap;
      }
      label select {
        flex: 0 1 auto;
        width: auto;
        max-width: 100%;
      }
      select,
      label input[type='text'] {
        min-height: calc(1.875 * var(--subliminal-rem));
        padding-block: calc(0.125 * var(--subliminal-rem));
      }
      label.amount {
        flex: 1 1 calc(8 * var(--subliminal-rem));
        line-height: 1.2;
      }
      label input[type='text'] {
        flex: none;
        width: calc(4.75 * var(--subliminal-rem));
      }
      fieldset {
        flex-wrap: wrap;
        gap: calc(0.25 * var(--subliminal-rem)) calc(0.75 * var(--subliminal-rem));
        margin: 0;
        padding: 0;
        border: 0;
      }
      /* A legend does not take part in flex layout. */
      legend {
        float: left;
        padding: 0;
      }
      .line button {
        margin-left: auto;
      }
      .problem {
        color: var(--subliminal-alert);
        font-size: calc(0.8125 * var(--subliminal-rem));
      }
    `,
  ];

  @property({ attribute: false }) student!: StudentCard;
  /** Everything it could be. */
  @property({ attribute: false }) kinds: StudentList['kinds'] = [];
  /** Layers of the network that can be copied. */
  @property({ attribute: false }) layers: readonly string[] = [];
  @property({ type: Boolean }) only = false;

  /** What was wrong with the amount that was typed last. */
  @state() private problem = '';

  override render(): TemplateResult {
    const { name, explanation, diagram, kind, look } = this.student;
    return html`
      <div class="line">
        <span class="name">${marker(look)} <span .textContent=${name}></span></span>
        <span class="quiet">${diagram}</span>
      </div>
      <div class="line">
        <label>
          <span><span class="hidden" .textContent=${`${name}: `}></span>starts from</span>
          <select @change=${this.#pick}>
            ${this.kinds.map(
              ({ value, label }) =>
                html`<option value=${value} .selected=${value === kind} .textContent=${label}></option>`,
            )}
          </select>
        </label>
        ${this.#parameter()}
        ${
          this.only
            ? nothing
            : html`<button class="plain" type="button" @click=${this.#remove}>
                Remove <span class="hidden" .textContent=${name}></span>
              </button>`
        }
      </div>
      <p class="problem" id="problem" aria-live="polite" .textContent=${this.problem}></p>
      <p class="quiet" .textContent=${explanation}></p>
    `;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('student')) this.problem = '';
  }

  /** Puts the focus on its last control: the button that removes it, if it may go. */
  focusLast(): void {
    [...this.renderRoot.querySelectorAll<HTMLElement>('button, input, select')].at(-1)?.focus();
  }

  #parameter(): TemplateResult | typeof nothing {
    const { parameter } = this.student;
    switch (parameter.kind) {
      case 'none':
        return nothing;
      case 'amount': {
        const { label, minimum, maximum, step, fallback } = parameter;
        return html`<label class="amount">
          <span
            ><span class="hidden" .textContent=${`${this.student.name}: `}></span><span .textContent=${label}></span
          ></span>
          ${numberInput({
            text: formatNumber(this.student.amount ?? fallback),
            minimum,
            maximum,
            step,
            describedBy: 'problem',
            refused: this.problem !== '',
            changed: (event) => this.#setAmount(event, label),
          })}
        </label>`;
      }
      case 'layers':
        return html`<fieldset>
          <legend>
            <span class="hidden" .textContent=${`${this.student.name}: `}></span
            ><span .textContent=${parameter.label}></span>
          </legend>
          ${this.layers.map(
            (layer) =>
              html`<label>
                <input
                  type="checkbox"
                  name=${layer}
                  .checked=${live(this.#copies(layer))}
                  @change=${this.#toggleLayer}
                />
                <span .textContent=${layer}></span>
              </label>`,
          )}
        </fieldset>`;
    }
  }

  #copies(layer: string): boolean {
    return this.student.layers?.includes(layer) ?? false;
  }

  #pick({ currentTarget }: Event): void {
    if (!(currentTarget instanceof HTMLSelectElement)) return;
    this.dispatchEvent(new StudentEvent(currentTarget.value));
  }

  #setAmount({ currentTarget }: Event, label: string): void {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    const { value, problem } = readNumber(currentTarget.value);
    this.problem = problem === undefined ? '' : `${label} ${problem}.`;
    if (value !== undefined) this.dispatchEvent(new StudentEvent(`${this.student.kind}:${formatNumber(value)}`));
    this.requestUpdate();
  }

  #toggleLayer({ currentTarget }: Event): void {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    const { name, checked } = currentTarget;
    const chosen = this.layers.filter((layer) => (layer === name ? checked : this.#copies(layer)));
    // With no layer left it would be another mode; the last one stays.
    if (chosen.length > 0) this.dispatchEvent(new StudentEvent(`${this.student.kind}:${chosen.join('+')}`));
    this.requestUpdate();
  }

  #remove(): void {
    this.dispatchEvent(new StudentEvent(undefined));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-student': SubliminalStudent;
  }
  interface HTMLElementEventMap {
    'subliminal-student': StudentEvent;
  }
}
