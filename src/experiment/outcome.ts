// Whether a trait crossed, judged from trait transfer over seeds, and how that is said. Knows no experiment.
import type { Summary } from './stats.ts';

export type Outcome = 'crossed' | 'partly crossed' | 'did not cross' | 'undecided';

/** From this share of the teacher's gain on, the trait counts as having crossed. */
const CROSSED = 0.25;
/** Below this, what is left cannot be told from test noise with one seed. */
const NOTICEABLE = 0.1;

/** Judges trait transfer: (student - reference) / (teacher - reference), mean over seeds. */
export function outcomeOf({ mean, halfWidth, count }: Summary): Outcome {
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

/** One sentence that says of every student what became of the trait. */
export function headline(students: readonly { readonly student: string; readonly outcome: Outcome }[]): string {
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
