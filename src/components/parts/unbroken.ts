// Where a line of text must not end. Pure.

/** Keeps numbers and their units on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' %', '\u00a0%').replaceAll(' ± ', '\u00a0±\u00a0');
}
