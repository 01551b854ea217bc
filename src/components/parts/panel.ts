// What every panel that shows a run has: its heading, and a mark, in words and as a frame, while the controls show other
// settings than the run. What is in it, each panel says itself.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';

/** For panels that are elements, and for parts of a lab that are none. */
export const panelStyles = css`
  :host([stale]),
  .stale {
    outline: 1px dashed var(--subliminal-chance);
    outline-offset: calc(0.375 * var(--subliminal-rem));
  }
  .tag {
    display: inline-block;
    padding: 0 calc(0.375 * var(--subliminal-rem));
    border: 1px dashed var(--subliminal-chance);
    border-radius: var(--subliminal-radius);
    color: var(--subliminal-muted);
    font-size: calc(0.75 * var(--subliminal-rem));
    font-weight: 400;
    line-height: 1.3;
    white-space: nowrap;
  }
`;

/** Stands behind a heading, so that it is also heard by whoever goes from heading to heading. */
export function staleMark(stale: boolean): TemplateResult | typeof nothing {
  return stale ? html` <span class="tag"><span class="hidden">, of </span>other settings</span>` : nothing;
}

export abstract class Panel extends LitElement {
  /** The controls show other settings than the run. */
  @property({ type: Boolean, reflect: true }) stale = false;

  protected heading(text: string, mark: TemplateResult | typeof nothing = nothing): TemplateResult {
    return html`<h3>${mark}<span .textContent=${text}></span>${staleMark(this.stale)}</h3>`;
  }
}
