// The records of a live run, few enough to keep: what `thin` would leave of them, each training step once. Pure.
import type { TimedRecord } from '../experiment/digits/recording.ts';
import type { DigitsRecord, ProgressRecord } from '../experiment/digits/records.ts';

/**
 * `records` with `next` behind them. Of consecutive progress records only the newest stays, and what a run repeats
 * after a lost device takes the place of what it said the first time.
 */
export function keepRecord(records: readonly TimedRecord[], next: TimedRecord): TimedRecord[] {
  const last = records.length - 1;
  const kept = records.filter(({ record }, index) => {
    if (next.record.kind !== 'progress') return keyOf(record) !== keyOf(next.record);
    return record.kind !== 'progress' || (index !== last && isBefore(record, next.record));
  });
  return [...kept, next];
}

function keyOf(record: DigitsRecord): string {
  const phase = 'phase' in record ? record.phase : '';
  const step = 'step' in record ? record.step : '';
  return `${record.kind} ${phase} ${step}`;
}

function isBefore(a: ProgressRecord, b: ProgressRecord): boolean {
  return a.phase === b.phase ? a.step < b.step : a.phase === 'teacher';
}
