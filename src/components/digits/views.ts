// What charts and tables draw of a run of the digits experiment. Pure: state in, data out; no chart decides what is shown. The
// curves and dots of the trait are drawn as in every lab (lab/trait-views.ts).
import type { LogitSet } from '../../charts/logit-bars.ts';
import { ownTasks, taskWords } from '../../experiment/digits/own-task.ts';
import { STUDENT_INPUTS, studentSteps, teacherSteps, type DigitsSpec } from '../../experiment/digits/spec.ts';
import { CHANCE, verdict } from '../../experiment/digits/verdict.ts';
import { formatInitSharing } from '../../experiment/init/init-sharing-text.ts';
import type { StudentLook, TraitWords } from '../lab/trait-views.ts';
import type { Table } from '../parts/subliminal-data-table.ts';
import { taskView, type TaskView } from '../parts/task-view.ts';
import type { DigitsRun } from './state.ts';
import { digitsRoles, shortDigitsNames } from './students.ts';

function looksOf(spec: DigitsSpec): StudentLook[] {
  const roles = digitsRoles(spec);
  const names = shortDigitsNames(spec);
  return spec.students.map((student, index) => ({
    key: `${index} ${formatInitSharing(student)}`,
    role: roles[index] ?? 0,
    name: names[index] ?? formatInitSharing(student),
  }));
}

export function traitWords({ spec }: Pick<DigitsRun, 'spec'>): TraitWords {
  const { label } = STUDENT_INPUTS[spec.inputs];
  return {
    students: looksOf(spec),
    steps: { teacher: teacherSteps(spec), students: studentSteps(spec) },
    curves: {
      heading: 'Accuracy on real digits, the students’ test',
      note: 'Percent right. Line: mean over seeds; band: 95 % interval; faint lines: one per seed.',
      measure: 'accuracy on test digits',
      titles: {
        wide: { teacher: 'teacher trains on digits', students: `students train on ${label}` },
        narrow: { teacher: 'teacher', students: `students: ${label}` },
      },
      untrained: 'untrained',
    },
    seeds: { note: 'Percent right on all 10,000 test digits.', measure: 'Accuracy' },
    captions: {
      curves: 'Accuracy on test digits, mean over seeds and 95 % interval',
      seeds: 'Accuracy on all 10,000 test digits at the end, per seed',
    },
    reference: 'untrained',
    level: { name: 'chance', value: CHANCE },
  };
}

export function logitsOf({ spec, seen }: DigitsRun): LogitSet[] {
  if (!seen) return [];
  return [
    { key: 'teacher', role: 'teacher', values: seen.teacher },
    ...looksOf(spec).map(({ key, role }, index) => ({ key, role, values: seen.students[index] ?? [] })),
  ];
}

export function logitTable({ spec, seen }: DigitsRun): Table {
  const text = (value: number | undefined) => value?.toFixed(3).replace('-', '−') ?? '';
  return {
    caption: 'The imitated logits for this image',
    columns: ['logit', 'teacher', ...shortDigitsNames(spec)],
    rows: (seen?.teacher ?? []).map((value, logit) => [
      String(logit + 1),
      text(value),
      ...spec.students.map((_, index) => text(seen?.students[index]?.[logit])),
    ]),
  };
}

/** Whether the students learned what they were asked to, which is no digit. */
export function digitsTaskView(run: DigitsRun): TaskView {
  const { spec, imitation, result } = run;
  return taskView({
    tasks: ownTasks(spec, imitation, run.trainingLoss),
    students: looksOf(spec),
    verdict: result && verdict(result),
    words: taskWords(spec),
    note:
      'KL(teacher‖student) over the imitated logits, in nats: from the best answer that is the same for every image, or from ' +
      'the start if that is better, to now. The bar is what is still missing, the pale bar where the way began.',
    blind: imitation.at(-1)?.blind,
    digits: 4,
  });
}
