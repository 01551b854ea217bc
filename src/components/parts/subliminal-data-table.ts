// The numbers behind a chart, as a real table that exists only while it is open.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { element } from './define.ts';
import { controls } from './tokens.ts';

/** Rows of text under a heading row. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** @element subliminal-data-table */
@element('subliminal-data-table')
export class SubliminalDataTable extends LitElement {
  static override styles = [
    controls,
    css`
      .scroller {
        overflow: auto;
        max-height: calc(20 * var(--subliminal-rem));
        border: 1px solid var(--subliminal-line);
        border-radius: var(--subliminal-radius);
      }
      table {
        border-collapse: collapse;
        font-size: calc(0.8125 * var(--subliminal-rem));
        width: 100%;
      }
      caption {
        text-align: left;
        padding: calc(0.375 * var(--subliminal-rem)) calc(0.625 * var(--subliminal-rem));
        color: var(--subliminal-muted);
      }
      th,
      td {
        padding: calc(0.1875 * var(--subliminal-rem)) calc(0.625 * var(--subliminal-rem));
        text-align: right;
        white-space: nowrap;
        font-weight: inherit;
        border-top: 1px solid var(--subliminal-grid);
      }
      thead th {
        font-weight: 600;
      }
      :is(th, td):first-child {
        text-align: left;
      }
      @media print {
        .scroller {
          overflow: visible;
          max-height: none;
        }
      }
    `,
  ];

  /** Called only while the table is open. */
  @property({ attribute: false }) make: () => Table = () => ({ caption: '', columns: [], rows: [] });

  /** What it is the table of; every chart of a lab has one. */
  @property() of = '';

  @state() private open = false;

  override render(): TemplateResult {
    return html`<details @toggle=${this.#toggle}>
      <summary aria-label="Data table: ${this.of}">Data table</summary>
      ${this.open ? this.#table() : nothing}
    </details>`;
  }

  #table(): TemplateResult {
    const { caption, columns, rows } = this.make();
    return html`<div class="scroller" tabindex="0" role="region" aria-label=${caption}>
      <table>
        <caption .textContent=${caption}></caption>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col" .textContent=${column}></th>`)}
          </tr>
        </thead>
        <tbody>
          ${
            rows.length === 0
              ? html`<tr>
                  <td colspan=${columns.length}>No numbers yet.</td>
                </tr>`
              : nothing
          }
          ${rows.map(
            ([first, ...rest]) =>
              html`<tr>
                <th scope="row" .textContent=${first}></th>
                ${rest.map((cell) => html`<td .textContent=${cell}></td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #toggle(event: Event): void {
    this.open = event.currentTarget instanceof HTMLDetailsElement && event.currentTarget.open;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-data-table': SubliminalDataTable;
  }
}
