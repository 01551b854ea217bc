// The address of the page as the home of a lab's settings: reads them, follows back and forward, writes only differences.
// Which names are whose is known to address.ts, what the texts mean to settings.ts, when it is written to address-bar.ts.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ExperimentName } from '../../experiment/signs.ts';
import { addressBar } from './address-bar.ts';
import { ADDRESSES, type Writing } from './address.ts';
import type { Entry } from './settings.ts';

export interface UrlOptions {
  /** False for a lab that must leave the page's address alone. */
  enabled(): boolean;
  /** Back, forward, or a story link. */
  changed(): void;
  /** Another lab of this page wrote to the address, perhaps something that concerns all of them. */
  noticed(): void;
}

export class UrlController implements ReactiveController {
  static readonly #all = new Set<UrlController>();
  readonly #experiment: ExperimentName;
  readonly #options: UrlOptions;
  /** What the address would say if it were ours to write. */
  #own: readonly Entry[] = [];

  constructor(host: ReactiveControllerHost, experiment: ExperimentName, options: UrlOptions) {
    this.#experiment = experiment;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    UrlController.#all.add(this);
    window.addEventListener('popstate', this.#follow);
  }

  hostDisconnected(): void {
    UrlController.#all.delete(this);
    window.removeEventListener('popstate', this.#follow);
  }

  read(): readonly Entry[] {
    return this.#options.enabled() ? ADDRESSES.read(this.#experiment, addressBar.search) : this.#own;
  }

  /** @param entries what differs from the page's own settings */
  write(entries: readonly Entry[], writing: Writing): void {
    this.#own = entries;
    if (!this.#options.enabled()) return;
    const search = ADDRESSES.write(this.#experiment, entries, addressBar.search, writing);
    if (search === addressBar.search) return;
    addressBar.replace(search);
    for (const other of UrlController.#all) if (other !== this) other.#notice();
  }

  /** The page itself chose: what a visitor chose before counts only where an address says it. */
  forget(): void {
    this.#own = [];
  }

  /**
   * The address that opens a page with these settings, without marks of how this visitor came to it; nothing where there
   * is no such address.
   */
  link(entries: readonly Entry[], writing: Writing): string {
    const search = ADDRESSES.write(this.#experiment, entries, addressBar.search, { ...writing, dropsCampaign: true });
    return addressBar.link(search);
  }

  #notice(): void {
    if (this.#options.enabled()) this.#options.noticed();
  }

  readonly #follow = (): void => {
    addressBar.follow();
    if (this.#options.enabled()) this.#options.changed();
  };
}
