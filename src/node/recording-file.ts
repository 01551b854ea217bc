// Writes a recorded run, with the date and the version of the lab that made it.
import { writeFileSync } from 'node:fs';
import description from '../../package.json' with { type: 'json' };
import { makeRecording } from '../experiment/recording.ts';
import { UsageError } from './flags.ts';
import type { Finished } from './result-table.ts';

/**
 * Writes `path`, relative to the current folder. Throws UsageError if it cannot be written.
 * @param entries the spec in text form
 */
export function writeRecording<Record extends { readonly kind: string }>(
  path: string,
  entries: readonly (readonly [string, string])[],
  { device, records }: Pick<Finished<Record, unknown>, 'device' | 'records'>,
): void {
  const date = new Date().toISOString().slice(0, 10);
  const recording = makeRecording(entries, device, records, { date, lab: description.version });
  try {
    writeFileSync(path, `${JSON.stringify(recording)}\n`);
  } catch (error) {
    throw new UsageError(`--record: ${error instanceof Error ? error.message : String(error)}`);
  }
}
