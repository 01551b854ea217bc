// The result of a digits run as a table for the terminal: mean and 95 % interval per condition, then every seed.
import { describeInitSharing, parseInitSharing } from '../../experiment/init/init-sharing-text.ts';
import { ownTasks, taskWords } from '../../experiment/digits/own-task.ts';
import type { DigitsRecord, DigitsResult } from '../../experiment/digits/records.ts';
import type { DigitsSpec } from '../../experiment/digits/spec.ts';
import { verdict } from '../../experiment/digits/verdict.ts';
import { COSINE, SHARE } from '../../experiment/statistics/stats.ts';
import { newestTraining, ofKind, ownTaskLines } from './own-task-table.ts';
import { aligned, heading, interval, list, ratioText, type Finished } from './result-table.ts';

/** A few lines of text without a final newline. */
export function digitsTable(spec: DigitsSpec, finished: Finished<DigitsRecord, DigitsResult>, total: number): string {
  const { result, records } = finished;
  const { headline, comparison, taught, students } = verdict(result);
  const tasks = ownTasks(spec, ofKind(records, 'imitation'), newestTraining(ofKind(records, 'progress')));
  const outcomes = taught ? students.map(({ outcome }) => outcome) : [];
  const rows = [
    ['', 'accuracy', 'share of lead', 'cosine', 'per seed'],
    ['reference', interval(result.reference, SHARE), '', '', list(result.reference)],
    ['teacher', interval(result.teacher, SHARE), '', '', list(result.teacher)],
    ...result.students.map(({ student, trait, cosineOfUpdates }, index) => {
      const { item } = parseInitSharing(student);
      const name = `student, ${item ? describeInitSharing(item) : student}`;
      // A share of next to nothing says nothing.
      const ofLead = taught ? ratioText(students[index]!.ofLead) : '–';
      return [name, interval(trait, SHARE), ofLead, interval(cosineOfUpdates, COSINE), list(trait)];
    }),
  ];
  return [
    ...heading('digits', spec, finished, total),
    '',
    ...aligned(rows),
    '',
    headline,
    comparison,
    ...ownTaskLines(tasks, outcomes, taskWords(spec)),
  ].join('\n');
}
