// Where the parts of the digits lab stand: three columns on a wide screen, the same order stacked on a narrow one.
import { css } from 'lit';

export const digitsStyles = css`
  @container (min-width: 44em) {
    .scene {
      grid-template-columns: minmax(0, 0.8fr) minmax(0, 1.2fr);
    }
    .scene subliminal-students {
      grid-column: 1 / -1;
    }
  }
  @container (min-width: 60em) {
    .scene {
      grid-template-columns: minmax(0, 0.75fr) minmax(0, 1.1fr) minmax(0, 1.25fr);
      gap: calc(2 * var(--subliminal-rem));
    }
    .many .scene {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1.5fr);
    }
    .scene > * + * {
      border-left: 1px solid var(--subliminal-grid);
      padding-left: calc(1.5 * var(--subliminal-rem));
    }
    .lab:not(.many) .scene subliminal-students {
      grid-column: auto;
    }
    .many .scene subliminal-students {
      border-left: 0;
      padding-left: 0;
    }
    .figures {
      grid-template-columns: minmax(0, 1.75fr) minmax(0, 1fr);
      grid-template-rows: auto 1fr;
      gap: calc(1.5 * var(--subliminal-rem)) calc(2 * var(--subliminal-rem));
    }
    /* Few students: the curves are as high as the rest together. Many: their answers are. */
    .lab:not(.many) subliminal-curves,
    .many subliminal-answers {
      grid-row: 1 / 3;
    }
    .lab:not(.many) subliminal-curves,
    .many :is(subliminal-curves, subliminal-seeds) {
      grid-column: 1;
    }
    .many subliminal-answers {
      grid-column: 2;
    }
    .figures .wide {
      grid-column: 1 / -1;
    }
  }
`;
