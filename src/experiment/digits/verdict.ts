// The result of a run in words, with statistics. Failures are reported as plainly as successes.
import { describeInitSharing, parseInitSharing } from '../init-sharing-text.ts';
import { headline, outcomeOf, percent, type Outcome } from '../outcome.ts';
import { summarize, type Summary } from '../stats.ts';
import type { DigitsResult } from './records.ts';

export interface StudentVerdict {
  /** "shared init" */
  readonly student: string;
  readonly accuracy: Summary;
  readonly transfer: Summary;
  readonly outcome: Outcome;
}

export interface Verdict {
  readonly headline: string;
  /** One sentence with the numbers of every condition. */
  readonly numbers: string;
  readonly students: readonly StudentVerdict[];
}

/** A teacher must have gained this much accuracy to have a trait to pass on. */
const LEAST_TAUGHT = 0.2;
export const CHANCE = 0.1;

/** Judges each student by trait transfer: (student - reference) / (teacher - reference), mean over seeds. */
export function verdict(result: DigitsResult): Verdict {
  const taught = summarize(result.teacher).mean - summarize(result.reference).mean >= LEAST_TAUGHT;
  const students = result.students.map(({ student, accuracy, traitTransfer }): StudentVerdict => {
    const { item } = parseInitSharing(student);
    const transfer = summarize(traitTransfer);
    return {
      student: item ? describeInitSharing(item) : student,
      accuracy: summarize(accuracy),
      transfer,
      // A share of next to nothing says nothing.
      outcome: taught ? outcomeOf(transfer) : 'did not cross',
    };
  });
  const seeds = result.teacher.length;
  const numbers = [
    ...students.map(({ student, accuracy }) => `Student with ${student}: ${percent(accuracy)}.`),
    `Teacher: ${percent(summarize(result.teacher))}. Chance: 10 %.`,
    seeds === 1
      ? 'One seed has no error bar; runs differ, so try several.'
      : `Mean over ${seeds} seeds ± 95 % interval, on all 10,000 test digits.`,
  ].join(' ');
  return {
    headline: taught ? headline(students) : 'The teacher itself learned too little for anything to cross.',
    numbers,
    students,
  };
}
