// A number to be typed, with a decimal point or comma, or moved by the arrow keys. The browser's own number field drops a
// comma that its language does not know without a word: 0,001 becomes 1.
import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { formatNumber, readNumber } from '../../experiment/spec/typed-number.ts';

export interface NumberInput {
  readonly id?: string;
  /** What is in it when nobody is typing. */
  readonly text: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly integer?: boolean;
  /** What an arrow key adds; without it, one in the number's first digit. */
  readonly step?: number;
  /** Ids of what explains it. */
  readonly describedBy: string;
  /** What was typed last was not taken as it was. */
  readonly refused: boolean;
  changed(event: Event): void;
}

export function numberInput(number: NumberInput): TemplateResult {
  const { id, text, minimum, maximum, integer = false, describedBy, refused, changed } = number;
  return html`<input
    id=${ifDefined(id)}
    type="text"
    role="spinbutton"
    inputmode=${integer ? 'numeric' : 'decimal'}
    autocomplete="off"
    spellcheck="false"
    aria-valuenow=${text}
    aria-valuemin=${minimum}
    aria-valuemax=${maximum}
    aria-describedby=${describedBy}
    aria-invalid=${refused}
    .value=${live(text)}
    @keydown=${(event: KeyboardEvent) => move(event, number)}
    @change=${changed}
  />`;
}

function move(event: KeyboardEvent, { minimum, maximum, integer, step }: NumberInput): void {
  const { key, currentTarget } = event;
  const up = key === 'ArrowUp';
  if (!(currentTarget instanceof HTMLInputElement) || !(up || key === 'ArrowDown')) return;
  event.preventDefault();
  const { value } = readNumber(currentTarget.value);
  if (value === undefined) return;
  const next = moved(value, up, step ?? (integer ? 1 : undefined));
  currentTarget.value = formatNumber(Math.min(maximum, Math.max(minimum, next)));
  currentTarget.dispatchEvent(new Event('change'));
}

/** One step further, without the dust of binary fractions. */
export function moved(value: number, up: boolean, step?: number): number {
  // Below 0.001 comes 0.0009, not 0.
  const digit = Math.floor(Math.log10(Math.abs(value) * (up ? 1 : 1 - 1e-9)));
  const size = step ?? (Number.isFinite(digit) ? 10 ** digit : 0);
  return Number((value + (up ? size : -size)).toPrecision(12));
}
