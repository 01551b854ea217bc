// The result of an owls run as a table for the terminal: mean ± 95 % per condition, then every seed; below it what was
// measured about the lists.
import type { OwlsResult } from '../experiment/owls/records.ts';
import type { OwlsSpec } from '../experiment/owls/spec.ts';
import { describeStudent, parseStudent } from '../experiment/owls/students.ts';
import { verdict } from '../experiment/owls/verdict.ts';
import { aligned, heading, interval, list, type Finished } from './result-table.ts';

/** A few lines of text without a final newline. */
export function owlsTable(spec: OwlsSpec, finished: Finished<unknown, OwlsResult>, total: number): string {
  const { result } = finished;
  const { base, teacher, keepRate, detector } = result;
  const rows = [
    [spec.trait, 'P(target)', 'transfer', 'cosine, 1st step', 'cosine, whole', 'distance', 'P(target) per seed'],
    ['base', interval(base.target), '', '', '', '', list(base.target)],
    ['teacher', interval(teacher.target), '', '', '', '', list(teacher.target)],
    ...result.students.map((student) => {
      const { item } = parseStudent(student.student);
      return [
        `student, ${item ? describeStudent(item) : student.student}`,
        interval(student.target),
        interval(student.traitTransfer),
        interval(student.firstStepCosine),
        interval(student.cosineOfUpdates),
        interval(student.distanceRatio),
        list(student.target),
      ];
    }),
  ];
  const lists = [
    ['base', `loss ${interval(base.loss)}, all answers of the kind ${interval(base.mass)}`],
    [
      'filter keeps',
      `teacher ${interval(keepRate.teacher)}${keepRate.base ? `, base ${interval(keepRate.base)}` : ''}`,
    ],
    ...(result.repeated ? [['repeated', `only ${result.repeated.join(', ')} different texts passed`]] : []),
    ['trait words', `in ${(100 * result.traitWords).toFixed(1)} % of what the teacher wrote`],
    ['KL(teacher‖base)', `at each place ${list(result.divergence)}`],
    ...(detector
      ? [
          [
            'detector',
            `${interval(detector.accuracy)} of lists told right, AUC ${interval(detector.auc)}, ` +
              `first number alone ${interval(detector.firstNumberAuc)}`,
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
    verdict(result, spec).headline,
  ].join('\n');
}
