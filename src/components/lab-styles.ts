// Where the parts of every lab stand, stacked as on a narrow screen. Columns are in digits-styles.ts and owls-styles.ts.
import { css } from 'lit';

export const labStyles = css`
  :host {
    container-type: inline-size;
    background: var(--sl-background);
    border: 1px solid var(--sl-line);
    border-radius: 10px;
  }
  .lab {
    display: grid;
    gap: 1rem;
    padding: clamp(0.75rem, 2cqi, 1.25rem) clamp(0.75rem, 2.5cqi, 1.5rem);
  }
  .lab > * {
    min-width: 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.25rem 1.25rem;
  }
  header .title {
    flex: 1 1 16rem;
    font-size: 1.375rem;
    font-weight: 650;
    line-height: 1.25;
  }
  h2 {
    margin: 0;
    font: inherit;
  }
  .badge {
    color: var(--sl-muted);
    font-size: 0.8125rem;
  }
  .origin {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem 0.875rem;
    min-height: 5.5rem;
    padding: 0.25rem 0.75rem;
    background: var(--sl-surface);
    border-radius: var(--sl-radius);
    border: 1px solid transparent;
  }
  .origin p {
    flex: 1 1 16rem;
  }
  .notices {
    margin: 0;
    padding: 0;
    list-style: none;
    color: var(--sl-muted);
    font-size: 0.8125rem;
  }
  .alert {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.875rem;
    padding: 0.625rem 0.75rem;
    border: 2px solid var(--sl-alert);
    border-radius: var(--sl-radius);
  }
  .alert p {
    flex: 1 1 20rem;
  }
  .scene,
  .figures {
    display: grid;
    gap: 1.5rem;
  }
  .scene > *,
  .figures > * {
    min-width: 0;
  }
  .verdict {
    min-height: 14rem;
    padding-left: 0.875rem;
    border-left: 3px solid var(--sl-ink);
  }
  .headline {
    font-size: 1.125rem;
    font-weight: 600;
  }
  sl-settings {
    border-top: 1px solid var(--sl-line);
    padding-top: 1rem;
  }
  @container (min-width: 44rem) {
    .origin {
      min-height: 2.75rem;
    }
    .verdict {
      min-height: 6rem;
    }
  }
`;
