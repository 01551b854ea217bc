// The students' own task as lines for the terminal, for either experiment: losses at the start and now, how much of the way
// that is, and what it means beside the outcomes of the trait.
import type { Outcome } from '../../experiment/statistics/outcome.ts';
import { ownTaskWords, wayGone, type OwnTask, type TaskWords } from '../../experiment/statistics/own-task.ts';
import type { TimedRecord } from '../../experiment/records/recording.ts';
import { AMOUNT } from '../../experiment/statistics/stats.ts';
import { aligned, interval, ratioText } from './result-table.ts';

/** An empty line, the table and a sentence; nothing where nothing was measured. */
export function ownTaskLines(tasks: readonly OwnTask[], outcomes: readonly Outcome[], words: TaskWords): string[] {
  if (tasks.length === 0) return [];
  const loss = (values: readonly number[]) => interval(values, AMOUNT) || '–';
  const rows = tasks.map((task) => {
    const way = wayGone(task);
    const losses = [task.start, task.from, task.now, task.to, task.training].map(loss);
    return [`student, ${task.name}`, ...losses, way ? ratioText(way) : 'none to go'];
  });
  const columns = ['own task, held out', 'at the start', 'way from', 'at the end', 'way to', 'in training', 'way gone'];
  return ['', ...aligned([columns, ...rows]), '', ownTaskWords(tasks, outcomes, words)];
}

interface AnyRecord {
  readonly kind: string;
  readonly phase?: string;
  readonly loss?: readonly (number | readonly number[])[];
}

/** The records of one kind, in their order. */
export function ofKind<Record extends AnyRecord, Kind extends Record['kind']>(
  records: readonly TimedRecord<Record>[],
  kind: Kind,
): Extract<Record, { kind: Kind }>[] {
  const isKind = (record: Record): record is Extract<Record, { kind: Kind }> => record.kind === kind;
  return records.flatMap(({ record }) => (isKind(record) ? [record] : []));
}

/** Losses of the students on their newest batch, as their records have them. */
export function newestTraining(
  progress: readonly { readonly phase: string; readonly loss: readonly number[] }[],
): readonly number[] {
  return progress.findLast(({ phase, loss }) => phase === 'students' && loss.length > 0)?.loss ?? [];
}
