// Every setting but the students, generated from the table of fields: a new field shows up here by itself.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { DIGITS_FIELDS, type DigitsSpec } from '../experiment/digits/spec.ts';
import type { Field } from '../experiment/fields.ts';
import { BACKEND_FIELD, type LabSettings } from './lab-settings.ts';
import { SettingEvent } from './lab-events.ts';
import { controls } from './tokens.ts';

type Key = keyof DigitsSpec;

/** What most visitors want to turn; the rest is one click away. */
const FIRST: readonly Key[] = ['preset', 'seedCount', 'targets', 'auxiliaryLogits', 'inputs'];
/** Students have an editor of their own. */
const ELSEWHERE: readonly Key[] = ['students'];

const isKey = (name: string): name is Key => name in DIGITS_FIELDS;
const REST = Object.keys(DIGITS_FIELDS)
  .filter(isKey)
  .filter((key) => !FIRST.includes(key) && !ELSEWHERE.includes(key));

/** What a control needs of a field, whatever the type of its value. */
type AnyField = Pick<Field<never>, 'name' | 'label' | 'help' | 'control'>;

/**
 * @element sl-settings
 * @fires {SettingEvent} setting - one choice
 */
@customElement('sl-settings')
export class SlSettings extends LitElement {
  static override styles = [
    controls,
    css`
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 11.5rem), 1fr));
        gap: 1rem 1.25rem;
        margin-top: 0.5rem;
      }
      label {
        display: block;
        font-weight: 600;
        font-size: 0.875rem;
        margin-bottom: 0.1875rem;
      }
      .quiet {
        margin-top: 0.1875rem;
      }
      details {
        margin-top: 0.75rem;
      }
    `,
  ];

  @property({ attribute: false }) settings!: LabSettings;

  override render(): TemplateResult {
    return html`
      <h3>Settings</h3>
      <div class="fields">${FIRST.map((key) => this.#setting(key))}</div>
      <details>
        <summary>All settings</summary>
        <div class="fields">
          ${REST.map((key) => this.#setting(key))} ${this.#control(BACKEND_FIELD, this.settings.backend ?? 'auto')}
        </div>
      </details>
    `;
  }

  #setting<K extends Key>(key: K): TemplateResult {
    const field = DIGITS_FIELDS[key];
    return this.#control(field, field.format(this.settings.spec[key]));
  }

  #control(field: AnyField, text: string): TemplateResult {
    const { name, label, control } = field;
    const options = control.kind === 'choice' ? control.options : [];
    const chosen = options.find(({ value }) => value === text);
    return html`<div>
      <label for=${name}>${label}</label>
      ${
        control.kind === 'choice'
          ? html`<select id=${name} aria-describedby="${name}-help" @change=${this.#change}>
              ${options.map(({ value, label: words }) => html`<option value=${value} .selected=${value === text}>${words}</option>`)}
            </select>`
          : this.#input(field, text)
      }
      <p class="quiet" id="${name}-help">${chosen ? chosen.help : field.help}</p>
    </div>`;
  }

  #input({ name, control }: AnyField, text: string): TemplateResult {
    if (control.kind !== 'number') {
      return html`<input
        id=${name}
        type="text"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="${name}-help"
        .value=${live(text)}
        @change=${this.#change}
      />`;
    }
    return html`<input
      id=${name}
      type="number"
      autocomplete="off"
      aria-describedby="${name}-help"
      min=${control.minimum}
      max=${control.maximum}
      step=${control.integer ? 1 : 'any'}
      .value=${live(text)}
      @change=${this.#change}
    />`;
  }

  #change({ currentTarget }: Event): void {
    if (!(currentTarget instanceof HTMLInputElement || currentTarget instanceof HTMLSelectElement)) return;
    this.dispatchEvent(new SettingEvent([currentTarget.id, currentTarget.value]));
    // A text that was clamped back to what it was would otherwise stay as typed.
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sl-settings': SlSettings;
  }
}
