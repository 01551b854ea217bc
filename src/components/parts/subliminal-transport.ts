// The buttons that move the run that is there; how far it is; a link to it. Which buttons there are is decided in
// run/actions.ts.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { element } from './define.ts';
import { actionButton } from './action-button.ts';
import type { LabButton } from './action-button.ts';
import { panelStyles, staleMark } from './panel.ts';
import { controls } from './tokens.ts';

/**
 * @element subliminal-transport
 * @fires {TransportEvent} subliminal-transport - a button was pressed
 */
@element('subliminal-transport')
export class SubliminalTransport extends LitElement {
  static override styles = [
    controls,
    panelStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: calc(0.5 * var(--subliminal-rem)) calc(0.75 * var(--subliminal-rem));
      }
      .moves {
        display: flex;
        gap: calc(0.5 * var(--subliminal-rem));
      }
      .moves button {
        min-width: calc(5.5 * var(--subliminal-rem));
      }
      .progress {
        flex: 1 1 calc(14 * var(--subliminal-rem));
        display: grid;
        gap: calc(0.125 * var(--subliminal-rem));
        min-width: 0;
      }
      progress {
        width: 100%;
        height: calc(0.5 * var(--subliminal-rem));
      }
      .link {
        display: flex;
        flex-wrap: wrap;
        gap: calc(0.5 * var(--subliminal-rem));
      }
      .link input {
        width: calc(12 * var(--subliminal-rem));
      }
    `,
  ];

  @property({ attribute: false }) moves: readonly LabButton[] = [];
  /** How far it is, in any unit, and the same in words. */
  @property({ attribute: false }) progress = { done: 0, total: 1 };
  @property() words = '';
  /** The controls, and with them the link, have other settings than the run. */
  @property({ attribute: false }) stale = false;
  /** The address that opens the lab with the settings in the controls. */
  @property() link = '';

  @state() private copied: '' | 'copied' | 'by hand' = '';
  @query('.link input') private linkInput!: HTMLInputElement | null;

  override render(): TemplateResult {
    const { words, progress, moves } = this;
    const { done, total } = progress;
    return html`
      ${moves.length > 0 ? html`<div class="moves">${moves.map((move) => actionButton(move, this))}</div>` : nothing}
      <div class="progress">
        <progress max=${total} .value=${done} aria-label="Progress" aria-valuetext=${words}></progress>
        <span class="quiet"><span .textContent=${words}></span>${staleMark(this.stale)}</span>
      </div>
      ${this.link ? this.#copying() : nothing}
    `;
  }

  #copying(): TemplateResult {
    const copied = this.copied === 'copied';
    return html`<div class="link">
      <button type="button" @click=${this.#copy} .textContent=${copied ? 'Link copied' : 'Copy link'}></button>
      ${
        this.copied === 'by hand'
          ? html`<input readonly aria-label="Link to these settings" .value=${this.link} />`
          : nothing
      }
      <span class="hidden" role="status" .textContent=${copied ? 'Link copied' : ''}></span>
    </div>`;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('link')) this.copied = '';
  }

  override updated(): void {
    if (this.copied === 'by hand') this.linkInput?.select();
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link);
      this.copied = 'copied';
    } catch {
      // No permission, or no secure context: the visitor can still copy it.
      this.copied = 'by hand';
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-transport': SubliminalTransport;
  }
}
