// The controls of a lab's settings, but for what has an editor of its own. Which there are is decided in setting-rows.ts.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Option } from '../../experiment/spec/fields.ts';
import { element } from './define.ts';
import { SettingEvent } from './choice-events.ts';
import { numberInput } from './number-input.ts';
import type { SettingRow } from '../settings/setting-rows.ts';
import { controls } from './tokens.ts';

/**
 * @element subliminal-settings
 * @fires {SettingEvent} subliminal-setting - one choice
 */
@element('subliminal-settings')
export class SubliminalSettings extends LitElement {
  static override styles = [
    controls,
    css`
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, calc(11.5 * var(--subliminal-rem))), 1fr));
        gap: calc(1 * var(--subliminal-rem)) calc(1.25 * var(--subliminal-rem));
        margin-top: calc(0.5 * var(--subliminal-rem));
      }
      label {
        display: block;
        font-weight: 600;
        font-size: calc(0.875 * var(--subliminal-rem));
        margin-bottom: calc(0.1875 * var(--subliminal-rem));
      }
      .quiet {
        margin-top: calc(0.1875 * var(--subliminal-rem));
      }
      .problem {
        color: var(--subliminal-alert);
        font-size: calc(0.8125 * var(--subliminal-rem));
      }
      details {
        margin-top: calc(0.75 * var(--subliminal-rem));
      }
      .slider {
        display: flex;
        align-items: center;
        gap: calc(0.625 * var(--subliminal-rem));
      }
      .value {
        min-width: calc(1.25 * var(--subliminal-rem));
        font-weight: 600;
        text-align: right;
      }
    `,
  ];

  @property({ attribute: false }) first: readonly SettingRow[] = [];
  @property({ attribute: false }) rest: readonly SettingRow[] = [];

  override render(): TemplateResult {
    return html`
      <h3>Settings</h3>
      <div class="fields">${this.first.map((row) => this.#row(row))}</div>
      <details>
        <summary>All settings</summary>
        <div class="fields">${this.rest.map((row) => this.#row(row))}</div>
      </details>
    `;
  }

  #row(row: SettingRow): TemplateResult {
    const { name, label, help, control, text, problem = '' } = row;
    const chosen = control.kind === 'choice' ? control.options.find(({ value }) => value === text) : undefined;
    return html`<div>
      <label for=${name} .textContent=${label}></label>
      ${control.kind === 'choice' ? this.#choice(row, control.options) : this.#input(row)}
      <p class="quiet" id="${name}-help" .textContent=${chosen ? chosen.help : help}></p>
      <p class="problem" id="${name}-problem" aria-live="polite" .textContent=${problem}></p>
    </div>`;
  }

  #choice({ name, text, headings }: SettingRow, options: readonly Option[]): TemplateResult {
    const option = ({ value, label }: Option) =>
      html`<option value=${value} .selected=${value === text} .textContent=${label}></option>`;
    const below = (values: readonly string[]) => options.filter(({ value }) => values.includes(value)).map(option);
    return html`<select id=${name} aria-describedby="${name}-help" @change=${this.#change}>
      ${
        headings.length === 0
          ? options.map(option)
          : headings.map(({ label, values }) => html`<optgroup label=${label}>${below(values)}</optgroup>`)
      }
    </select>`;
  }

  #input({ name, control, text, slider, problem }: SettingRow): TemplateResult {
    const describedBy = `${name}-help ${name}-problem`;
    if (control.kind !== 'number') {
      return html`<input
        id=${name}
        type="text"
        autocomplete="off"
        spellcheck="false"
        aria-describedby=${describedBy}
        aria-invalid=${problem !== undefined}
        .value=${live(text)}
        @change=${this.#change}
      />`;
    }
    if (!slider) {
      const changed = (event: Event) => this.#change(event);
      return numberInput({ id: name, text, ...control, describedBy, refused: problem !== undefined, changed });
    }
    return html`<div class="slider">
      <input
        id=${name}
        type="range"
        autocomplete="off"
        aria-describedby=${describedBy}
        min=${control.minimum}
        max=${control.maximum}
        step=${control.integer ? 1 : 'any'}
        .value=${live(text)}
        @change=${this.#change}
      /><span class="value" aria-hidden="true" .textContent=${text}></span>
    </div>`;
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
    'subliminal-settings': SubliminalSettings;
  }
}
