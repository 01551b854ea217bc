// The records of a live run, few enough to keep: what `thin` would leave of them, each training step once. Pure.
import { PHASES } from '../../experiment/owls/records.ts';
import type { TimedRecord } from '../../experiment/recording.ts';

/** What the records of every experiment may have. */
export interface AnyRecord {
  readonly kind: string;
  readonly phase?: string;
  readonly step?: number;
}

/** The phases of all experiments, in an order that is right for each of them. */
const ORDER: readonly string[] = PHASES;

/**
 * `records` with `next` behind them. Of consecutive progress records only the newest stays, and what a run repeats
 * after a lost device takes the place of what it said the first time.
 */
export function keepRecord<Kept extends AnyRecord>(
  records: readonly TimedRecord<Kept>[],
  next: TimedRecord<Kept>,
): TimedRecord<Kept>[] {
  const last = records.length - 1;
  const kept = records.filter(({ record }, index) => {
    // Portions of lists are told apart by nothing but the steps around them.
    if (next.record.kind === 'lists') return true;
    if (next.record.kind !== 'progress') return keyOf(record) !== keyOf(next.record);
    if (record.kind === 'progress' && index === last) return false;
    return !['progress', 'lists'].includes(record.kind) || isBefore(record, next.record);
  });
  return [...kept, next];
}

function keyOf({ kind, phase, step }: AnyRecord): string {
  return [kind, phase, step].join(' ');
}

function isBefore(a: AnyRecord, b: AnyRecord): boolean {
  if (phaseOf(a) === phaseOf(b)) return (a.step ?? 0) < (b.step ?? 0);
  return ORDER.indexOf(phaseOf(a)) < ORDER.indexOf(phaseOf(b));
}

function phaseOf({ kind, phase }: AnyRecord): string {
  return kind === 'lists' ? kind : (phase ?? '');
}
