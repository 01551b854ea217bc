// A run recorded by the command line, as the page fetches it. The file is checked before anything of it is shown. What its
// records look like is known to the experiment's own file; here are the tools to say it.
import type { Recording } from '../experiment/recording.ts';

type IsRecord<Kind> = (value: unknown) => value is Kind;

/** The recording at `url`, or undefined if there is none that can be read. */
export async function fetchRecording<Kind>(
  url: string,
  isRecord: IsRecord<Kind>,
): Promise<Recording<Kind> | undefined> {
  try {
    const response = await fetch(url);
    const value: unknown = response.ok ? await response.json() : undefined;
    return isRecording(value, isRecord) ? value : undefined;
  } catch {
    return undefined;
  }
}

export type Check = (value: unknown) => boolean;
type Bag = Readonly<Record<string, unknown>>;

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isNumber: Check = (value) => typeof value === 'number';
export const isText: Check = (value) => typeof value === 'string';
export const oneOf =
  (...texts: readonly string[]): Check =>
  (value) =>
    texts.some((text) => text === value);
export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
export const bagOf =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isBag(value) && Object.entries(checks).every(([name, check]) => check(value[name]));
/** There may be none. */
export const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

export const numbers = listOf(isNumber);
export const table = listOf(numbers);
export const isDevice = bagOf({
  backend: oneOf('webgpu', 'cpu'),
  name: isText,
  software: (value) => typeof value === 'boolean',
});

/** Whether `value` is a record of one of these kinds. */
export function isOneOf(kinds: Readonly<Record<string, Check>>, value: unknown): boolean {
  return isBag(value) && Object.entries(kinds).some(([kind, check]) => value.kind === kind && check(value));
}

export function isRecording<Kind>(value: unknown, isRecord: IsRecord<Kind>): value is Recording<Kind> {
  return bagOf({
    version: (version) => version === 1,
    date: isText,
    lab: isText,
    device: isDevice,
    entries: listOf((entry) => listOf(isText)(entry) && Array.isArray(entry) && entry.length === 2),
    records: listOf(bagOf({ seconds: isNumber, record: isRecord })),
  })(value);
}
