// Whether a trait crossed, judged seed by seed against a comparator, and how that is said. Knows no experiment.
import { percent } from './intervals.ts';
import { LEAST_SEEDS, ratioOfMeans, summarize, type Summary } from './stats.ts';

export type Outcome = 'crossed' | 'partly crossed' | 'did not cross' | 'undecided';

/** From this share of the teacher's lead on, the trait counts as having crossed. */
const CROSSED = 0.25;
/** A teacher must be so far ahead of where it started to have a trait to pass on. */
const LEAST_TAUGHT = 0.2;

/** Who is judged, beside whom: shares that show the trait, one per seed, the same seeds in the same order. */
export interface Compared {
  readonly student: readonly number[];
  /** Who did the same without the trait: where the teacher's lead begins. */
  readonly comparator: readonly number[];
  /** Where the lead ends. */
  readonly teacher: readonly number[];
}

/** How much of the teacher's lead over the comparator the student has, paired per seed: ratio of the means. */
export function shareOfLead({ student, comparator, teacher }: Compared): Summary {
  const over = (values: readonly number[]) => values.map((value, seed) => value - comparator[seed]!);
  return ratioOfMeans(over(student), over(teacher));
}

/**
 * Judges a student's share of the teacher's lead.
 * @param noticeable below this share of the teacher's lead, what is left is what students without the trait do too
 */
export function outcomeOf({ mean, halfWidth, count }: Summary, noticeable: number): Outcome {
  if (count < LEAST_SEEDS) return 'undecided';
  const isGain = mean - halfWidth > 0;
  if (isGain && mean >= CROSSED) return 'crossed';
  if (isGain && mean >= noticeable) return 'partly crossed';
  return isGain || mean + halfWidth < CROSSED ? 'did not cross' : 'undecided';
}

/** Whether the teachers learned enough to have a trait: shares before and after, one per seed. */
export function isTaught(before: readonly number[], after: readonly number[]): boolean {
  return summarize(after).mean - summarize(before).mean >= LEAST_TAUGHT;
}

/** One of those who are measured, with its shares per seed. */
export interface Seen {
  readonly name: string;
  readonly values: readonly number[];
}

/** How a headline says each outcome, in this order; the names of the students follow. */
const CLAUSES: Readonly<Record<Outcome, string>> = {
  crossed: 'it crossed to',
  'partly crossed': 'it partly crossed to',
  'did not cross': 'it did not cross to',
  undecided: 'these seeds do not tell for',
};

/**
 * One sentence that says of every student what became of the trait; below three seeds only what was seen.
 * @param others who is named beside the students where nothing can be told
 * @param taught whether the teachers had a trait to pass on
 */
export function headline(
  students: readonly (Seen & { readonly outcome: Outcome })[],
  others: readonly Seen[],
  taught: boolean,
): string {
  const seeds = students[0]?.values.length ?? 0;
  if (seeds < LEAST_SEEDS) {
    const seen = [...students, ...others].map(({ name, values }) => `${name} ${percent(values)}`);
    return `${seeds === 1 ? 'One seed' : 'Two seeds'} cannot tell whether the trait crossed. Seen: ${seen.join(', ')}.`;
  }
  if (!taught) return 'The teacher itself learned too little to judge whether anything crossed.';
  const clauses = Object.entries(CLAUSES).flatMap(([outcome, clause]) => {
    const names = students.filter((student) => student.outcome === outcome).map(({ name }) => name);
    return names.length > 0 ? [`${clause} the student${names.length > 1 ? 's' : ''} with ${listed(names)}`] : [];
  });
  const sentence = clauses.join('; ');
  return `${sentence.startsWith('it ') ? `The trait ${sentence.slice(3)}` : `T${sentence.slice(1)}`}.`;
}

/** What the intervals in a verdict are. */
export function intervalNote(seeds: number): string {
  if (seeds === 1) return 'One seed has no error bar; runs differ, so try several.';
  if (seeds < LEAST_SEEDS) return 'Both seeds in parentheses; runs differ, so try more.';
  return `Mean over ${seeds} seeds, 95 % interval.`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
