// Writes a recorded run, with the date and the version of the lab that made it.
import { writeFileSync } from 'node:fs';
import description from '../../package.json' with { type: 'json' };
import { makeRecording, type TimedRecord } from '../experiment/digits/recording.ts';
import type { DigitsSpec } from '../experiment/digits/spec.ts';
import type { DeviceDescription } from '../experiment/trainer.ts';
import { UsageError } from './flags.ts';

/** Writes `path`, relative to the current folder. Throws UsageError if it cannot be written. */
export function writeRecording(
  path: string,
  spec: DigitsSpec,
  { device, records }: { device: DeviceDescription; records: readonly TimedRecord[] },
): void {
  const date = new Date().toISOString().slice(0, 10);
  try {
    writeFileSync(
      path,
      `${JSON.stringify(makeRecording(spec, device, records, { date, lab: description.version }))}\n`,
    );
  } catch (error) {
    throw new UsageError(`--record: ${error instanceof Error ? error.message : String(error)}`);
  }
}
