// The way of a trait as a row of stations that light up as they work. What they say is decided in pipeline.ts.
import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../parts/define.ts';
import type { OwlsRun } from './state.ts';
import { stationsOf, type Station, type StationStatus } from './pipeline.ts';
import { Panel, panelStyles, staleMark } from '../parts/panel.ts';
import { controls } from '../parts/tokens.ts';
import { unbroken } from '../parts/unbroken.ts';

/** Said beside the name; waiting goes without saying. */
const STATUS: Readonly<Record<StationStatus, string>> = {
  waiting: '',
  working: 'working …',
  done: '✓ done',
  stopped: '✗ stopped',
};

/** @element subliminal-pipeline */
@element('subliminal-pipeline')
export class SubliminalPipeline extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      :host {
        container-type: inline-size;
      }
      ol {
        display: grid;
        gap: calc(0.5 * var(--subliminal-rem));
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template: auto 1fr auto / minmax(0, 1fr);
        gap: calc(0.25 * var(--subliminal-rem));
        padding: calc(0.5 * var(--subliminal-rem)) calc(0.75 * var(--subliminal-rem));
        border: 1px solid var(--subliminal-line);
        border-top-width: 4px;
        border-radius: var(--subliminal-radius);
        min-width: 0;
      }
      li.working {
        border-color: var(--subliminal-student-0);
        background: var(--subliminal-surface);
      }
      li.done {
        border-top-color: var(--subliminal-ink);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: 0 calc(0.5 * var(--subliminal-rem));
      }
      h3 .number {
        color: var(--subliminal-muted);
        font-weight: 400;
      }
      .fact {
        min-height: 1.45em;
        font-weight: 600;
        font-size: calc(0.875 * var(--subliminal-rem));
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
    'subliminal-pipeline': SubliminalPipeline;
  }
}
