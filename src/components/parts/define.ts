// Gives an element its name on the page. In place of Lit's decorator, which throws where a page loads the script twice.

const own = new Set<string>();

/** Of two copies of the script the one that comes first has the name; the second steps aside without a word. */
export function element(name: string) {
  return (type: CustomElementConstructor): void => {
    if (customElements.get(name)) return;
    customElements.define(name, type);
    own.add(name);
  };
}

/** Whether the elements of this name on the page are of this copy of the script. */
export function isOurs(name: string): boolean {
  return own.has(name);
}
