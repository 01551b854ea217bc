// A recorded run of any experiment: what the command line writes and the page replays. Only its form; no files, no fetch.
import type { DeviceDescription } from '../processor/processors.ts';
import type { AnyRecord, Portions } from './records.ts';

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

/** The records without those that the next one makes worthless: of a row of progress or of portions only the last counts. */
export function thin<Record extends AnyRecord>(
  records: readonly TimedRecord<Record>[],
  portions: Portions,
): TimedRecord<Record>[] {
  const isFleeting = ({ kind }: AnyRecord) => kind === 'progress' || Object.hasOwn(portions, kind);
  return records.filter(({ record }, index) => !isFleeting(record) || records[index + 1]?.record.kind !== record.kind);
}

/** Makes a recording of a run with the settings `entries`. */
export function makeRecording<Record extends AnyRecord>(
  entries: readonly (readonly [string, string])[],
  device: DeviceDescription,
  records: readonly TimedRecord<Record>[],
  { date, lab, portions }: { readonly date: string; readonly lab: string; readonly portions: Portions },
): Recording<Record> {
  const timed = thin(records, portions).map(({ seconds, record }) => ({
    seconds: Math.round(seconds * 100) / 100,
    record,
  }));
  return { version: 2, date, lab, device, entries, records: timed };
}
