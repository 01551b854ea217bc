// Where the parts of the owls lab stand: stacked on a narrow screen, in two and three columns on wider ones.
import { css } from 'lit';

export const owlsStyles = css`
  .people {
    display: grid;
    gap: calc(1.5 * var(--subliminal-rem));
  }
  .people > * {
    min-width: 0;
  }
  @container (min-width: 44em) {
    .people {
      grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr);
      gap: calc(1.5 * var(--subliminal-rem)) calc(2 * var(--subliminal-rem));
    }
  }
  @container (min-width: 60em) {
    .figures {
      grid-template-columns: minmax(0, 1.75fr) minmax(0, 1fr);
      gap: calc(1.5 * var(--subliminal-rem)) calc(2 * var(--subliminal-rem));
    }
    .figures .wide {
      grid-column: 1 / -1;
    }
    .evidence {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .evidence subliminal-ask {
      grid-column: 1 / -1;
    }
  }
`;
