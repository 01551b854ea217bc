// The query of the page's address as its labs want it. Browsers limit how often an address may change, and some pages have
// none that can: what the address does not say yet is kept here, read from here, and written later.

/** Milliseconds between two writes: all labs together stay far below the limit of every browser. */
const PACE = 250;
/** Milliseconds until the next try after each refusal; together longer than any browser remembers what was too much. */
const PATIENCE: readonly number[] = [1000, 2000, 4000, 8000, 16_000, 32_000];

class AddressBar {
  /** What the address shall say; undefined while it does. */
  #wanted?: string;
  /** What it said when that was decided. */
  #found = '';
  #refusals = 0;
  #newest = -Infinity;
  #timer?: ReturnType<typeof setTimeout>;

  /** "?v=2&seeds=5", or nothing. */
  get search(): string {
    return this.#wanted ?? location.search;
  }

  /** The address with another query; nothing where a page has no address that a link could lead to. */
  link(search: string): string {
    return /^(https?|file):$/.test(location.protocol) ? addressWith(search, location.hash) : '';
  }

  /** Changes the query, now or as soon as the browser lets us. */
  replace(search: string): void {
    if (search === this.search) return;
    this.#want(search);
    if (this.#timer !== undefined) return;
    this.#refusals = 0;
    this.#after(this.#newest + PACE - performance.now());
  }

  /** Goes to another query and place of this page, as a link would. */
  push(search: string, hash: string): void {
    if (put('pushState', search, hash)) this.#forget();
    else this.replace(search);
  }

  /** After back or forward: the visitor went to another address, and that is what counts. */
  follow(): void {
    if (location.search !== this.#found) this.#forget();
  }

  #want(search: string): void {
    if (this.#wanted === undefined) this.#found = location.search;
    this.#wanted = search;
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#wanted = undefined;
  }

  #after(milliseconds: number): void {
    if (milliseconds <= 0) this.#write();
    else this.#timer = setTimeout(() => this.#write(), milliseconds);
  }

  #write(): void {
    this.#timer = undefined;
    if (this.#wanted === undefined) return;
    this.#newest = performance.now();
    if (put('replaceState', this.#wanted, location.hash)) {
      this.#wanted = undefined;
      return;
    }
    const patience = PATIENCE[this.#refusals];
    if (patience === undefined) return;
    this.#after(patience);
    this.#refusals += 1;
  }
}

/** One per page, whatever the number of labs. */
export const addressBar = new AddressBar();

/** In full: a page's <base> would lead a relative one elsewhere. */
function addressWith(search: string, hash: string): string {
  return `${location.href.split(/[?#]/, 1)[0]}${search}${hash}`;
}

/** Whether the address says it now. */
function put(change: 'pushState' | 'replaceState', search: string, hash: string): boolean {
  const address = addressWith(search, hash);
  try {
    history[change](change === 'pushState' ? null : history.state, '', address);
    // What comes too often is refused by some browsers and ignored by others.
    return location.href === new URL(address).href;
  } catch {
    return false;
  }
}
