// What the digits lab says about its own things. Pure: state in, sentence out.
import { STUDENT_INPUTS, type DigitsSpec } from '../../experiment/digits/spec.ts';
import { verdict } from '../../experiment/digits/verdict.ts';
import { percent } from '../../experiment/statistics/intervals.ts';
import type { DigitsRun } from './state.ts';
import type { LabWords } from '../run/lab.ts';

export const DIGITS_WORDS: LabWords<DigitsRun> = {
  data: 'digits',
  phase: (phase) => ({ name: phase === 'students' ? 'Students' : 'Teacher', unit: 'step' }),
  work: ({ prepared }) =>
    `${(prepared ? prepared.steps.teacher + prepared.steps.students : 0).toLocaleString('en')} steps`,
  milestone({ progress, evaluations, spec }) {
    const taught = evaluations.teacher.at(-1);
    if (progress?.phase !== 'students' || !taught) return 'The teacher is learning real digits.';
    const accuracy = percent(taught.trait[0] ?? []);
    return `The teacher is done: ${accuracy}. Now the students imitate it on ${STUDENT_INPUTS[spec.inputs].label}.`;
  },
  verdict: ({ result }) => result && verdict(result),
};

/** What the students never saw, in one sentence. */
export function blindness({ inputs, targets }: DigitsSpec): string {
  if (inputs === 'digits') return 'Real digits, but never their labels.';
  return targets === 'all' ? 'Never a digit, never a label.' : 'Never a digit, a label or a class logit.';
}
