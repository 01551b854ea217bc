// What a JSON value from elsewhere must be like before anything is taken from it: checks that are put together to the shape
// of a manifest or a recorded run. They look, they never throw, and they never go deeper than the shape does.

/** Whether a value is a T: a check is typed by what it checks, so that one that forgets a part does not compile. */
export type Check<T = unknown> = (value: unknown) => value is T;
type Checked<C> = C extends Check<infer T> ? T : never;
type Bag = Readonly<Record<string, unknown>>;

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A name or a sentence: no text of ours is longer. */
const MOST_LETTERS = 2000;

export const isText: Check<string> = (value): value is string =>
  typeof value === 'string' && value.length <= MOST_LETTERS;
export const isFlag: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

/** A text of this form. */
export const matching =
  (form: RegExp): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length <= MOST_LETTERS && form.test(value);

export const oneOf =
  <const T extends string | number>(...values: readonly T[]): Check<T> =>
  (value): value is T =>
    values.some((known) => known === value);

/** A finite number in a range, ends included. */
export const between =
  (least: number, most: number): Check<number> =>
  (value): value is number =>
    typeof value === 'number' && value >= least && value <= most;

/** A whole number in a range, ends included. */
export const wholeBetween =
  (least: number, most: number): Check<number> =>
  (value): value is number =>
    Number.isInteger(value) && between(least, most)(value);

/** A list of at least and at most so many. */
export const listOf =
  <T>(check: Check<T>, { least = 0, most }: { readonly least?: number; readonly most: number }): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(check);

/** A list of exactly so many. */
export const exactly = <T>(count: number, check: Check<T>): Check<readonly T[]> =>
  listOf(check, { least: count, most: count });

/** A list of as many as there are checks, the first of which the first must pass, and so on. */
export const inTurn =
  <T>(checks: readonly Check<T>[]): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length === checks.length && checks.every((check, index) => check(value[index]));

/** A list of exactly these values. */
export const listed =
  <T extends string | number>(values: readonly T[]): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length === values.length && values.every((known, index) => known === value[index]);

/** An object that has at least these. */
export const bagOf =
  <T extends object>(checks: { readonly [Key in keyof T]-?: Check<T[Key]> }): Check<T> =>
  (value): value is T =>
    isBag(value) && Object.entries<Check>(checks).every(([name, check]) => check(value[name]));

/** What passes both. */
export const both =
  <A, B>(a: Check<A>, b: Check<B>): Check<A & B> =>
  (value): value is A & B =>
    a(value) && b(value);

/** One of several shapes. */
export const anyOf =
  <Checks extends readonly Check[]>(...checks: Checks): Check<Checked<Checks[number]>> =>
  (value): value is Checked<Checks[number]> =>
    checks.some((check) => check(value));

/** There may be none. */
export const maybe =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

interface Kind {
  readonly kind: string;
}

/** A check for each kind of record, of all but the kind itself. */
export type Kinds<Record extends Kind> = {
  readonly [Name in Record['kind']]: Check<Omit<Extract<Record, { kind: Name }>, 'kind'>>;
};

/** Whether `value` is of one of these kinds, which it names itself. */
export const ofKind =
  <Record extends Kind>(kinds: Kinds<Record>): Check<Record> =>
  (value): value is Record =>
    isBag(value) && Object.entries<Check>(kinds).some(([kind, check]) => value.kind === kind && check(value));

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
