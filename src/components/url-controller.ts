// The address bar as the home of a lab's settings: reads them, follows back and forward, writes only differences.
// What the texts mean is the business of lab-settings.ts.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Entry } from './lab-settings.ts';

export interface UrlOptions {
  /** False for a lab that must leave the page's address alone. */
  enabled(): boolean;
  /** Back, forward, or a story link. */
  changed(): void;
}

export class UrlController implements ReactiveController {
  readonly #options: UrlOptions;

  constructor(host: ReactiveControllerHost, options: UrlOptions) {
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('popstate', this.#follow);
  }

  hostDisconnected(): void {
    window.removeEventListener('popstate', this.#follow);
  }

  read(): Entry[] {
    return this.#options.enabled() ? [...new URLSearchParams(location.search)] : [];
  }

  /** @param query "?name=text&…" or nothing */
  write(query: string): void {
    if (!this.#options.enabled() || query === location.search) return;
    history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`);
  }

  /** The address that opens a page with these settings. */
  link(query: string): string {
    return `${location.origin}${location.pathname}${query}${location.hash}`;
  }

  readonly #follow = (): void => {
    if (this.#options.enabled()) this.#options.changed();
  };
}
