// Gives an element its name on the page. In place of Lit's decorator, which throws where a page loads the script twice.

/** Of two copies of the script the one that comes first has the name; the second steps aside without a word. */
export function element(name: string) {
  return (type: CustomElementConstructor): void => {
    if (!customElements.get(name)) customElements.define(name, type);
  };
}
