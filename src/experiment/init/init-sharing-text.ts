// The text form of a student's init sharing: `shared`, `perturbed:0.2`, `layers:1+head`. URL, attribute and CLI share it.
import { listField, shorten, type Field } from '../spec/fields.ts';
import { INIT_SHARING_NAMES, modeOf, type InitSharing } from './init-sharing.ts';
import { formatNumber, readNumber } from '../spec/typed-number.ts';

/** A plus typed by hand into a URL arrives as a space. */
const PLUS = /[+ ]/;

/** What layers are called in any of our networks; whether a network has them, its spec knows. */
const LAYER = /^(\d{1,2}|head|embedding|position|norm)$/;

/** No network of ours has as many. */
const MOST_LAYERS = 16;

/** "perturbed" and "0.2" of `perturbed:0.2`; without a colon there is no parameter. */
export function splitAtColon(text: string): [name: string, argument?: string] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** Reads `mode` or `mode:parameter`; a number out of range is clamped and reported, an unknown mode dropped. */
export function parseInitSharing(text: string): { item?: InitSharing; problem?: string } {
  const [name, argument] = splitAtColon(text);
  const mode = INIT_SHARING_NAMES.find((candidate) => candidate === name);
  if (mode === undefined) {
    return { problem: `“${shorten(text)}” is not an init-sharing mode (${INIT_SHARING_NAMES.join(', ')})` };
  }
  const { parameter } = modeOf({ mode });
  if (parameter.kind === 'none') {
    return argument === undefined ? { item: { mode } } : { item: { mode }, problem: `${mode} takes no parameter` };
  }
  if (parameter.kind === 'layers') {
    const layers = argument === undefined ? parameter.fallback : argument.split(PLUS, MOST_LAYERS + 1);
    if (layers.length > MOST_LAYERS) return { problem: `“${shorten(text)}” names more than ${MOST_LAYERS} layers` };
    const known = [...new Set(layers)].filter((layer) => LAYER.test(layer));
    if (known.length === layers.length) return { item: { mode, layers: known } };
    return {
      ...(known.length > 0 && { item: { mode, layers: known } }),
      problem: `“${shorten(text)}”: layers are numbers from 1 or head, embedding, position or norm, joined by +`,
    };
  }
  const { minimum, maximum, fallback, symbol } = parameter;
  if (argument === undefined) return { item: { mode, amount: fallback } };
  const { value: number, problem } = readNumber(argument);
  if (number === undefined) return { item: { mode, amount: fallback }, problem: `${mode}: ${symbol} ${problem}` };
  const amount = Math.min(maximum, Math.max(minimum, number));
  if (amount === number) return { item: { mode, amount } };
  return { item: { mode, amount }, problem: `${mode}: ${symbol} must be from ${minimum} to ${maximum}` };
}

/** The shortest text that `parseInitSharing` reads back to the same choice. */
export function formatInitSharing({ mode, amount, layers }: InitSharing): string {
  if (layers) return `${mode}:${layers.join('+')}`;
  return amount === undefined ? mode : `${mode}:${formatNumber(amount)}`;
}

/** A comma between digits behind a mode that takes an amount, where no other student begins. */
const AMOUNTS = INIT_SHARING_NAMES.filter((mode) => modeOf({ mode }).parameter.kind === 'amount');
const DECIMAL_COMMA = new RegExp(`((?:${AMOUNTS.join('|')}):\\d*),(?=\\d+ *(?:,|$))`, 'g');

/** A comma-separated list of students; “perturbed:0,2” is one of them, because none is called 2. */
export function studentsField<Student>(...list: Parameters<typeof listField<Student>>): Field<readonly Student[]> {
  const field = listField(...list);
  return { ...field, parse: (text, fallback) => field.parse(text.replace(DECIMAL_COMMA, '$1.'), fallback) };
}

/** The choice in words: "shared init", "perturbed init (σ = 0.2)", "layers 1 + head shared". */
export function describeInitSharing(choice: InitSharing): string {
  const { label, parameter } = modeOf(choice);
  if (choice.layers) {
    const list = choice.layers.join(' + ');
    if (choice.layers.length > 1) return `layers ${list} shared`;
    return /^\d/.test(list) ? `layer ${list} shared` : `${list} shared`;
  }
  return parameter.kind === 'amount'
    ? `${label} (${parameter.symbol} = ${choice.amount ?? parameter.fallback})`
    : label;
}

/** The same in a word or two, where there is no room for more: "shared", "perturbed σ 0.2", "1 + head". */
export function shortInitSharing({ mode, amount, layers }: InitSharing): string {
  if (layers) return layers.join(' + ');
  const { parameter } = modeOf({ mode });
  return parameter.kind === 'amount' ? `${mode} ${parameter.symbol} ${amount ?? parameter.fallback}` : mode;
}
