// A run recorded by the command line, as the page fetches it. The whole file is checked before anything of it is shown: what
// is drawn of it must never meet a number, a length or an order that no run has. What the records of an experiment look like
// is known to its own file.
import { joined } from '../../experiment/byte-stream.ts';
import { bagOf, between, exactly, isFlag, isText, listOf, oneOf, parsedJson } from '../../experiment/json-shape.ts';
import type { Recording } from '../../experiment/recording.ts';
import type { SpecTable } from '../../experiment/spec-table.ts';
import type { AnyRecord } from './kept-records.ts';
import { readSettings, type LabSpec } from '../settings/settings.ts';

/** No recording is longer: in characters, in records, in seconds. */
const MOST_TEXT = 4_000_000;
const MOST_RECORDS = 20_000;
const MOST_SECONDS = 1e7;

/** What the records of a whole run are like. */
export interface RecordedForm<Spec, Kind> {
  /** Phases in their order. */
  readonly phases: readonly string[];
  /** Of each of these there is at least one record: its kind, and its phase if there are several. */
  readonly needed: readonly string[];
  /** The check of a record of a run with these settings. */
  recordOf(spec: Spec): (value: unknown) => value is Kind;
}

/** A recorded run and its settings. */
export interface Recorded<Spec, Kind> {
  readonly recording: Recording<Kind>;
  readonly spec: Spec;
}

interface Asked<Spec extends LabSpec, Kind> {
  readonly table: SpecTable<Spec>;
  /** Address of the file, relative to the page. */
  readonly recording: string;
  readonly recorded: RecordedForm<Spec, Kind>;
}

/** A little more than shares and cosines are: sums of floats overshoot. */
export const isShare = between(-1e-6, 1 + 1e-6);
export const isCosine = between(-1.001, 1.001);
export const isDistance = between(0, 1e9);
/** A number that a chart can draw. */
export const isDrawable = between(-1e9, 1e9);
export const isDevice = bagOf({ backend: oneOf('webgpu', 'cpu'), name: isText, software: isFlag });

const SHAPE = bagOf({
  version: oneOf(2),
  date: isText,
  lab: isText,
  device: isDevice,
  entries: listOf(exactly(2, isText), { most: 100 }),
  records: listOf(bagOf({ seconds: between(0, MOST_SECONDS) }), { least: 2, most: MOST_RECORDS }),
});

/** The recorded run of a lab, or one sentence if there is none that can be read. */
export async function fetchRecording<Spec extends LabSpec, Kind extends AnyRecord>(
  asked: Asked<Spec, Kind>,
): Promise<{ readonly recorded?: Recorded<Spec, Kind>; readonly problem?: string }> {
  try {
    const { ok, body } = await fetch(`${import.meta.env.BASE_URL}${asked.recording}`);
    const text = ok ? new TextDecoder().decode(await joined(body, MOST_TEXT)) : '';
    const recorded = readRecording(text, asked);
    if (recorded) return { recorded };
  } catch {
    // A connection that failed leaves as little to show as a file that is none.
  }
  return {
    problem:
      'The recorded run of this lab could not be read, so there is nothing to show yet. A live run works without it.',
  };
}

/** Reads a recording from its JSON; undefined if it is not whole. */
export function readRecording<Spec extends LabSpec, Kind extends AnyRecord>(
  text: string,
  { table, recorded }: Pick<Asked<Spec, Kind>, 'table' | 'recorded'>,
): Recorded<Spec, Kind> | undefined {
  const value = text.length <= MOST_TEXT ? parsedJson(text) : undefined;
  if (!isFramed(value)) return undefined;
  const { spec, problems } = readSettings(table, value.entries);
  if (problems.length > 0 || !isOf(value, recorded.recordOf(spec))) return undefined;
  return isInOrder(value.records, recorded) ? { recording: value, spec } : undefined;
}

function isFramed(value: unknown): value is Recording<unknown> {
  return SHAPE(value);
}

function isOf<Kind>(
  recording: Recording<unknown>,
  isRecord: (value: unknown) => value is Kind,
): recording is Recording<Kind> {
  return recording.records.every(({ record }) => isRecord(record));
}

/** Whether the records begin, go on and end as those of a run do. */
function isInOrder(
  timed: readonly { readonly seconds: number; readonly record: AnyRecord }[],
  { phases, needed }: Pick<RecordedForm<LabSpec, AnyRecord>, 'phases' | 'needed'>,
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
