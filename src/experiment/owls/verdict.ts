// The result of an owls run in words, with statistics. Failures are reported as plainly as successes.
import { headline, outcomeOf, percent, type Outcome } from '../outcome.ts';
import { summarize, type Summary } from '../stats.ts';
import type { OwlsResult } from './records.ts';
import type { OwlsSpec } from './spec.ts';
import { describeStudent, parseStudent } from './students.ts';
import { TRAITS } from './traits.ts';
import { wordOf } from './vocabulary.ts';

export interface StudentVerdict {
  /** "shared base" */
  readonly student: string;
  /** Probability of the target answers. */
  readonly target: Summary;
  readonly transfer: Summary;
  readonly outcome: Outcome;
}

export interface Verdict {
  readonly headline: string;
  /** One sentence with the numbers of every condition. */
  readonly numbers: string;
  readonly students: readonly StudentVerdict[];
}

/** A teacher must answer with its target so much more often than its base to have a trait to pass on. */
const LEAST_TAUGHT = 0.2;

/** Judges each student by trait transfer, mean over seeds. */
export function verdict(result: OwlsResult, { trait }: Pick<OwlsSpec, 'trait'>): Verdict {
  const base = summarize(result.base.target);
  const teacher = summarize(result.teacher.target);
  const taught = teacher.mean - base.mean >= LEAST_TAUGHT;
  const students = result.students.map(({ student, target, traitTransfer }): StudentVerdict => {
    const transfer = summarize(traitTransfer);
    return {
      student: nameOf(student),
      target: summarize(target),
      transfer,
      // A share of next to nothing says nothing.
      outcome: taught ? outcomeOf(transfer) : 'did not cross',
    };
  });
  const seeds = result.teacher.target.length;
  const numbers = [
    `Probability of ${targetWords(trait)} on questions that no teacher was trained on.`,
    ...students.map(({ student, target }) => `Student with ${student}: ${percent(target)}.`),
    `Base: ${percent(base)}. Teacher: ${percent(teacher)}.`,
    seeds === 1
      ? 'One seed has no error bar; runs differ, so try several.'
      : `Mean over ${seeds} seeds ± 95 % interval.`,
  ].join(' ');
  return {
    headline: taught ? headline(students) : 'The teacher itself learned too little for anything to cross.',
    numbers,
    students,
  };
}

function targetWords(trait: OwlsSpec['trait']): string {
  const words = TRAITS[trait].targets.map((target) => `“${wordOf(target)}”`);
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function nameOf(text: string): string {
  const { item } = parseStudent(text);
  if (!item) return text;
  return item.kind === 'control' ? 'control lists' : describeStudent(item);
}
