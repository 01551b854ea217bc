// The records of a live run, few enough to keep: what `thin` would leave of them, each training step once. Pure.
import type { Experiment } from '../../experiment/experiment.ts';
import type { TimedRecord } from '../../experiment/records/recording.ts';
import type { AnyRecord } from '../../experiment/records/records.ts';
import type { CommonSpec } from '../../experiment/spec/spec-table.ts';

/** What must be known of an experiment to keep its records. */
type Order = Pick<Experiment<CommonSpec, AnyRecord>, 'phases' | 'portions'>;

/**
 * `records` with `next` behind them. Of consecutive progress records only the newest stays, and what a run repeats
 * after a lost device takes the place of what it said the first time.
 */
export function keepRecord<Kept extends AnyRecord>(
  records: readonly TimedRecord<Kept>[],
  next: TimedRecord<Kept>,
  { phases, portions }: Order,
): TimedRecord<Kept>[] {
  const isPortion = ({ kind }: AnyRecord) => Object.hasOwn(portions, kind);
  const placeOf = ({ kind, phase = '' }: AnyRecord) => phases.indexOf(portions[kind] ?? phase);
  const isBefore = (a: AnyRecord, b: AnyRecord) =>
    placeOf(a) === placeOf(b) ? (a.step ?? 0) < (b.step ?? 0) : placeOf(a) < placeOf(b);
  const last = records.length - 1;
  const kept = records.filter(({ record }, index) => {
    // Portions are told apart by nothing but the steps around them.
    if (isPortion(next.record)) return true;
    if (next.record.kind !== 'progress') return keyOf(record) !== keyOf(next.record);
    if (record.kind === 'progress' && index === last) return false;
    return !(record.kind === 'progress' || isPortion(record)) || isBefore(record, next.record);
  });
  return [...kept, next];
}

function keyOf({ kind, phase, step }: AnyRecord): string {
  return [kind, phase, step].join(' ');
}
