// What a JSON value from elsewhere must be like before anything is taken from it: checks that are put together to the shape
// of a manifest or a recorded run. They look, they never throw, and they never go deeper than the shape does.

export type Check = (value: unknown) => boolean;
type Bag = Readonly<Record<string, unknown>>;

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A name or a sentence: no text of ours is longer. */
const MOST_LETTERS = 2000;

export const isText: Check = (value) => typeof value === 'string' && value.length <= MOST_LETTERS;
export const isFlag: Check = (value) => typeof value === 'boolean';

/** A text of this form. */
export const matching =
  (form: RegExp): Check =>
  (value) =>
    typeof value === 'string' && value.length <= MOST_LETTERS && form.test(value);

export const oneOf =
  (...values: readonly (string | number)[]): Check =>
  (value) =>
    values.some((known) => known === value);

/** A finite number in a range, ends included. */
export const between =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most;

/** A whole number in a range, ends included. */
export const wholeBetween =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && between(least, most)(value);

/** A list of at least and at most so many. */
export const listOf =
  (check: Check, { least = 0, most }: { readonly least?: number; readonly most: number }): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(check);

/** A list of exactly so many. */
export const exactly = (count: number, check: Check): Check => listOf(check, { least: count, most: count });

/** A list of as many as there are checks, the first of which the first must pass, and so on. */
export const inTurn =
  (checks: readonly Check[]): Check =>
  (value) =>
    Array.isArray(value) && value.length === checks.length && checks.every((check, index) => check(value[index]));

/** A list of exactly these values. */
export const listed =
  (values: readonly (string | number)[]): Check =>
  (value) =>
    Array.isArray(value) && value.length === values.length && values.every((known, index) => known === value[index]);

/** An object that has at least these. */
export const bagOf =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isBag(value) && Object.entries(checks).every(([name, check]) => check(value[name]));

/** One of several shapes. */
export const anyOf =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));

/** There may be none. */
export const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** Whether `value` is of one of these kinds, which it names itself. */
export const ofKind =
  (kinds: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isBag(value) && Object.entries(kinds).some(([kind, check]) => value.kind === kind && check(value));

/** SHA-256 in hexadecimal. */
export const isDigest = matching(/^[0-9a-f]{64}$/);

/** A file beside its manifest: no folder, nothing hidden. */
export const isFileName = matching(/^\w[\w-]*\.bin$/);

/** The value of a JSON text, or undefined if it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
