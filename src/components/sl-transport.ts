// Play, step, stop, restart; how far the run is; a link to it. Presses become events, nothing here moves a run.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { TransportEvent, type TransportAction } from './lab-events.ts';
import { isUnderWay, statusOf, type RunState } from './run-state.ts';
import { controls } from './tokens.ts';

/**
 * @element sl-transport
 * @fires {TransportEvent} transport - a button was pressed
 */
@customElement('sl-transport')
export class SlTransport extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: calc(0.5 * var(--sl-rem)) calc(0.75 * var(--sl-rem));
      }
      .toggle {
        min-width: calc(5 * var(--sl-rem));
      }
      .second {
        min-width: calc(4 * var(--sl-rem));
      }
      .progress {
        flex: 1 1 calc(14 * var(--sl-rem));
        display: grid;
        gap: calc(0.125 * var(--sl-rem));
        min-width: 0;
      }
      progress {
        width: 100%;
        height: calc(0.5 * var(--sl-rem));
      }
      .link {
        display: flex;
        flex-wrap: wrap;
        gap: calc(0.5 * var(--sl-rem));
      }
      .link input {
        width: calc(12 * var(--sl-rem));
      }
    `,
  ];

  @property({ attribute: false }) run!: RunState;
  /** How far it is, in any unit, and the same in words. */
  @property({ attribute: false }) progress = { done: 0, total: 1 };
  @property() words = '';
  /** The address that opens the lab with the settings in the controls. */
  @property() link = '';

  @state() private copied: '' | 'copied' | 'by hand' = '';
  @query('.link input') private linkInput!: HTMLInputElement | null;

  override render(): TemplateResult {
    const status = statusOf(this.run);
    const live = this.run.origin === 'live';
    const loading = live && status === 'loading';
    const busy = live && (status === 'playing' || status === 'paused');
    const { words, progress } = this;
    const { done, total } = progress;
    return html`
      ${
        isUnderWay(this.run)
          ? this.#button('pause', 'Pause', true, 'toggle primary')
          : this.#button('play', 'Play', !live || loading || status === 'paused', 'toggle primary')
      }
      ${loading ? this.#button('stop', 'Stop', true, 'second') : this.#button('step', 'Step', busy, 'second')}
      ${this.#button('restart', 'Restart', live)}
      <div class="progress">
        <progress max=${total} .value=${done} aria-label="Progress" aria-valuetext=${words}></progress>
        <span class="quiet">${words}</span>
      </div>
      <div class="link">
        <button type="button" @click=${this.#copy}>${this.copied === 'copied' ? 'Link copied' : 'Copy link'}</button>
        ${this.copied === 'by hand' ? html`<input readonly aria-label="Link to these settings" .value=${this.link} />` : ''}
        <span class="hidden" role="status">${this.copied === 'copied' ? 'Link copied' : ''}</span>
      </div>
    `;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('link')) this.copied = '';
  }

  override updated(): void {
    if (this.copied === 'by hand') this.linkInput?.select();
  }

  #button(action: TransportAction, label: string, enabled: boolean, look = ''): TemplateResult {
    return html`<button type="button" class=${look} ?disabled=${!enabled} @click=${() => this.#press(action)}>
      ${label}
    </button>`;
  }

  #press(action: TransportAction): void {
    this.dispatchEvent(new TransportEvent(action));
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
    'sl-transport': SlTransport;
  }
}
