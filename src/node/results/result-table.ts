// The parts of a result's table for the terminal: heading, aligned rows, mean and 95 % interval, every seed. What an experiment puts
// into it is in digits-table.ts and owls-table.ts.
import { withInterval } from '../../experiment/statistics/intervals.ts';
import type { TimedRecord } from '../../experiment/records/recording.ts';
import type { RunResult } from '../../experiment/records/records.ts';
import type { CommonSpec } from '../../experiment/spec/spec-table.ts';
import { ANYTHING, LEAST_SEEDS, SHARE, type Bounds, type Summary } from '../../experiment/statistics/stats.ts';
import { lineOf, type DeviceDescription } from '../../experiment/processor/processors.ts';

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
  return [
    `${experiment}, preset ${preset}, ${seedCount} ${seedCount === 1 ? 'seed' : 'seeds'}, ${lineOf(device)}`,
    `${seconds.toFixed(1)} s of training and evaluation, ${total.toFixed(1)} s in all`,
  ];
}

/** What every run has to say: the trait of everyone, and how far it crossed. A few lines of text without a final newline. */
export function resultTable(
  experiment: string,
  spec: CommonSpec,
  { result, ...finished }: Finished<unknown, RunResult>,
  total: number,
): string {
  const { reference, teacher, students } = result;
  const row = (name: string, trait: readonly number[], transfer = '') => [
    name,
    interval(trait, SHARE),
    transfer,
    list(trait),
  ];
  const rows = [
    ['', 'trait', 'trait transfer', 'per seed'],
    row('reference', reference),
    row('teacher', teacher),
    ...students.map(({ student, trait, traitTransfer }) => row(`student, ${student}`, trait, interval(traitTransfer))),
  ];
  return [...heading(experiment, spec, finished, total), '', ...aligned(rows)].join('\n');
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

/** "0.545 ± 0.055", "0.545 (0.120 to 1.000)" at a bound, both values of two, or "0.545"; nothing for none. */
export function interval(values: readonly number[] | undefined, bounds: Bounds = ANYTHING): string {
  return withInterval(values ?? [], bounds, thousandths);
}

/** "0.545 ± 0.055", or "0.545" where there are too few seeds. */
export function ratioText({ mean, halfWidth, count }: Summary): string {
  return count < LEAST_SEEDS ? thousandths(mean) : `${thousandths(mean)} ± ${thousandths(halfWidth)}`;
}

export function list(values: readonly number[]): string {
  return values.map(thousandths).join(' ');
}

function thousandths(value: number): string {
  return value.toFixed(3);
}
