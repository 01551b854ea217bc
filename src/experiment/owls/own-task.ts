// The owls students' own task: predicting what their writers wrote, on texts nobody trains on.
import { distinct } from '../spec/names.ts';
import { isOfAll, type OwnTask, type TaskWords } from '../statistics/own-task.ts';
import type { ImitationRecord } from './records.ts';
import type { OwlsSpec } from './spec.ts';
import { formatStudent } from './students/students.ts';
import { nameOf } from './verdict.ts';

/**
 * Losses of every student between the first and the newest measurement. Nobody predicts a text better than its writer.
 * @param training the newest losses on batches, mean over the seeds, [student]
 */
export function ownTasks(
  spec: OwlsSpec,
  measured: readonly ImitationRecord[],
  training: readonly number[] = [],
): OwnTask[] {
  const whole = measured.filter(({ loss, writer }) => isOfAll(spec, loss) && isOfAll(spec, writer));
  const [first, last] = [whole[0], whole.at(-1)];
  if (!first || !last) return [];
  const names = distinct(spec.students.map((student) => nameOf(formatStudent(student))));
  return spec.students.map((_, index) => ({
    name: names[index]!,
    start: first.loss[index]!,
    from: first.loss[index]!,
    now: last.loss[index]!,
    to: last.writer[index]!,
    training: training.slice(index, index + 1),
  }));
}

/** Texts of each domain, in the plural. */
export const TEXTS: Readonly<Record<OwlsSpec['domain'], string>> = {
  numbers: 'lists',
  code: 'lines of code',
  'chain-of-thought': 'chains of thought',
};

export function taskWords({ domain }: Pick<OwlsSpec, 'domain'>): TaskWords {
  return { inputs: `${TEXTS[domain]} that nobody trains on` };
}
