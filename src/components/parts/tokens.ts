// Colors, sizes and the look of native controls, in one place. The lab declares the custom properties once; they
// inherit into every element inside it, and a page may override any of them on <subliminal-digits>.
import { css } from 'lit';

/**
 * For the outermost element only. Student colors are Okabe–Ito (vermilion shared, blue independent) with two of
 * Paul Tol's; none is ever the only sign of anything.
 */
export const tokens = css`
  :host {
    --subliminal-ink: light-dark(#1b1b20, #ededf2);
    --subliminal-muted: light-dark(#5a5a66, #a9a9b5);
    --subliminal-line: light-dark(#c9c9d2, #4a4a55);
    --subliminal-grid: light-dark(#e7e7ec, #2d2d35);
    --subliminal-background: light-dark(#ffffff, #18181c);
    --subliminal-surface: light-dark(#f5f5f7, #222228);
    --subliminal-focus: light-dark(#0a58ca, #8ab4f8);
    --subliminal-alert: light-dark(#9b1c1c, #ff9a8f);
    --subliminal-teacher: var(--subliminal-ink);
    --subliminal-chance: light-dark(#767682, #8f8f9b);
    --subliminal-student-0: light-dark(#d55e00, #e8731a);
    --subliminal-student-1: light-dark(#0072b2, #3a9bd9);
    --subliminal-student-2: #009e73;
    --subliminal-student-3: #cc79a7;
    --subliminal-student-4: #56b4e9;
    --subliminal-student-5: #e69f00;
    --subliminal-student-6: light-dark(#882255, #d16a9c);
    --subliminal-student-7: #999933;
    --subliminal-radius: 6px;
    --subliminal-font: system-ui, sans-serif;
    /* What every length is measured in: a visitor's larger text counts, a page's smaller root does not. */
    --subliminal-rem: max(1rem, 16px);
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
    contain-intrinsic-inline-size: min(60 * var(--subliminal-rem), 100vw - 2 * var(--subliminal-rem));
    text-size-adjust: 100%;
    -webkit-text-size-adjust: 100%;
    color: var(--subliminal-ink);
    font-family: var(--subliminal-font);
    font-size: var(--subliminal-rem);
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
      --subliminal-ink: CanvasText;
      --subliminal-muted: CanvasText;
      --subliminal-line: GrayText;
      --subliminal-grid: GrayText;
      --subliminal-background: Canvas;
      --subliminal-surface: Canvas;
      --subliminal-focus: Highlight;
      --subliminal-alert: CanvasText;
      --subliminal-chance: GrayText;
      --subliminal-student-0: CanvasText;
      --subliminal-student-1: CanvasText;
      --subliminal-student-2: CanvasText;
      --subliminal-student-3: CanvasText;
      --subliminal-student-4: CanvasText;
      --subliminal-student-5: CanvasText;
      --subliminal-student-6: CanvasText;
      --subliminal-student-7: CanvasText;
    }
  }
`;

/** Typography and native controls; every element of the lab uses it. */
export const controls = css`
  :host {
    display: block;
    font-size: calc(0.9375 * var(--subliminal-rem));
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
    scroll-margin-top: var(--subliminal-covered, 0);
  }
  h3 {
    margin: 0;
    font-size: calc(1 * var(--subliminal-rem));
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
    color: var(--subliminal-muted);
    font-size: calc(0.8125 * var(--subliminal-rem));
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
    min-height: calc(2.125 * var(--subliminal-rem));
    border: 1px solid var(--subliminal-line);
    border-radius: var(--subliminal-radius);
    background: var(--subliminal-background);
    padding: calc(0.25 * var(--subliminal-rem)) calc(0.625 * var(--subliminal-rem));
    max-width: 100%;
  }
  select,
  input:not([type='checkbox']) {
    width: 100%;
    border-color: var(--subliminal-chance);
  }
  input[type='checkbox'] {
    width: calc(1.125 * var(--subliminal-rem));
    height: calc(1.125 * var(--subliminal-rem));
    margin: 0;
    accent-color: var(--subliminal-ink);
  }
  button {
    cursor: pointer;
    border-color: var(--subliminal-chance);
  }
  button:hover:enabled {
    background: var(--subliminal-surface);
  }
  button:disabled {
    cursor: default;
    color: var(--subliminal-muted);
    border-color: var(--subliminal-grid);
  }
  button.primary {
    background: var(--subliminal-ink);
    border-color: var(--subliminal-ink);
    color: var(--subliminal-background);
    font-weight: 600;
  }
  button.primary:disabled {
    background: var(--subliminal-surface);
    border-color: var(--subliminal-grid);
    color: var(--subliminal-muted);
    font-weight: 400;
  }
  button.primary:hover:enabled {
    background: var(--subliminal-muted);
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
    min-height: calc(1.75 * var(--subliminal-rem));
    border-color: transparent;
    background: none;
    padding: 0 calc(0.375 * var(--subliminal-rem));
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }
  :focus-visible {
    outline: 2px solid var(--subliminal-focus);
    outline-offset: 2px;
  }
  summary {
    cursor: pointer;
    width: fit-content;
    color: var(--subliminal-muted);
    font-size: calc(0.8125 * var(--subliminal-rem));
    padding: calc(0.25 * var(--subliminal-rem)) 0;
  }
  progress {
    accent-color: var(--subliminal-ink);
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
