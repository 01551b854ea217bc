// Why it crosses: whether each student moved the way its teacher moved, and where in a list the teacher differs from the base.
import { css, html, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { placeBars } from '../../charts/place-bars.ts';
import { summarize } from '../../experiment/statistics/stats.ts';
import { element } from '../parts/define.ts';
import { marker, markerStyles } from '../parts/marker.ts';
import type { OwlsRun } from './state.ts';
import { owlsRoles, shortOwlsNames } from './students.ts';
import { placesOf } from './evidence.ts';
import { Panel, panelStyles } from '../parts/panel.ts';
import { SizeController } from '../parts/size-controller.ts';
import { controls } from '../parts/tokens.ts';

const HEIGHT = 112;

/** @element subliminal-why */
@element('subliminal-why')
export class SubliminalWhy extends Panel {
  static override styles = [
    controls,
    panelStyles,
    markerStyles,
    css`
      :host {
        container-type: inline-size;
      }
      table {
        border-collapse: collapse;
        width: 100%;
        margin: calc(0.5 * var(--subliminal-rem)) 0;
        font-size: calc(0.875 * var(--subliminal-rem));
      }
      th,
      td {
        padding: calc(0.25 * var(--subliminal-rem)) calc(0.375 * var(--subliminal-rem))
          calc(0.25 * var(--subliminal-rem)) 0;
        text-align: right;
        font-weight: inherit;
        line-height: 1.25;
        border-bottom: 1px solid var(--subliminal-grid);
      }
      thead th {
        color: var(--subliminal-muted);
        font-size: calc(0.8125 * var(--subliminal-rem));
        vertical-align: bottom;
      }
      :is(th, td):first-child {
        text-align: left;
      }
      /* Very large text on a phone: words break rather than leave the screen. */
      @container (max-width: 16em) {
        th {
          hyphens: auto;
          overflow-wrap: anywhere;
        }
      }
      @container (min-width: 25.5em) {
        tbody th {
          min-width: calc(8.5 * var(--subliminal-rem));
        }
      }
      p + p {
        margin-top: calc(0.5 * var(--subliminal-rem));
      }
      svg:not(.marker) {
        margin-top: calc(0.5 * var(--subliminal-rem));
      }
    `,
  ];

  @property({ attribute: false }) run!: OwlsRun;

  @query('svg.places') private svg!: SVGSVGElement;
  readonly #size = new SizeController(this);

  override render(): TemplateResult {
    const { spec, result } = this.run;
    const roles = owlsRoles(spec);
    const names = shortOwlsNames(spec);
    return html`
      ${this.heading('Why it crosses')}
      <p class="quiet">
        1 means straight the teacher’s way, 0 across it. From a shared base, the first step toward the teacher’s lists
        already leans toward the teacher.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">student</th>
            <th scope="col">cosine, first step</th>
            <th scope="col">cosine, whole way</th>
            <th scope="col">distance to teacher, end ÷ start</th>
          </tr>
        </thead>
        <tbody>
          ${names.map((name, index) => {
            const own = result?.students[index];
            return html`<tr>
              <th scope="row">${marker(roles[index] ?? 0)} <span .textContent=${name}></span></th>
              <td .textContent=${mean(own?.firstStepCosine, 3)}></td>
              <td .textContent=${mean(own?.cosineOfUpdates, 3)}></td>
              <td .textContent=${mean(own?.distanceRatio, 2)}></td>
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="quiet">
        With Adam the distance to the teacher grows while the cosine stays positive: the student goes the teacher’s way
        and far beyond in other directions. With plain gradient steps (SGD) it shrinks a little.
      </p>
      <p class="quiet" .textContent=${this.#places()}></p>
      <svg class="places" role="img" translate="no" aria-label=${this.#description()}></svg>
    `;
  }

  override updated(): void {
    const { width } = this.#size;
    if (width > 0) placeBars(this.svg, placesOf(this.run), { width, height: HEIGHT });
  }

  #places(): string {
    const when = this.run.result ? '' : ', once the run is complete';
    return `Where teacher and base write differently: KL(teacher‖base) in nats at each place${when}. ${this.#mostOnFirst()}`;
  }

  #mostOnFirst(): string {
    const divergence = this.run.result?.divergence ?? [];
    const [first = 0] = divergence;
    const all = divergence.reduce((sum, value) => sum + value, 0);
    if (all === 0 || divergence.some((value) => value > first)) return '';
    return `${Math.round((100 * first) / all)} % of it is in the first place, right behind the colon after which an answer would stand.`;
  }

  #description(): string {
    const bars = placesOf(this.run);
    if (bars.length === 0) return 'Divergence at each place, not known yet';
    return `Divergence at each place: ${bars.map(({ name, value }) => `${name} ${value.toFixed(2)}`).join(', ')}.`;
  }
}

function mean(values: readonly number[] | undefined, digits: number): string {
  if (!values || values.length === 0) return '–';
  // No minus in front of nothing.
  return summarize(values)
    .mean.toFixed(digits)
    .replace(/^-(?=0\.0*$)/, '')
    .replace('-', '−');
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-why': SubliminalWhy;
  }
}
