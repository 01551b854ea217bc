// The settings as attributes of <subliminal-lab>, by the same names as in the address.
import { DIGITS_FIELDS } from '../experiment/digits/spec.ts';
import { BACKEND_FIELD, type Entry } from './lab-settings.ts';

export const SETTING_NAMES: readonly string[] = [
  ...Object.values(DIGITS_FIELDS).map(({ name }) => name),
  BACKEND_FIELD.name,
];

/** Whether a name in an address is the lab's; all others belong to the page around it. */
export function isSetting(name: string): boolean {
  return name === 'v' || SETTING_NAMES.includes(name);
}

/** Leaves exactly the attributes that are among `entries`. */
export function writeAttributes(element: Element, entries: readonly Entry[]): void {
  const texts = new Map(entries);
  for (const name of SETTING_NAMES) {
    const text = texts.get(name);
    if (text === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}
