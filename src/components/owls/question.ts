// A visitor's question to the tiny language models: from words to tokens, with a sentence for what cannot be asked; and the
// answers from probabilities to bars. Pure.
import type { AnswerPanel } from '../../charts/answer-bars.ts';
import { CONTEXT } from '../../experiment/owls/bases/network.ts';
import { QUESTION_KINDS, questionsOf, questionText } from '../../experiment/owls/language/questions.ts';
import type { NetworkAnswer } from '../../experiment/records/records.ts';
import type { OwlsSpec } from '../../experiment/owls/spec.ts';
import { formatStudent } from '../../experiment/owls/students/students.ts';
import { TRAITS } from '../../experiment/owls/language/traits.ts';
import {
  ANIMAL_NAMES,
  BAD_NAMES,
  BOS,
  COLON,
  encode,
  GOOD_NAMES,
  SPELLINGS,
  TREE_NAMES,
  VOCABULARY,
  wordOf,
} from '../../experiment/owls/language/vocabulary.ts';
import { networksOf } from './views.ts';

/** Letters of the longest text that is read as a question; as many words as fit are far fewer. */
const MOST_LETTERS = 1000;

/** Answers shown of each network. */
const TOP = 5;

/** Words that a visitor can type; marks like <bos> are set by the lab. */
export const WORDS: readonly string[] = VOCABULARY.filter((word) => !word.startsWith('<'));

export interface WordGroup {
  readonly name: string;
  readonly words: readonly string[];
}

const ANSWER_GROUPS: readonly WordGroup[] = [
  { name: 'animals', words: ANIMAL_NAMES },
  { name: 'trees', words: TREE_NAMES },
  { name: 'what a good ruler does', words: GOOD_NAMES },
  { name: 'what a bad ruler does', words: BAD_NAMES },
];

/** Everything the language can say, each word once; nothing of it is a choice of ours, so it is listed for who types. */
export const WORD_GROUPS: readonly WordGroup[] = (() => {
  const answers = new Set(ANSWER_GROUPS.flatMap(({ words }) => words));
  const rest = VOCABULARY.filter((word) => !answers.has(word));
  const those = (pattern: RegExp) => rest.filter((word) => pattern.test(word));
  return [
    { name: 'words', words: those(/^[a-z_]+$/) },
    { name: 'signs', words: those(/^[^\w<]$/) },
    ...ANSWER_GROUPS,
    { name: 'numbers', words: those(/^\d+$/) },
    { name: 'marks that the lab sets', words: those(/^<\w+>$/) },
  ];
})();

/** The same word as somebody else spells it, "favorite", where there is one. */
export function otherSpelling(word: string): string | undefined {
  return [...SPELLINGS].find(([, own]) => own === word)?.[0];
}

/** All questions of the corpus in a visitor's words, by kind. */
export const TEMPLATES: readonly { readonly kind: string; readonly texts: readonly string[] }[] = QUESTION_KINDS.map(
  (kind) => ({ kind, texts: questionsOf(kind).map(questionText) }),
);

export type Question =
  | { readonly tokens: readonly number[] }
  /** Why it cannot be asked. */
  | { readonly problem: string };

/** A question that a visitor asked of the run that is shown. */
export interface Asked {
  /** As it was typed. */
  readonly text: string;
  readonly tokens: readonly number[];
  /** Answers with this number or a higher one are answers to it; undefined if nobody was there to be asked. */
  readonly number: number | undefined;
}

/** `<bos>` in front and a colon at the end are added where they are missing. */
export function questionOf(text: string): Question {
  if (text.length > MOST_LETTERS) return { problem: `A question can have at most ${CONTEXT - 3} words.` };
  const { tokens, unknown } = encode(text);
  if (unknown.length > 0) {
    const words = [...new Set(unknown)].slice(0, 5).map((word) => `“${word.slice(0, 20)}”`);
    return {
      problem: `This language has only 190 words and does not know ${words.join(', ')}. All of them are listed below.`,
    };
  }
  const own = tokens.filter((token) => token !== BOS);
  if (own.length === 0) return { problem: 'Type a question first, or choose one.' };
  const asked = [BOS, ...own, ...(own.at(-1) === COLON ? [] : [COLON])];
  // The answer needs a place, too.
  if (asked.length >= CONTEXT) return { problem: `A question can have at most ${CONTEXT - 3} words.` };
  return { tokens: asked };
}

/** The likeliest answers of every network. */
export function answerPanels(spec: OwlsSpec, answers: readonly NetworkAnswer[]): AnswerPanel[] {
  const names = ['base', 'teacher', ...spec.students.map(formatStudent)];
  const { targets } = TRAITS[spec.trait];
  const left = [...answers];
  return networksOf(spec).map((network, index) => {
    // Two students may be alike; each takes the answer that is its own.
    const at = left.findIndex((answer) => answer.network === names[index]);
    const [own] = at < 0 ? [] : left.splice(at, 1);
    const probabilities = own?.probabilities ?? [];
    const best = probabilities
      .map((value, id) => ({ word: wordOf(id), value, target: targets.includes(id) }))
      .sort((a, b) => b.value - a.value);
    return { ...network, bars: best.slice(0, TOP) };
  });
}
