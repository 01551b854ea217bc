// Colors, sizes and the look of native controls, in one place. The lab declares the custom properties once; they
// inherit into every element inside it, and a page may override any of them on <subliminal-lab>.
import { css } from 'lit';

/**
 * For the outermost element only. Student colors are Okabe–Ito (vermilion shared, blue independent) with two of
 * Paul Tol's; none is ever the only sign of anything.
 */
export const tokens = css`
  :host {
    --sl-ink: light-dark(#1b1b20, #ededf2);
    --sl-muted: light-dark(#5a5a66, #a9a9b5);
    --sl-line: light-dark(#c9c9d2, #4a4a55);
    --sl-grid: light-dark(#e7e7ec, #2d2d35);
    --sl-background: light-dark(#ffffff, #18181c);
    --sl-surface: light-dark(#f5f5f7, #222228);
    --sl-focus: light-dark(#0a58ca, #8ab4f8);
    --sl-alert: light-dark(#9b1c1c, #ff9a8f);
    --sl-teacher: var(--sl-ink);
    --sl-chance: light-dark(#767682, #8f8f9b);
    --sl-student-0: light-dark(#d55e00, #e8731a);
    --sl-student-1: light-dark(#0072b2, #3a9bd9);
    --sl-student-2: #009e73;
    --sl-student-3: #cc79a7;
    --sl-student-4: #56b4e9;
    --sl-student-5: #e69f00;
    --sl-student-6: light-dark(#882255, #d16a9c);
    --sl-student-7: #999933;
    --sl-radius: 6px;
    --sl-font: system-ui, sans-serif;
    /* What every length is measured in: a visitor's larger text counts, a page's smaller root does not. */
    --sl-rem: max(1rem, 16px);
  }
  /* Whatever the page is: its box may be the page's, but lines run from left to right and it never outgrows its place. */
  :host {
    min-width: 0;
    max-width: 100%;
    writing-mode: horizontal-tb !important;
  }
  /* Nothing that a page sets for its own text reaches the lab, but whether it is seen and whether it is light or dark. */
  .ground {
    all: initial;
    display: block;
    container-type: inline-size;
    /* Where a box is as wide as its content (floats, flex items, tables), a container would have no width at all. */
    contain-intrinsic-inline-size: min(60 * var(--sl-rem), 100vw - 2 * var(--sl-rem));
    text-size-adjust: 100%;
    -webkit-text-size-adjust: 100%;
    color: var(--sl-ink);
    font-family: var(--sl-font);
    font-size: var(--sl-rem);
    font-variant-numeric: tabular-nums;
    line-height: 1.45;
    color-scheme: inherit;
    visibility: inherit;
    pointer-events: inherit;
    forced-color-adjust: inherit;
  }
  /* On paper the colors mean what they mean on the screen, and the ground is the paper. */
  @media print {
    :host {
      color-scheme: light !important;
    }
    .ground {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
  }
  @media (forced-colors: active) {
    :host {
      --sl-ink: CanvasText;
      --sl-muted: CanvasText;
      --sl-line: GrayText;
      --sl-grid: GrayText;
      --sl-background: Canvas;
      --sl-surface: Canvas;
      --sl-focus: Highlight;
      --sl-alert: CanvasText;
      --sl-chance: GrayText;
      --sl-student-0: CanvasText;
      --sl-student-1: CanvasText;
      --sl-student-2: CanvasText;
      --sl-student-3: CanvasText;
      --sl-student-4: CanvasText;
      --sl-student-5: CanvasText;
      --sl-student-6: CanvasText;
      --sl-student-7: CanvasText;
    }
  }
`;

/** Typography and native controls; every element of the lab uses it. */
export const controls = css`
  :host {
    display: block;
    font-size: calc(0.9375 * var(--sl-rem));
    line-height: 1.45;
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
    /* What gets the focus is not hidden by what stays in view above it. */
    scroll-margin-top: var(--sl-covered, 0);
  }
  h3 {
    margin: 0;
    font-size: calc(1 * var(--sl-rem));
    font-weight: 650;
    line-height: 1.3;
  }
  p {
    margin: 0;
  }
  svg {
    display: block;
    max-width: 100%;
    overflow: visible;
    font-family: inherit;
  }
  svg[role='img'] {
    height: auto;
  }
  .quiet {
    color: var(--sl-muted);
    font-size: calc(0.8125 * var(--sl-rem));
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  button,
  select,
  input:not([type='checkbox']) {
    min-height: calc(2.125 * var(--sl-rem));
    border: 1px solid var(--sl-line);
    border-radius: var(--sl-radius);
    background: var(--sl-background);
    padding: calc(0.25 * var(--sl-rem)) calc(0.625 * var(--sl-rem));
    max-width: 100%;
  }
  select,
  input:not([type='checkbox']) {
    width: 100%;
    border-color: var(--sl-chance);
  }
  input[type='checkbox'] {
    width: calc(1.125 * var(--sl-rem));
    height: calc(1.125 * var(--sl-rem));
    margin: 0;
    accent-color: var(--sl-ink);
  }
  button {
    cursor: pointer;
    border-color: var(--sl-chance);
  }
  button:hover:enabled {
    background: var(--sl-surface);
  }
  button:disabled {
    cursor: default;
    color: var(--sl-muted);
    border-color: var(--sl-grid);
  }
  button.primary {
    background: var(--sl-ink);
    border-color: var(--sl-ink);
    color: var(--sl-background);
    font-weight: 600;
  }
  button.primary:disabled {
    background: var(--sl-surface);
    border-color: var(--sl-grid);
    color: var(--sl-muted);
    font-weight: 400;
  }
  button.primary:hover:enabled {
    background: var(--sl-muted);
  }
  @media (forced-colors: active) {
    button.primary,
    button.primary:is(:hover, :disabled) {
      background: ButtonFace;
      border-color: ButtonText;
      color: ButtonText;
    }
  }
  button.plain {
    min-height: calc(1.75 * var(--sl-rem));
    border-color: transparent;
    background: none;
    padding: 0 calc(0.375 * var(--sl-rem));
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }
  :focus-visible {
    outline: 2px solid var(--sl-focus);
    outline-offset: 2px;
  }
  summary {
    cursor: pointer;
    width: fit-content;
    color: var(--sl-muted);
    font-size: calc(0.8125 * var(--sl-rem));
    padding: calc(0.25 * var(--sl-rem)) 0;
  }
  progress {
    accent-color: var(--sl-ink);
  }
  /* On paper nothing can be pressed or opened, and nothing is torn apart that belongs together. */
  @media print {
    button,
    details:not([open]),
    progress {
      display: none;
    }
    h3 {
      break-after: avoid;
    }
    p,
    li,
    tr,
    svg {
      break-inside: avoid;
    }
  }
`;
