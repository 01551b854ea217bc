// Where the parts of the owls lab stand: stacked on a narrow screen, in two and three columns on wider ones.
import { css } from 'lit';

export const owlsStyles = css`
  .people {
    display: grid;
    gap: 1.5rem;
  }
  .people > * {
    min-width: 0;
  }
  @container (min-width: 44rem) {
    .people {
      grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr);
      gap: 1.5rem 2rem;
    }
  }
  @container (min-width: 60rem) {
    .figures {
      grid-template-columns: minmax(0, 1.75fr) minmax(0, 1fr);
      gap: 1.5rem 2rem;
    }
    .figures .wide {
      grid-column: 1 / -1;
    }
    .evidence {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .evidence sl-ask {
      grid-column: 1 / -1;
    }
  }
`;
