// A recorded run: what the command line writes and the page replays. Only its form; no files and no fetch here.
import type { DeviceDescription } from '../trainer.ts';
import type { DigitsRecord } from './records.ts';
import { specEntries, type DigitsSpec } from './spec.ts';

/** A record and the seconds of training after which it came. */
export interface TimedRecord {
  readonly seconds: number;
  readonly record: DigitsRecord;
}

export interface Recording {
  readonly version: 1;
  /** "2026-11-23" */
  readonly date: string;
  /** Version of the lab that recorded it. */
  readonly lab: string;
  readonly device: DeviceDescription;
  /** The spec in text form, as in the URL. */
  readonly entries: readonly (readonly [string, string])[];
  readonly records: readonly TimedRecord[];
}

/** Of consecutive progress records only the last says something that the page still shows. */
export function thin(records: readonly TimedRecord[]): TimedRecord[] {
  return records.filter(
    ({ record }, index) => record.kind !== 'progress' || records[index + 1]?.record.kind !== 'progress',
  );
}

/** Makes a recording of a run. */
export function makeRecording(
  spec: DigitsSpec,
  device: DeviceDescription,
  records: readonly TimedRecord[],
  { date, lab }: { date: string; lab: string },
): Recording {
  const timed = thin(records).map(({ seconds, record }) => ({ seconds: Math.round(seconds * 100) / 100, record }));
  return { version: 1, date, lab, device, entries: specEntries(spec), records: timed };
}
