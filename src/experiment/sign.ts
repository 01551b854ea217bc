// How a page knows an experiment before it has its code: what its element is called, and what an address says to it.

export interface Sign {
  /** The element that shows it. */
  readonly element: `subliminal-${string}`;
  /** Stands before each of its names in an address that several labs share: "owls."; nothing for one experiment. */
  readonly prefix: string;
  /** Of its settings; a link says for which it was made. */
  readonly version: number;
  /** Of its settings, as an attribute spells them, in the order of its table. */
  readonly names: readonly string[];
}
