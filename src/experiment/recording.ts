// A recorded run of any experiment: what the command line writes and the page replays. Only its form; no files, no fetch.
import type { DeviceDescription } from './trainer.ts';

/** A record and the seconds of training after which it came. */
export interface TimedRecord<Record> {
  readonly seconds: number;
  readonly record: Record;
}

export interface Recording<Record> {
  readonly version: 2;
  /** "2026-11-23" */
  readonly date: string;
  /** Version of the lab that recorded it. */
  readonly lab: string;
  readonly device: DeviceDescription;
  /** The spec in text form, as in the URL. */
  readonly entries: readonly (readonly [string, string])[];
  readonly records: readonly TimedRecord<Record>[];
}

/** Kinds of which only the last of a row says something that the page still shows. */
const FLEETING = ['progress', 'lists'];

/** The records without those that the next one makes worthless. */
export function thin<Record extends { readonly kind: string }>(
  records: readonly TimedRecord<Record>[],
): TimedRecord<Record>[] {
  return records.filter(
    ({ record }, index) => !FLEETING.includes(record.kind) || records[index + 1]?.record.kind !== record.kind,
  );
}

/** Makes a recording of a run with the settings `entries`. */
export function makeRecording<Record extends { readonly kind: string }>(
  entries: readonly (readonly [string, string])[],
  device: DeviceDescription,
  records: readonly TimedRecord<Record>[],
  { date, lab }: { date: string; lab: string },
): Recording<Record> {
  const timed = thin(records).map(({ seconds, record }) => ({ seconds: Math.round(seconds * 100) / 100, record }));
  return { version: 2, date, lab, device, entries, records: timed };
}
