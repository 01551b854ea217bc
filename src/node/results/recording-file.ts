// A recorded run as a file, with the date and the version of the lab that made it. Writes nothing.
import description from '../../../package.json' with { type: 'json' };
import type { AnyRecord, Portions } from '../../experiment/records/records.ts';
import { makeRecording } from '../../experiment/records/recording.ts';
import type { Finished } from './result-table.ts';

/**
 * The text of a recording.
 * @param entries the spec in text form
 */
export function recordingText<Record extends AnyRecord>(
  entries: readonly (readonly [string, string])[],
  { device, records }: Pick<Finished<Record, unknown>, 'device' | 'records'>,
  portions: Portions,
): string {
  const date = new Date().toISOString().slice(0, 10);
  return `${JSON.stringify(makeRecording(entries, device, records, { date, lab: description.version, portions }))}\n`;
}
