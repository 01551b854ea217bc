// What the panel of the students' own task draws and says, for either lab. Pure: losses in, sentences and rows out.
import type { Role } from '../../charts/roles.ts';
import { withInterval } from '../../experiment/statistics/intervals.ts';
import type { Outcome } from '../../experiment/statistics/outcome.ts';
import { hasMoved, ownTaskWords, wayGone, type OwnTask, type TaskWords } from '../../experiment/statistics/own-task.ts';
import { AMOUNT, LEAST_SEEDS, summarize } from '../../experiment/statistics/stats.ts';
import type { Table } from './subliminal-data-table.ts';

/** One student. Losses are in nats above the end of its way, means over the seeds; absent where there is no way to go. */
export interface TaskRow {
  readonly key: string;
  readonly role: Role;
  readonly name: string;
  /** "0.046 → 0.005, 88 % of the way" */
  readonly value: string;
  /** Where its way begins, and where it is. */
  readonly from?: number;
  readonly now?: number;
}

export interface TaskView {
  readonly sentence: string;
  readonly note: string;
  readonly rows: readonly TaskRow[];
  table(): Table;
}

interface Materials {
  /** Of all students in their order, or of none. */
  readonly tasks: readonly OwnTask[];
  readonly students: readonly { readonly key: string; readonly role: Role; readonly name: string }[];
  readonly verdict?: { readonly taught: boolean; readonly students: readonly { readonly outcome: Outcome }[] };
  readonly words: TaskWords;
  readonly note: string;
  readonly blind?: readonly number[];
  /** Name of the column for the end of the way, where it is not 0. */
  readonly to?: string;
  /** Decimals of a loss. */
  readonly digits: number;
}

export function taskView({ tasks, students, verdict, words, note, blind, to, digits }: Materials): TaskView {
  const write = (value: number) => value.toFixed(digits);
  const mean = (values: readonly number[]) => summarize(values).mean;
  const outcomes = verdict?.taught ? verdict.students.map(({ outcome }) => outcome) : [];
  const waiting = 'How far each student is from what it imitates, measured on inputs that nobody trains on.';
  return {
    sentence: ownTaskWords(tasks, outcomes, words) || waiting,
    note,
    rows: students.map(({ key, role, name }, index): TaskRow => {
      const task = tasks[index];
      if (!task) return { key, role, name, value: '–' };
      const [from, now, end] = [mean(task.from), mean(task.now), mean(task.to)];
      if (!hasMoved(task)) return { key, role, name, value: write(from), from: Math.max(0, from - end) };
      const way = wayOf(task);
      if (!way) return { key, role, name, value: write(now) };
      const value = `${write(from)} → ${write(now)}, ${way}`;
      return { key, role, name, value, from: Math.max(0, from - end), now: Math.max(0, now - end) };
    }),
    table: () => ({
      caption: `Loss on ${words.inputs}, mean over seeds and 95 % interval`,
      columns: ['student', 'at the start', 'now', ...(to ? [to] : []), 'on the newest batch', 'share of the way'],
      rows: [
        ...tasks.map((task, index) => [
          students[index]?.name ?? '–',
          ...[task.start, task.now, ...(to ? [task.to] : []), task.training].map(
            (losses) => withInterval(losses, AMOUNT, write) || '–',
          ),
          (hasMoved(task) && wayOf(task)) || '–',
        ]),
        ...(blind ? [['same answer to all', withInterval(blind, AMOUNT, write), '–', '–', '–']] : []),
      ],
    }),
  };
}

/** "88 % ± 1 of the way"; undefined where there was no way to go. */
function wayOf(task: OwnTask): string | undefined {
  const way = wayGone(task);
  if (!way) return undefined;
  if (way.mean < 0) return 'moved away';
  const whole = (value: number) => String(Math.round(value * 100));
  return `${whole(way.mean)} %${way.count < LEAST_SEEDS ? '' : ` ± ${whole(way.halfWidth)}`} of the way`;
}
