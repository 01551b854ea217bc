// The way of a trait as a row of stations that light up as they work. What they say is decided in owls-pipeline.ts.
import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from './define.ts';
import type { OwlsRun } from './owls-state.ts';
import { stationsOf, type Station, type StationStatus } from './owls-pipeline.ts';
import { Panel, panelStyles, staleMark } from './panel.ts';
import { controls } from './tokens.ts';
import { unbroken } from './words.ts';

/** Said beside the name; waiting goes without saying. */
const STATUS: Readonly<Record<StationStatus, string>> = {
  waiting: '',
  working: 'working …',
  done: '✓ done',
  stopped: '✗ stopped',
};

/** @element sl-pipeline */
@element('sl-pipeline')
export class SlPipeline extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      :host {
        container-type: inline-size;
      }
      ol {
        display: grid;
        gap: calc(0.5 * var(--sl-rem));
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template: auto 1fr auto / minmax(0, 1fr);
        gap: calc(0.25 * var(--sl-rem));
        padding: calc(0.5 * var(--sl-rem)) calc(0.75 * var(--sl-rem));
        border: 1px solid var(--sl-line);
        border-top-width: 4px;
        border-radius: var(--sl-radius);
        min-width: 0;
      }
      li.working {
        border-color: var(--sl-student-0);
        background: var(--sl-surface);
      }
      li.done {
        border-top-color: var(--sl-ink);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: 0 calc(0.5 * var(--sl-rem));
      }
      h3 .number {
        color: var(--sl-muted);
        font-weight: 400;
      }
      .fact {
        min-height: 1.45em;
        font-weight: 600;
        font-size: calc(0.875 * var(--sl-rem));
      }
      @container (min-width: 42.5em) {
        ol {
          grid-template-columns: repeat(5, minmax(0, 1fr));
        }
        .fact {
          min-height: 4.35em;
        }
        .line {
          min-height: 2.7em;
          align-content: start;
        }
      }
      @container (min-width: 66em) {
        .fact {
          min-height: 2.9em;
        }
        .line {
          min-height: 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) run!: OwlsRun;

  override render(): TemplateResult {
    return html`<ol aria-label="From the base to the students">
      ${stationsOf(this.run).map((station, index) => this.#station(station, index + 1))}
    </ol>`;
  }

  #station({ name, status, what, fact }: Station, number: number): TemplateResult {
    return html`<li class=${status} aria-current=${status === 'working' ? 'step' : nothing}>
      <div class="line">
        <h3><span class="number" .textContent=${number}></span> <span .textContent=${name}></span></h3>
        <span class="quiet"><span .textContent=${STATUS[status]}></span>${staleMark(this.stale)}</span>
      </div>
      <p class="quiet" .textContent=${what}></p>
      <p class="fact" .textContent=${unbroken(fact)}></p>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sl-pipeline': SlPipeline;
  }
}
