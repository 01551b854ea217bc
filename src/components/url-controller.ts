// The address bar as the home of a lab's settings: reads them, follows back and forward, writes only differences.
// What the texts mean is the business of lab-settings.ts.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isSetting } from './lab-attributes.ts';
import { isCampaign, type Entry } from './lab-settings.ts';

export interface UrlOptions {
  /** False for a lab that must leave the page's address alone. */
  enabled(): boolean;
  /** Back, forward, or a story link. */
  changed(): void;
}

/** `query` and behind it, letter by letter, what `search` holds under the names to keep. */
export function withForeign(query: string, search: string, keep: (name: string) => boolean): string {
  const parts = search.replace(/^\?/, '').split('&');
  const foreign = parts.filter((part) => [...new URLSearchParams(part).keys()].some(keep));
  const all = [query.slice(1), ...foreign].filter((part) => part !== '');
  return all.length > 0 ? `?${all.join('&')}` : '';
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
    if (!this.#options.enabled()) return;
    const search = withForeign(query, location.search, (name) => !isSetting(name));
    if (search === location.search) return;
    history.replaceState(history.state, '', `${location.pathname}${search}${location.hash}`);
  }

  /** The address that opens a page with these settings, without marks of how this visitor came to it. */
  link(query: string): string {
    const search = withForeign(query, location.search, (name) => !isSetting(name) && !isCampaign(name));
    return `${location.origin}${location.pathname}${search}${location.hash}`;
  }

  readonly #follow = (): void => {
    if (this.#options.enabled()) this.#options.changed();
  };
}
