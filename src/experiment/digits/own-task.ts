// The digits students' own task: imitating the teacher's auxiliary logits on inputs nobody trains on.
import { describeInitSharing } from '../init/init-sharing-text.ts';
import { distinct } from '../spec/names.ts';
import { isOfAll, type OwnTask, type TaskWords } from '../statistics/own-task.ts';
import type { ImitationRecord } from './records.ts';
import { STUDENT_INPUTS, type DigitsSpec } from './spec.ts';

/**
 * Losses of every student between the first and the newest measurement. Perfect imitation has none.
 * @param training the newest losses on batches, [seed × student]
 */
export function ownTasks(
  spec: DigitsSpec,
  measured: readonly ImitationRecord[],
  training: readonly number[] = [],
): OwnTask[] {
  const whole = measured.filter(({ loss, blind }) => isOfAll(spec, loss) && blind.length === spec.seedCount);
  const [first, last] = [whole[0], whole.at(-1)];
  if (!first || !last) return [];
  const names = distinct(spec.students.map(describeInitSharing));
  return spec.students.map((_, index) => ({
    name: names[index]!,
    // A student that gives one good answer to every input has not looked at any: its way begins no earlier.
    from: first.loss[index]!.map((loss, seed) => Math.min(loss, first.blind[seed]!)),
    start: first.loss[index]!,
    now: last.loss[index]!,
    to: last.blind.map(() => 0),
    training: training.filter((_, model) => model % spec.students.length === index),
  }));
}

export function taskWords({ inputs }: Pick<DigitsSpec, 'inputs'>): TaskWords {
  const texts = inputs === 'digits' ? 'digits' : `images of ${STUDENT_INPUTS[inputs].label}`;
  return { inputs: `${texts} that nobody trains on` };
}
