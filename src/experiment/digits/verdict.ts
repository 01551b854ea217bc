// The result of a run in words, with statistics. Failures are reported as plainly as successes.
import { describeInitSharing, parseInitSharing } from '../init-sharing-text.ts';
import { summarize, type Summary } from '../stats.ts';
import type { DigitsResult } from './records.ts';

export type Outcome = 'crossed' | 'partly crossed' | 'did not cross' | 'undecided';

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

/** From this share of the teacher's gain on, the trait counts as having crossed. */
const CROSSED = 0.25;
/** A teacher must have gained this much accuracy to have a trait to pass on. */
const LEAST_TAUGHT = 0.2;
/** Below this, what is left cannot be told from test noise with one seed. */
const NOTICEABLE = 0.1;
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

function outcomeOf({ mean, halfWidth, count }: Summary): Outcome {
  // One run says something only if it says it loudly.
  const [least, most] = count === 1 ? [mean - NOTICEABLE, mean + NOTICEABLE] : [mean - halfWidth, mean + halfWidth];
  if (least > 0 && mean >= CROSSED) return 'crossed';
  if (least > 0 && mean > NOTICEABLE / 2) return count === 1 ? 'undecided' : 'partly crossed';
  return least > 0 || most < CROSSED ? 'did not cross' : 'undecided';
}

/** How a headline says each outcome, in this order; the names of the students follow. */
const CLAUSES: Readonly<Record<Outcome, string>> = {
  crossed: 'it crossed to',
  'partly crossed': 'it partly crossed to',
  'did not cross': 'it did not cross to',
  undecided: 'there are too few seeds to tell for',
};

function headline(students: readonly StudentVerdict[]): string {
  const clauses = Object.entries(CLAUSES).flatMap(([outcome, clause]) => {
    const names = students.filter((student) => student.outcome === outcome).map(({ student }) => student);
    return names.length > 0 ? [`${clause} the student${names.length > 1 ? 's' : ''} with ${listed(names)}`] : [];
  });
  const sentence = clauses.join('; ');
  return `${sentence.startsWith('it ') ? `The trait ${sentence.slice(3)}` : `T${sentence.slice(1)}`}.`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** "52 % ± 6", or "52 %" for a single seed; no share is uncertain by more than 100 points. */
export function percent({ mean, halfWidth }: Summary): string {
  const whole = `${Math.round(mean * 100)} %`;
  return Number.isNaN(halfWidth) ? whole : `${whole} ± ${Math.min(100, Math.round(halfWidth * 100))}`;
}
