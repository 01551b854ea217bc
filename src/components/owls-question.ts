// A visitor's question to the tiny language models: from words to tokens, with a sentence for what cannot be asked; and the
// answers from probabilities to bars. Pure.
import type { AnswerPanel } from '../charts/answer-bars.ts';
import { CONTEXT } from '../experiment/owls/network.ts';
import { QUESTION_KINDS, questionsOf, questionText } from '../experiment/owls/questions.ts';
import type { NetworkAnswer } from '../experiment/owls/records.ts';
import type { OwlsSpec } from '../experiment/owls/spec.ts';
import { formatStudent } from '../experiment/owls/students.ts';
import { TRAITS } from '../experiment/owls/traits.ts';
import { BOS, COLON, encode, VOCABULARY, wordOf } from '../experiment/owls/vocabulary.ts';
import { networksOf } from './owls-views.ts';

/** Answers shown of each network. */
const TOP = 5;

/** Words that a visitor can type; marks like <bos> are set by the lab. */
export const WORDS: readonly string[] = VOCABULARY.filter((word) => !word.startsWith('<'));

/** All questions of the corpus in a visitor's words, by kind. */
export const TEMPLATES: readonly { readonly kind: string; readonly texts: readonly string[] }[] = QUESTION_KINDS.map(
  (kind) => ({ kind, texts: questionsOf(kind).map(questionText) }),
);

export type Question =
  | { readonly tokens: readonly number[] }
  /** Why it cannot be asked. */
  | { readonly problem: string };

/** `<bos>` in front and a colon at the end are added where they are missing. */
export function questionOf(text: string): Question {
  const { tokens, unknown } = encode(text);
  if (unknown.length > 0) {
    const words = [...new Set(unknown)].slice(0, 5).map((word) => `“${word.slice(0, 20)}”`);
    return { problem: `This language has only 190 words and does not know ${words.join(', ')}.` };
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
    const probabilities = at < 0 ? [] : left.splice(at, 1)[0].probabilities;
    const best = probabilities
      .map((value, id) => ({ word: wordOf(id), value, target: targets.includes(id) }))
      .sort((a, b) => b.value - a.value);
    return { ...network, bars: best.slice(0, TOP) };
  });
}
