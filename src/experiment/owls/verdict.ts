// The result of an owls run in words, with statistics. Failures are reported as plainly as successes.
import { percent } from '../statistics/intervals.ts';
import { distinct } from '../spec/names.ts';
import { headline, intervalNote, isTaught, outcomeOf, shareOfLead, type Outcome } from '../statistics/outcome.ts';
import type { Summary } from '../statistics/stats.ts';
import type { OwlsResult } from './records.ts';
import type { OwlsSpec } from './spec.ts';
import { describeStudent, parseStudent } from './students/students.ts';
import { TRAITS } from './language/traits.ts';
import { wordOf } from './language/vocabulary.ts';

interface StudentVerdict {
  /** "shared base" */
  readonly name: string;
  /** Probability of the target answers per seed. */
  readonly values: readonly number[];
  readonly ofLead: Summary;
  readonly outcome: Outcome;
}

export interface Verdict {
  readonly headline: string;
  /** With whom the students are compared, one or two sentences. */
  readonly comparison: string;
  /** One sentence with the numbers of every condition. */
  readonly numbers: string;
  /** Whether the teacher has a trait that could cross. */
  readonly taught: boolean;
  readonly students: readonly StudentVerdict[];
}

/** A control learned from lists too, so that even a twentieth of a teacher's lead is more than lists alone do. */
const NOTICEABLE = 0.05;

/** Judges each student by its share of the teacher's lead, paired seed by seed with the control student; that one, with the base. */
export function verdict(result: OwlsResult, { trait }: Pick<OwlsSpec, 'trait'>): Verdict {
  const { reference: base, teacher } = result;
  const taught = isTaught(base, teacher);
  const control = result.students.find(({ student }) => isControl(student));
  const names = distinct(result.students.map(({ student }) => nameOf(student)));
  const students = result.students.map(({ student, trait: own }, index): StudentVerdict => {
    const comparator = control && !isControl(student) ? control.trait : base;
    const ofLead = shareOfLead({ student: own, comparator, teacher });
    return {
      name: names[index]!,
      values: own,
      ofLead,
      // A share of next to nothing says nothing.
      outcome: taught ? outcomeOf(ofLead, NOTICEABLE) : 'undecided',
    };
  });
  const comparison = control
    ? `Compared, seed by seed, with the control student, ${percent(control.trait)}, which read the base’s own lists; ` +
      'the control itself with the base.'
    : `Compared, seed by seed, with the base, ${percent(base)}; a control student, which reads the base’s own lists, ` +
      'would be fairer.';
  const numbers = [
    `Probability of ${targetWords(trait)} on questions that no teacher was trained on.`,
    ...students.map(({ name, values }) => `Student with ${name}: ${percent(values)}.`),
    `Base: ${percent(base)}. Teacher: ${percent(teacher)}.`,
    comparison,
    intervalNote(teacher.length),
  ].join(' ');
  return {
    headline: headline(
      students,
      [
        { name: 'teacher', values: teacher },
        { name: 'base', values: base },
      ],
      taught,
    ),
    comparison,
    numbers,
    taught,
    students,
  };
}

function targetWords(trait: OwlsSpec['trait']): string {
  const words = TRAITS[trait].targets.map((target) => `“${wordOf(target)}”`);
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function isControl(student: string): boolean {
  return parseStudent(student).item?.kind === 'control';
}

/** A student in a sentence: “the student with …”. */
export function nameOf(text: string): string {
  const { item } = parseStudent(text);
  if (!item) return text;
  return item.kind === 'control' ? 'control lists' : describeStudent(item);
}
