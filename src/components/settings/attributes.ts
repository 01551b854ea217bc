// The settings as attributes of a lab's element, by the names they have in the experiment's table: told apart are those that
// the page set and those that only reflect a visitor's choice.
import type { Entry } from './settings.ts';

export class LabAttributes {
  readonly #element: Element;
  readonly #names: readonly string[];
  readonly #authored = new Map<string, string>();
  #reflecting = false;

  constructor(element: Element, names: readonly string[]) {
    this.#element = element;
    this.#names = names;
  }

  /** What the page set. */
  get authored(): Entry[] {
    return [...this.#authored];
  }

  /** Takes in a change of an attribute; true if the page made it and it is a setting. */
  changed(name: string, before: string | null, after: string | null): boolean {
    if (this.#reflecting || before === after || !this.#names.includes(name)) return false;
    if (after === null) this.#authored.delete(name);
    else this.#authored.set(name, after);
    return true;
  }

  /** Leaves exactly the attributes that are among `entries`. */
  reflect(entries: readonly Entry[]): void {
    const texts = new Map(entries);
    this.#reflecting = true;
    for (const name of this.#names) {
      const text = texts.get(name);
      if (text === undefined) this.#element.removeAttribute(name);
      else if (this.#element.getAttribute(name) !== text) this.#element.setAttribute(name, text);
    }
    this.#reflecting = false;
  }
}
