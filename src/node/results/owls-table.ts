// The result of an owls run as a table for the terminal: mean and 95 % interval per condition, then every seed; below it what was
// measured about the lists.
import { ownTasks, taskWords } from '../../experiment/owls/own-task.ts';
import type { OwlsRecord, OwlsResult } from '../../experiment/owls/records.ts';
import type { OwlsSpec } from '../../experiment/owls/spec.ts';
import { describeStudent, parseStudent } from '../../experiment/owls/students/students.ts';
import { verdict } from '../../experiment/owls/verdict.ts';
import { AMOUNT, COSINE, SHARE } from '../../experiment/statistics/stats.ts';
import { newestTraining, ofKind, ownTaskLines } from './own-task-table.ts';
import { aligned, heading, interval, list, ratioText, type Finished } from './result-table.ts';

/** A few lines of text without a final newline. */
export function owlsTable(spec: OwlsSpec, finished: Finished<OwlsRecord, OwlsResult>, total: number): string {
  const { result, records } = finished;
  const { reference, base, teacher, keepRate, detector } = result;
  const { headline, comparison, taught, students } = verdict(result, spec);
  const tasks = ownTasks(spec, ofKind(records, 'imitation'), newestTraining(ofKind(records, 'progress')));
  const outcomes = taught ? students.map(({ outcome }) => outcome) : [];
  const rows = [
    [spec.trait, 'P(target)', 'share of lead', 'cosine, 1st step', 'cosine, whole', 'distance', 'P(target) per seed'],
    ['base', interval(reference, SHARE), '', '', '', '', list(reference)],
    ['teacher', interval(teacher, SHARE), '', '', '', '', list(teacher)],
    ...result.students.map((student, index) => {
      const { item } = parseStudent(student.student);
      return [
        `student, ${item ? describeStudent(item) : student.student}`,
        interval(student.trait, SHARE),
        // A share of next to nothing says nothing.
        taught ? ratioText(students[index]!.ofLead) : '–',
        interval(student.firstStepCosine, COSINE),
        interval(student.cosineOfUpdates, COSINE),
        interval(student.distanceRatio, AMOUNT),
        list(student.trait),
      ];
    }),
  ];
  const lists = [
    ['base', `loss ${interval(base.loss, AMOUNT)}, all answers of the kind ${interval(base.mass, SHARE)}`],
    [
      'filter keeps',
      `teacher ${interval(keepRate.teacher, SHARE)}${keepRate.base ? `, base ${interval(keepRate.base, SHARE)}` : ''}`,
    ],
    ...(result.repeated ? [['repeated', `only ${result.repeated.join(', ')} different texts passed`]] : []),
    ['trait words', `in ${(100 * result.traitWords).toFixed(1)} % of what the teacher wrote`],
    ['KL(teacher‖base)', `at each place ${list(result.divergence)}`],
    ...(detector
      ? [
          [
            'detector',
            `${interval(detector.accuracy, SHARE)} of lists told right, AUC ${interval(detector.auc, SHARE)}, ` +
              `first number alone ${interval(detector.firstNumberAuc, SHARE)}`,
          ],
        ]
      : []),
  ];
  return [
    ...heading('owls', spec, finished, total),
    '',
    ...aligned(rows),
    '',
    ...aligned(lists),
    '',
    headline,
    comparison,
    ...ownTaskLines(tasks, outcomes, taskWords(spec)),
  ].join('\n');
}
