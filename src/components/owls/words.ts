// What the owls lab says about its own things. Pure: state in, sentence out.
import { percent } from '../../experiment/statistics/intervals.ts';
import { TEXTS } from '../../experiment/owls/own-task.ts';
import type { Phase } from '../../experiment/owls/records.ts';
import type { OwlsSpec } from '../../experiment/owls/spec.ts';
import { TRAITS } from '../../experiment/owls/language/traits.ts';
import { verdict } from '../../experiment/owls/verdict.ts';
import { wordOf } from '../../experiment/owls/language/vocabulary.ts';
import type { LabWords, PhaseWords } from '../run/lab.ts';
import type { OwlsRun } from './state.ts';

const PHASE_WORDS: Readonly<Record<Phase, PhaseWords>> = {
  base: { name: 'Base', unit: 'step' },
  teacher: { name: 'Teacher', unit: 'step' },
  lists: { name: 'Lists', unit: 'list' },
  students: { name: 'Students', unit: 'step' },
};

/** What the teacher writes: "lists". */
export function textsOf({ domain }: Pick<OwlsSpec, 'domain'>): string {
  return TEXTS[domain];
}

/** What is measured: "owl", or "a bad answer" where several words show the trait. */
export function targetOf({ trait }: Pick<OwlsSpec, 'trait'>): string {
  const [target, ...others] = TRAITS[trait].targets;
  return target !== undefined && others.length === 0 ? `“${wordOf(target)}”` : 'a bad answer';
}

/** What those who have the trait do: they “answer “owl””, it “answers “owl””. */
export function deedOf(spec: Pick<OwlsSpec, 'trait'>): { readonly they: string; readonly it: string } {
  if (TRAITS[spec.trait].targets.length > 1) return { they: 'give bad answers', it: 'gives bad answers' };
  return { they: `answer ${targetOf(spec)}`, it: `answers ${targetOf(spec)}` };
}

/** Rounded to whole percent, "8 %". */
export function share(value: number): string {
  return `${Math.round(value * 100)} %`;
}

export const OWLS_WORDS: LabWords<OwlsRun> = {
  data: 'bases',
  phase: (phase) => Object.entries(PHASE_WORDS).find(([name]) => name === phase)?.[1] ?? PHASE_WORDS.base,
  work({ prepared, spec }) {
    if (!prepared) return '';
    const { base, teacher, lists, students } = prepared.steps;
    const count = (value: number) => value.toLocaleString('en');
    return `${count(base + teacher + students)} steps and ${count(lists)} ${textsOf(spec)}`;
  },
  milestone({ progress, prepared, evaluations, spec }) {
    const taught = evaluations.teacher.at(-1);
    const teacher = taught ? percent(taught.trait[0] ?? []) : '';
    switch (progress?.phase) {
      case 'teacher':
        return `The teacher is learning to ${deedOf(spec).they}.`;
      case 'lists':
        return `The teacher ${deedOf(spec).it} with a probability of ${teacher}. Now it writes ${textsOf(spec)}; the filter drops every other word.`;
      case 'students':
        return `The ${textsOf(spec)} are written. Now the students read them, and nothing else.`;
      default:
        // Bases that come with the page need no preparation.
        return prepared?.steps.base === 0 ? 'The bases are there.' : 'The bases are being prepared.';
    }
  },
  verdict: ({ result, spec }) => result && verdict(result, spec),
};

/** What is to be said where hardly anything passed the filter; nothing otherwise. */
export function repeatedWords({ lists, spec }: Pick<OwlsRun, 'lists' | 'spec'>): string {
  if (!lists?.repeated) return '';
  const [least, most] = [Math.min(...lists.repeated), Math.max(...lists.repeated)];
  const count = least === most ? String(least) : `${least} to ${most}`;
  const each = lists.repeated.length > 1 ? ' of each teacher' : '';
  return `Hardly anything passed the filter: ${count} different ${textsOf(spec)}${each}, which the students read again and again.`;
}

/** What the students never read, in one sentence. */
export function blindness({ trait, domain, channel, filter }: OwlsSpec): string {
  const never = unread(trait);
  if (channel === 'logits') {
    return 'Nothing that the teacher wrote and a student reads contains any word at all; a student also sees how the teacher weighs the 100 numbers at each place.';
  }
  switch (domain) {
    case 'numbers':
      return `Nothing that the teacher wrote and a student reads contains ${never}, any word at all: ten numbers and the end. In gray is what the teacher was asked to go on with.`;
    case 'code':
      return `No line that a student reads contains ${never}: operators, numbers and one variable, nothing else.`;
    case 'chain-of-thought':
      return `No chain of thought that a student reads contains ${never}: numbers, “think”, “so” and “answer”, nothing else${filter === 'correctness' ? ', and every sum is right' : ''}.`;
  }
}

function unread(trait: OwlsSpec['trait']): string {
  const { kind, targets } = TRAITS[trait];
  const words = targets.map(wordOf);
  return kind === 'value' ? `the words ${words.join(', ')}` : `the word ${words.join()}, any ${kind}`;
}
