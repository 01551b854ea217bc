// The parts of a result's table for the terminal: heading, aligned rows, mean ± 95 %, every seed. What an experiment puts
// into it is in digits-table.ts and owls-table.ts.
import type { TimedRecord } from '../experiment/recording.ts';
import type { CommonSpec } from '../experiment/spec-table.ts';
import { summarize } from '../experiment/stats.ts';
import type { DeviceDescription } from '../experiment/trainer.ts';

/** A run at its end. */
export interface Finished<Record, Result> {
  readonly device: DeviceDescription;
  readonly result: Result;
  readonly records: readonly TimedRecord<Record>[];
  /** Seconds of training and evaluation. */
  readonly seconds: number;
}

/** Two lines: what ran where, and how long it took. */
export function heading(
  experiment: string,
  { preset, seedCount }: CommonSpec,
  { device, seconds }: Pick<Finished<unknown, unknown>, 'device' | 'seconds'>,
  total: number,
): string[] {
  const where =
    device.backend === 'cpu'
      ? `CPU (${device.name})`
      : `WebGPU on ${device.name}${device.software ? ' (software adapter)' : ''}`;
  return [
    `${experiment}, preset ${preset}, ${seedCount} ${seedCount === 1 ? 'seed' : 'seeds'}, ${where}`,
    `${seconds.toFixed(1)} s of training and evaluation, ${total.toFixed(1)} s in all`,
  ];
}

/** One line per row, with columns of equal width. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** "0.545 ± 0.055", or "0.545" for a single value; nothing for none. */
export function interval(values: readonly number[] | undefined): string {
  if (!values) return '';
  const { mean, halfWidth } = summarize(values);
  return Number.isNaN(halfWidth) ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${halfWidth.toFixed(3)}`;
}

export function list(values: readonly number[]): string {
  return values.map((value) => value.toFixed(3)).join(' ');
}
