// The result of a digits run as a table for the terminal: mean ± 95 % per condition, then every seed.
import { describeInitSharing, parseInitSharing } from '../experiment/init-sharing-text.ts';
import type { DigitsResult } from '../experiment/digits/records.ts';
import type { DigitsSpec } from '../experiment/digits/spec.ts';
import { verdict } from '../experiment/digits/verdict.ts';
import { aligned, heading, interval, list, type Finished } from './result-table.ts';

/** A few lines of text without a final newline. */
export function digitsTable(spec: DigitsSpec, finished: Finished<unknown, DigitsResult>, total: number): string {
  const { result } = finished;
  const rows = [
    ['', 'accuracy', 'transfer', 'cosine', 'per seed'],
    ['reference', interval(result.reference), '', '', list(result.reference)],
    ['teacher', interval(result.teacher), '', '', list(result.teacher)],
    ...result.students.map(({ student, accuracy, traitTransfer, cosineOfUpdates }) => {
      const { item } = parseInitSharing(student);
      const name = `student, ${item ? describeInitSharing(item) : student}`;
      return [name, interval(accuracy), interval(traitTransfer), interval(cosineOfUpdates), list(accuracy)];
    }),
  ];
  return [...heading('digits', spec, finished, total), '', ...aligned(rows), '', verdict(result).headline].join('\n');
}
