// Which layers of a student's init come from its teacher, as one small box per layer and in words.
import { css, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { modeOf, type InitSharing, type LayerOrigin } from '../../experiment/init/init-sharing.ts';

const SIDE = 16;
const GAP = 3;

export const layerDiagramStyles = css`
  .layers {
    display: inline-block;
    vertical-align: -0.2em;
    fill: none;
    stroke: var(--subliminal-ink);
  }
  .layers .full {
    fill: var(--subliminal-ink);
  }
  .layers .inverse {
    stroke: var(--subliminal-background);
    stroke-width: 1.5;
  }
`;

/** What is drawn in a box; copied is full, fresh is empty, everything else lies between. */
const PATTERNS: Readonly<Record<LayerOrigin, SVGTemplateResult | typeof nothing>> = {
  copied: svg`<rect class="full" width="12" height="12"></rect>`,
  fresh: nothing,
  shuffled: svg`<rect class="full" width="12" height="12"></rect><path class="inverse" d="M2 3 L10 9 M2 9 L10 3"></path>`,
  rescaled: svg`<rect class="full" width="12" height="12"></rect><path class="inverse" d="M3 10 V6 M6 10 V2 M9 10 V4"></path>`,
  noisy: svg`<path d="M2 3 H4 M7 2 H9 M3 6 H5 M8 6 H10 M2 9 H4 M7 10 H9" stroke-width="2"></path>`,
  mixed: svg`<path class="full" d="M0 12 V0 L12 12 Z"></path>`,
};

export function layerDiagram(student: InitSharing, layers: readonly string[]): TemplateResult {
  const origins = layers.map((layer) => modeOf(student).origin(layer, student));
  const boxes = origins.map(
    (origin, index) => svg`<g transform="translate(${0.5 + index * (SIDE + GAP)},1.5)">
      ${PATTERNS[origin]}<rect width="12" height="12"></rect>
    </g>`,
  );
  const width = layers.length * (SIDE + GAP);
  return html`<svg class="layers" width=${width} height="15" aria-hidden="true">${boxes}</svg>
    <span .textContent=${originWords(layers, origins)}></span>`;
}

/** "all layers copied", "nothing copied", "1 copied, 2 fresh, head fresh". */
function originWords(layers: readonly string[], origins: readonly LayerOrigin[]): string {
  const kinds = new Set(origins);
  if (kinds.size > 1) return layers.map((layer, index) => `${layer} ${origins[index]}`).join(', ');
  const [only] = kinds;
  return only === 'fresh' ? 'nothing copied' : `all layers ${only}`;
}
