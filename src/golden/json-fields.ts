// Reads fields of a parsed JSON file; throws TypeError with a sentence that names what is wrong. Knows no file's form.

export type NestedNumbers = readonly (number | NestedNumbers)[];

export function objectOf(value: unknown, name: string): Map<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  throw new TypeError(`${name} must be a JSON object`);
}

export function numberOf(object: Map<string, unknown>, name: string): number {
  const value = object.get(name);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError(`“${name}” must be a number`);
}

export function countOf(object: Map<string, unknown>, name: string): number {
  const value = numberOf(object, name);
  if (Number.isInteger(value) && value > 0) return value;
  throw new TypeError(`“${name}” must be a whole number above 0`);
}

export function listOf(object: Map<string, unknown>, name: string): unknown[] {
  const value = object.get(name);
  if (Array.isArray(value)) return value;
  throw new TypeError(`“${name}” must be a list`);
}

export function nestedOf(value: unknown, name: string): NestedNumbers {
  if (!Array.isArray(value)) throw new TypeError(`“${name}” must be lists of numbers`);
  return value.map((item) => (typeof item === 'number' ? item : nestedOf(item, name)));
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
