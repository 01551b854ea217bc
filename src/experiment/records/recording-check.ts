// Whether a text is a recorded run that can be shown. The whole file is checked before anything of it is: what is drawn of it
// must never meet a number, a length or an order that no run has. What the records of an experiment are like it says itself.
import { bagOf, between, exactly, isFlag, isText, listOf, oneOf, parsedJson, type Check } from './json-shape.ts';
import { PROCESSOR_NAMES } from '../processor/processors.ts';
import type { Recording } from './recording.ts';
import type { AnyRecord } from './records.ts';
import type { CommonSpec, SpecTable } from '../spec/spec-table.ts';

/** No recording is longer: in characters, in records, in seconds. */
export const MOST_TEXT = 4_000_000;
const MOST_RECORDS = 20_000;
const MOST_SECONDS = 1e7;

/** What the records of a whole run are like. */
export interface RecordedForm<Spec, Record> {
  /** Of each of these there is at least one record: its kind, and its phase if there are several. */
  readonly needed: readonly string[];
  /** The check of a record of a run with these settings. */
  recordOf(spec: Spec): Check<Record>;
}

/** A recorded run and its settings. */
export interface Recorded<Spec, Record> {
  readonly recording: Recording<Record>;
  readonly spec: Spec;
}

/** What must be known of an experiment to read its recordings. */
export interface RecordedKind<Spec extends CommonSpec, Record> {
  readonly table: SpecTable<Spec>;
  readonly phases: readonly string[];
  readonly recorded: RecordedForm<Spec, Record>;
}

/** A little more than shares and cosines are: sums of floats overshoot. */
export const isShare = between(-1e-6, 1 + 1e-6);
export const isCosine = between(-1.001, 1.001);
export const isDistance = between(0, 1e9);
/** A number that a chart can draw. */
export const isDrawable = between(-1e9, 1e9);
export const isDevice = bagOf({ backend: oneOf(...PROCESSOR_NAMES), name: isText, software: isFlag });

/** What the result of every experiment has, to be put together with what one has of its own. */
export function everyResult(seedCount: number) {
  const shares = exactly(seedCount, isShare);
  return { reference: shares, teacher: shares };
}

/** The same of one student, in its text form. */
export function everyStudent(student: string, seedCount: number) {
  return {
    student: oneOf(student),
    trait: exactly(seedCount, isShare),
    traitTransfer: exactly(seedCount, isDrawable),
  };
}

const isEntry: Check<readonly [string, string]> = (value): value is readonly [string, string] =>
  exactly(2, isText)(value);

const isAnything: Check = (value): value is unknown => value !== undefined;

const isFramed: Check<Recording<unknown>> = bagOf({
  version: oneOf(2),
  date: isText,
  lab: isText,
  device: isDevice,
  entries: listOf(isEntry, { most: 100 }),
  records: listOf(bagOf({ seconds: between(0, MOST_SECONDS), record: isAnything }), { least: 2, most: MOST_RECORDS }),
});

/** Reads a recording from its JSON; undefined if it is not whole. */
export function readRecording<Spec extends CommonSpec, Record extends AnyRecord>(
  text: string,
  { table, phases, recorded }: RecordedKind<Spec, Record>,
): Recorded<Spec, Record> | undefined {
  const value = text.length <= MOST_TEXT ? parsedJson(text) : undefined;
  if (!isFramed(value)) return undefined;
  const { spec, problems } = table.parse(value.entries);
  if (problems.length > 0 || !isOf(value, recorded.recordOf(spec))) return undefined;
  return isInOrder(value.records, phases, recorded.needed) ? { recording: value, spec } : undefined;
}

function isOf<Record>(recording: Recording<unknown>, isRecord: Check<Record>): recording is Recording<Record> {
  return recording.records.every(({ record }) => isRecord(record));
}

/** Whether the records begin, go on and end as those of a run do. */
function isInOrder(
  timed: readonly { readonly seconds: number; readonly record: AnyRecord }[],
  phases: readonly string[],
  needed: readonly string[],
): boolean {
  const records = timed.map(({ record }) => record);
  const only = (kind: string) => records.findIndex((record) => record.kind === kind);
  const last = (kind: string) => records.findLastIndex((record) => record.kind === kind);
  if (only('prepared') !== 0 || last('prepared') !== 0 || only('complete') !== records.length - 1) return false;
  const there = new Set(records.flatMap(({ kind, phase }) => [kind, `${kind} ${phase}`]));
  const places = records
    .filter(({ kind }) => kind === 'progress')
    .map(({ phase = '', step = 0 }) => [phases.indexOf(phase), step] as const);
  return (
    needed.every((name) => there.has(name)) &&
    timed.every(({ seconds }, index) => index === 0 || seconds >= timed[index - 1]!.seconds) &&
    places.every(([phase, step], index) => {
      const [phaseBefore, before] = places[index - 1] ?? [0, 0];
      return phase > phaseBefore || (phase === phaseBefore && step >= before);
    })
  );
}
