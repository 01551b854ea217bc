// One table of fields per spec: name, limits, label, help. URL, attributes, command-line flags and controls are
// four readings of the same table. Text in, validated value out; nothing here throws on bad text.
import { formatNumber, readNumber, shorten } from './typed-number.ts';

export { shorten };

/** A value and, if the text had to be changed to get it, one sentence that says so. */
interface Parsed<T> {
  readonly value: T;
  readonly problem?: string;
}

/** How a control shows the field. */
export type Control =
  | { readonly kind: 'number'; readonly minimum: number; readonly maximum: number; readonly integer: boolean }
  | { readonly kind: 'choice'; readonly options: readonly Option[] }
  | { readonly kind: 'text' };

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly help: string;
}

export interface Field<T> {
  /** kebab-case: URL key, attribute and (with two dashes) command-line flag. */
  readonly name: string;
  readonly label: string;
  /** One plain sentence. */
  readonly help: string;
  readonly control: Control;
  /** Reads text; clamps what is out of range and falls back to `fallback` where nothing can be made of it. */
  parse(text: string, fallback: T): Parsed<T>;
  format(value: T): string;
  /** What a visitor reads for the value, where that is neither its text nor the label of an option. */
  describe?(value: T): string;
}

export type FieldTable<Spec> = { readonly [Key in keyof Spec]: Field<Spec[Key]> };

interface Words {
  readonly name: string;
  readonly label: string;
  readonly help: string;
}

/** A number between `minimum` and `maximum`. */
export function numberField(
  words: Words,
  { minimum, maximum, integer = true }: { minimum: number; maximum: number; integer?: boolean },
): Field<number> {
  return {
    ...words,
    control: { kind: 'number', minimum, maximum, integer },
    parse(text, fallback) {
      const { value: number, problem } = readNumber(text);
      if (number === undefined) return { value: fallback, problem: `${words.name} ${problem}.` };
      const rounded = integer ? Math.round(number) : number;
      const value = Math.min(maximum, Math.max(minimum, rounded));
      if (value === number) return { value };
      const wanted = integer ? 'a whole number' : 'a number';
      return { value, problem: `${words.name} must be ${wanted} from ${minimum} to ${maximum}, not ${shorten(text)}.` };
    },
    format: formatNumber,
  };
}

/** One of a few named values. */
export function choiceField<Value extends string>(
  words: Words,
  choices: Readonly<Record<Value, { label: string; help: string }>>,
): Field<Value> {
  const values = Object.keys(choices) as Value[];
  return {
    ...words,
    control: { kind: 'choice', options: values.map((value) => ({ value, ...choices[value] })) },
    parse(text, fallback) {
      const value = values.find((candidate) => candidate === text.trim());
      if (value !== undefined) return { value };
      return {
        value: fallback,
        problem: `${words.name} must be one of ${values.join(', ')}, not “${shorten(text)}”.`,
      };
    },
    format: (value) => value,
  };
}

/** What is wrong with many items or names is said of the first few only. */
const MOST_PROBLEMS = 3;
/** Items that are read of a list, and letters of each: no list that anybody means is longer. */
const MOST_ITEMS = 64;
const MOST_LETTERS = 200;

/** What a long list holds is described by its first items only. */
const MOST_DESCRIBED = 3;

