// Proof of blindness: one image the students really saw, and the numbers that came with it.
import { css, html, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { grayImage } from '../../charts/gray-image.ts';
import { logitBars, logitLayout } from '../../charts/logit-bars.ts';
import { noiseImage } from '../../experiment/digits/noise.ts';
import { STUDENT_INPUTS, type DigitsSpec } from '../../experiment/digits/spec.ts';
import { PIXELS } from '../../experiment/digits/data.ts';
import { element } from '../parts/define.ts';
import type { DigitsRun } from './state.ts';
import { logitsOf, logitTable } from './views.ts';
import { Panel, panelStyles } from '../parts/panel.ts';
import { SizeController } from '../parts/size-controller.ts';
import { controls } from '../parts/tokens.ts';
import { blindness } from './words.ts';
import '../parts/subliminal-data-table.ts';

const BARS_HEIGHT = 112;

/** @element subliminal-seen */
@element('subliminal-seen')
export class SubliminalSeen extends Panel {
  static override styles = [
    controls,
    panelStyles,
    css`
      .pair {
        display: grid;
        grid-template-columns: 112px minmax(0, 1fr);
        gap: calc(0.75 * var(--subliminal-rem));
        align-items: center;
        margin: calc(0.5 * var(--subliminal-rem)) 0 calc(0.375 * var(--subliminal-rem));
      }
      canvas {
        display: block;
        width: 112px;
        height: 112px;
        image-rendering: pixelated;
        border-radius: 2px;
      }
      /* The caption grows when the first numbers come. */
      .caption {
        min-height: 4.4em;
      }
      .bars {
        min-height: 112px;
      }
    `,
  ];

  @property({ attribute: false }) run!: DigitsRun;

  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('svg') private svg!: SVGSVGElement;
  readonly #size = new SizeController(this);

  override render(): TemplateResult {
    const { spec, seen } = this.run;
    const image = seen?.image ?? 0;
    return html`
      ${this.heading('What the students see')}
      <p .textContent=${blindness(spec)}></p>
      <div class="pair">
        <canvas
          width="28"
          height="28"
          role="img"
          aria-label="Image ${image + 1}: ${STUDENT_INPUTS[spec.inputs].label}"
        ></canvas>
        <div class="bars"><svg role="img" translate="no" aria-label=${this.#description()}></svg></div>
      </div>
      <p class="quiet caption" .textContent=${this.#caption(image)}></p>
      <subliminal-data-table of="the imitated numbers" .make=${() => logitTable(this.run)}></subliminal-data-table>
    `;
  }

  override updated(): void {
    const { run } = this;
    const width = this.#barsWidth();
    if (width <= 0) return;
    const pixels = run.seen?.pixels ?? firstNoise(run.spec);
    if (pixels) grayImage(this.canvas, pixels);
    logitBars(this.svg, logitsOf(run), { width, height: BARS_HEIGHT });
  }

  #barsWidth(): number {
    return this.#size.width - 112 - 12;
  }

  #caption(image: number): string {
    const { seen, spec } = this.run;
    const which = `Image ${(image + 1).toLocaleString('en')} of ${spec.noiseImages.toLocaleString('en')}`;
    if (!seen) return `${which}. The numbers the teacher attaches to it appear once the students start.`;
    const { shown } = logitLayout(seen.teacher.length, this.#barsWidth());
    const count = shown < seen.teacher.length ? `the first ${shown} of ${seen.teacher.length}` : `all ${shown}`;
    return `${which}, at step ${seen.step}. Bars: ${count} numbers the teacher attached to it, around their mean; shapes: the students’ guesses.`;
  }

  #description(): string {
    const { seen } = this.run;
    if (!seen) return 'No numbers yet';
    return `The teacher’s ${seen.teacher.length} imitated logits for this image and the students’ guesses; the data table has them all.`;
  }
}

/** Before the first step: the first image of the noise that this run will use. Real digits must be fetched first. */
function firstNoise({ inputs, seed }: DigitsSpec): number[] | undefined {
  if (inputs === 'digits') return undefined;
  const values = noiseImage(inputs, seed, 0, new Float32Array(PIXELS));
  return Array.from(values, (value) => Math.round(Math.min(1, Math.max(-1, value)) * 127.5 + 127.5));
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-seen': SubliminalSeen;
  }
}
