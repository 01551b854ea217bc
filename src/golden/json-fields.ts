// Reads fields of a parsed JSON file; throws TypeError with a sentence that names what is wrong. Knows no file's form.

export type NestedNumbers = readonly (number | NestedNumbers)[];

/** No tensor has more axes. */
const MOST_AXES = 8;
/** No size and no number of steps is larger. */
const MOST = 1_000_000;

export function objectOf(value: unknown, name: string): Map<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  throw new TypeError(`${name} must be a JSON object`);
}

export function numberOf(object: Map<string, unknown>, name: string): number {
  const value = object.get(name);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError(`“${name}” must be a number`);
}

export function countOf(object: Map<string, unknown>, name: string, most = MOST): number {
  const value = numberOf(object, name);
  if (isCount(value, most)) return value;
  throw new TypeError(`“${name}” must be a whole number from 1 to ${most}`);
}

export function isCount(value: unknown, most = MOST): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= most;
}

export function listOf(object: Map<string, unknown>, name: string): unknown[] {
  const value = object.get(name);
  if (Array.isArray(value)) return value;
  throw new TypeError(`“${name}” must be a list`);
}

export function nestedOf(value: unknown, name: string, axes = MOST_AXES): NestedNumbers {
  if (!Array.isArray(value)) throw new TypeError(`“${name}” must be lists of numbers`);
  if (axes === 0) throw new TypeError(`“${name}” has lists in more than ${MOST_AXES} lists`);
  return value.map((item) => (Number.isFinite(item) ? item : nestedOf(item, name, axes - 1)));
}

export function flatten(nested: NestedNumbers): number[] {
  return nested.flatMap((item) => (typeof item === 'number' ? [item] : flatten(item)));
}

/** Numbers of a list, however nested, in order. */
export function numbersOf(object: Map<string, unknown>, key: string, length: number, name: string): readonly number[] {
  return ofLength(flatten(nestedOf(object.get(key), key)), length, `${name}.${key}`);
}

export function ofLength(values: readonly number[], length: number, name: string): readonly number[] {
  if (values.length === length) return values;
  throw new TypeError(`“${name}” has ${values.length} numbers, but these sizes need ${length}`);
}
