// Where the parts of every lab stand, stacked as on a narrow screen. Columns are in digits/styles.ts and owls/styles.ts.
import { css } from 'lit';
import { panelStyles } from '../parts/panel.ts';

export const labStyles = css`
  ${panelStyles}
  /* Not on the host: there a page's own rules would win, and dark ink would stand on a dark page. */
  .ground {
    box-sizing: border-box;
    background: var(--subliminal-background);
    border: 1px solid var(--subliminal-line);
    border-radius: 10px;
  }
  .lab {
    display: flex;
    flex-direction: column;
    font-size: calc(0.9375 * var(--subliminal-rem));
    gap: calc(1 * var(--subliminal-rem));
    padding: clamp(calc(0.75 * var(--subliminal-rem)), 2cqi, calc(1.25 * var(--subliminal-rem)))
      clamp(calc(0.75 * var(--subliminal-rem)), 2.5cqi, calc(1.5 * var(--subliminal-rem)));
  }
  .lab > * {
    min-width: 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: calc(0.25 * var(--subliminal-rem)) calc(1.25 * var(--subliminal-rem));
  }
  header .title {
    flex: 1 1 calc(16 * var(--subliminal-rem));
    font-size: calc(1.375 * var(--subliminal-rem));
    font-weight: 650;
    line-height: 1.25;
  }
  h2 {
    margin: 0;
    font: inherit;
  }
  /* The title of a page stands in our header: its words and colors are the page's, its lines are ours. */
  ::slotted([slot='title']) {
    margin: 0 !important;
    font: inherit !important;
    letter-spacing: inherit !important;
    word-spacing: inherit !important;
    text-transform: inherit !important;
    text-indent: inherit !important;
    text-align: inherit !important;
    white-space: inherit !important;
    word-break: inherit !important;
    writing-mode: inherit !important;
    text-orientation: inherit !important;
  }
  .badge {
    color: var(--subliminal-muted);
    font-size: calc(0.8125 * var(--subliminal-rem));
  }
  .origin {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(0.375 * var(--subliminal-rem)) calc(0.875 * var(--subliminal-rem));
    min-height: calc(5.5 * var(--subliminal-rem));
    padding: calc(0.25 * var(--subliminal-rem)) calc(0.75 * var(--subliminal-rem));
    background: var(--subliminal-surface);
    border-radius: var(--subliminal-radius);
    border: 1px solid transparent;
  }
  .origin p {
    flex: 1 1 calc(16 * var(--subliminal-rem));
  }
  .origin.others {
    border-color: var(--subliminal-chance);
  }
  /* What is changed is further down; so the way to run it stays in view, and where there is room what is shown, too. */
  @media (min-height: 25em) {
    .origin.others {
      position: sticky;
      top: 0;
      z-index: 1;
    }
    .lab:has(> .origin.others) {
      --subliminal-covered: calc(6.5 * var(--subliminal-rem));
    }
    @container (width < 44em) {
      .origin.others {
        display: contents;
      }
      .origin.others p {
        flex: none;
        padding: calc(0.5 * var(--subliminal-rem)) calc(0.75 * var(--subliminal-rem));
        background: var(--subliminal-surface);
        border: 1px solid var(--subliminal-chance);
        border-radius: var(--subliminal-radius);
      }
      .origin.others button {
        position: sticky;
        top: calc(0.375 * var(--subliminal-rem));
        z-index: 1;
        box-shadow: 0 0 0 calc(0.375 * var(--subliminal-rem)) var(--subliminal-background);
      }
      .lab:has(> .origin.others) {
        --subliminal-covered: calc(3.5 * var(--subliminal-rem));
      }
    }
  }
  .notices {
    margin: 0;
    padding: 0;
    list-style: none;
    color: var(--subliminal-muted);
    font-size: calc(0.8125 * var(--subliminal-rem));
  }
  .alert {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(0.5 * var(--subliminal-rem)) calc(0.875 * var(--subliminal-rem));
    padding: calc(0.625 * var(--subliminal-rem)) calc(0.75 * var(--subliminal-rem));
    border: 2px solid var(--subliminal-alert);
    border-radius: var(--subliminal-radius);
  }
  .alert p {
    flex: 1 1 calc(20 * var(--subliminal-rem));
  }
  .scene,
  .figures {
    display: grid;
    gap: calc(1.5 * var(--subliminal-rem));
  }
  .scene > *,
  .figures > * {
    min-width: 0;
  }
  .verdict {
    min-height: calc(14 * var(--subliminal-rem));
    padding-left: calc(0.875 * var(--subliminal-rem));
    border-left: 3px solid var(--subliminal-ink);
  }
  .headline {
    font-size: calc(1.125 * var(--subliminal-rem));
    font-weight: 600;
  }
  subliminal-settings {
    border-top: 1px solid var(--subliminal-line);
    padding-top: calc(1 * var(--subliminal-rem));
  }
  @container (min-width: 44em) {
    .origin {
      min-height: calc(2.75 * var(--subliminal-rem));
    }
    .verdict {
      min-height: calc(6 * var(--subliminal-rem));
    }
  }
  /* On paper one thing follows the other: a grid's rows do not move down with what is moved to the next sheet. */
  @media print {
    .lab,
    .figures {
      display: block;
    }
    .lab > * + *,
    .figures > * + * {
      margin-top: calc(1.25 * var(--subliminal-rem));
    }
    .lab > *,
    .figures > * {
      break-inside: avoid;
    }
    .lab > .figures {
      break-inside: auto;
    }
    /* Room that is kept for what comes later. */
    .origin,
    .verdict {
      min-height: 0;
    }
  }
`;
