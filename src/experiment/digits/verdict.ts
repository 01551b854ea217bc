// The result of a run in words, with statistics. Failures are reported as plainly as successes.
import { describeInitSharing, parseInitSharing } from '../init/init-sharing-text.ts';
import { percent } from '../statistics/intervals.ts';
import { distinct } from '../spec/names.ts';
import { headline, intervalNote, isTaught, outcomeOf, shareOfLead, type Outcome } from '../statistics/outcome.ts';
import type { Summary } from '../statistics/stats.ts';
import type { DigitsResult } from './records.ts';

interface StudentVerdict {
  /** "shared init" */
  readonly name: string;
  /** Accuracy per seed. */
  readonly values: readonly number[];
  readonly ofLead: Summary;
  readonly outcome: Outcome;
}

export interface Verdict {
  readonly headline: string;
  /** With whom the students are compared, one sentence. */
  readonly comparison: string;
  /** One sentence with the numbers of every condition. */
  readonly numbers: string;
  /** Whether the teacher has a trait that could cross. */
  readonly taught: boolean;
  readonly students: readonly StudentVerdict[];
}

export const CHANCE = 0.1;
/** Networks that read no digit differ from each other by so much of a teacher's lead. */
const NOTICEABLE = 0.1;

/** Nobody who reads no digit does better on purpose: an untrained network, or guessing where that is better, per seed. */
function comparatorOf({ reference }: Pick<DigitsResult, 'reference'>): number[] {
  return reference.map((share) => Math.max(share, CHANCE));
}

/** Judges each student by its share of the teacher's lead, paired with its own untrained network seed by seed. */
export function verdict(result: DigitsResult): Verdict {
  const { reference, teacher } = result;
  const taught = isTaught(reference, teacher);
  const comparator = comparatorOf(result);
  const names = distinct(result.students.map(({ student }) => nameOf(student)));
  const students = result.students.map(({ trait }, index): StudentVerdict => {
    const ofLead = shareOfLead({ student: trait, comparator, teacher });
    return {
      name: names[index]!,
      values: trait,
      ofLead,
      // A share of next to nothing says nothing.
      outcome: taught ? outcomeOf(ofLead, NOTICEABLE) : 'undecided',
    };
  });
  const untrained = { name: 'untrained network', values: reference };
  const comparison =
    `Compared, seed by seed, with the untrained network, ${percent(reference)}, or with chance, 10 %, ` +
    'whichever is better.';
  const numbers = [
    'Accuracy on all 10,000 test digits.',
    ...students.map(({ name, values }) => `Student with ${name}: ${percent(values)}.`),
    `Teacher: ${percent(teacher)}. Chance: 10 %.`,
    comparison,
    intervalNote(teacher.length),
  ].join(' ');
  return {
    headline: headline(students, [{ name: 'teacher', values: teacher }, untrained], taught),
    comparison,
    numbers,
    taught,
    students,
  };
}

function nameOf(student: string): string {
  const { item } = parseInitSharing(student);
  return item ? describeInitSharing(item) : student;
}