/** A comma-separated list, each item read by `parseItem`; items with a problem are dropped. */
export function listField<Item>(
  words: Words,
  limits: { readonly most: number; readonly least: number },
  parseItem: (text: string) => { item?: Item; problem?: string },
  formatItem: (item: Item) => string,
  describeItem = formatItem,
): Field<readonly Item[]> {
  return {
    ...words,
    control: { kind: 'text' },
    parse(text, fallback) {
      const problems = new Set<string>();
      const items: Item[] = [];
      for (const part of partsOf(text)) {
        // A mistake may have made a list endless; what is beyond its limits is not looked at.
        if (items.length > limits.most) break;
        const { item, problem } = part.length > MOST_LETTERS ? tooLong(part) : parseItem(part);
        if (problem) problems.add(problem);
        if (item !== undefined) items.push(item);
      }
      if (items.length > limits.most) {
        problems.add(`at most ${limits.most} are possible`);
        items.length = limits.most;
      }
      const value = items.length < limits.least ? fallback : items;
      if (problems.size === 0) return { value };
      const more = problems.size > MOST_PROBLEMS ? ['and so on'] : [];
      return { value, problem: `${words.name}: ${[...[...problems].slice(0, MOST_PROBLEMS), ...more].join('; ')}.` };
    },
    format: (value) => value.map(formatItem).join(','),
    describe(value) {
      const more = value.length - MOST_DESCRIBED;
      const described = value.slice(0, MOST_DESCRIBED).map(describeItem).join(', ');
      return more > 0 ? `${described} and ${more} more` : described;
    },
  };
}

/** A setting in words, as its control shows it: "learning rate 0.002", "preset “quick”". */
export function settingWords<T>({ label, control, format, describe }: Field<T>, value: T): string {
  const name = `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
  const text = format(value);
  if (control.kind === 'number') return `${name} ${text}`;
  const option = control.kind === 'choice' ? control.options.find(({ value: own }) => own === text)?.label : undefined;
  return `${name} “${option ?? describe?.(value) ?? text}”`;
}

/** What is between the commas of a text, the first items only. */
function* partsOf(text: string): Generator<string> {
  let from = 0;
  for (let part = 0; part < MOST_ITEMS && from <= text.length; part++) {
    const comma = text.indexOf(',', from);
    const to = comma < 0 ? text.length : comma;
    yield text.slice(from, to).trim();
    from = to + 1;
  }
}

function tooLong(text: string): { item?: never; problem: string } {
  return { problem: `“${shorten(text)}” is too long` };
}

export interface ParsedSpec<Spec> {
  readonly spec: Spec;
  /** One sentence per name or value that could not be taken as it was. */
  readonly problems: readonly string[];
}

/**
 * Reads named texts over `defaults`. Names outside the table are reported; of a name given twice the last counts that can
 * be read, and whatever was wrong with it is said once.
 */
export function parseFields<Spec extends object>(
  table: FieldTable<Spec>,
  defaults: Spec,
  entries: Iterable<readonly [string, string]>,
): ParsedSpec<Spec> {
  const spec: Spec = { ...defaults };
  const keys = new Map((Object.keys(table) as (keyof Spec)[]).map((key) => [table[key].name, key]));
  const remarks = new Map<keyof Spec, string>();
  const read = <Key extends keyof Spec>(key: Key, text: string) => {
    const { value, problem } = table[key].parse(text, spec[key]);
    spec[key] = value;
    if (problem) remarks.set(key, problem);
  };
  const unknown = new Set<string>();
  for (const [name, text] of entries) {
    const key = keys.get(name);
    if (key === undefined) unknown.add(name);
    else read(key, text);
  }
  const problems = [...remarks.values()];
  for (const name of [...unknown].slice(0, MOST_PROBLEMS)) {
    problems.push(`“${shorten(name)}” is not a setting; it was ignored.`);
  }
  const more = unknown.size - MOST_PROBLEMS;
  if (more > 0) problems.push(`${more} more ${more === 1 ? 'name is' : 'names are'} not known either.`);
  return { spec: Object.freeze(spec), problems };
}

/** The fields in which `spec` differs from `defaults`, as [name, text], in the order of the table. */
export function differences<Spec extends object>(
  table: FieldTable<Spec>,
  defaults: Spec,
  spec: Spec,
): [string, string][] {
  const result: [string, string][] = [];
  for (const key of Object.keys(table) as (keyof Spec)[]) {
    const field = table[key];
    const text = field.format(spec[key]);
    if (text !== field.format(defaults[key])) result.push([field.name, text]);
  }
  return result;
}
