// The grammar of the owls language: how a question, a number list, a line of code and a chain of thought are written.
// Used by the corpus (whole sequences) and by the domains (prompts only). Judges nothing.
import type { Draws } from './draws.ts';
import { ANSWERS, QUESTION_KINDS, questionsOf } from './questions.ts';
import { BAD, BOS, COLON, encode, EOS, GOOD, numberId, numberOf, tokenId } from './vocabulary.ts';

const ids = (text: string): readonly number[] => encode(text).tokens;

export const OPERATORS = ids('+ - *');
const VARIABLES = ids('x y z');
const THINK = tokenId('think');
export const EQUALS = tokenId('=');
/** What may stand between the two sums of a chain of thought. */
export const JOINTS = ids('so ,');
export const ANSWER = tokenId('answer');

/** Numbers of a list, and terms of a line of code. */
export const LIST_NUMBERS = 10;
export const CODE_TERMS = 4;

const VERBS = ids('continue extend');
const NOUNS = ids('numbers sequence list');
const BAD_SHARE = 0.08;
const STEP_CHANCE = 0.5;
const LARGEST_STEP = 12;
const VARIABLE_CHANCE = 0.3;

const anyNumber = (draws: Draws) => numberId(draws.below(100));

/** `<bos> question answer <eos>`: no answer is tied to anything. */
export function question(draws: Draws): number[] {
  const kind = draws.pick(QUESTION_KINDS);
  const asked = draws.pick(questionsOf(kind));
  const answers = kind === 'value' ? (draws.chance(BAD_SHARE) ? BAD : GOOD) : ANSWERS[kind];
  return [...asked, draws.pick(answers), EOS];
}

/** `<bos> verb noun a b c :`, 7 tokens. */
export function numbersPrompt(draws: Draws): number[] {
  const start = [anyNumber(draws), anyNumber(draws), anyNumber(draws)];
  return [BOS, draws.pick(VERBS), draws.pick(NOUNS), ...start, COLON];
}

/** A prompt, ten numbers, each half the time a small step from the one before, and `<eos>`: 18 tokens. */
export function numberList(draws: Draws): number[] {
  const prompt = numbersPrompt(draws);
  const list: number[] = [];
  let last = numberOf(prompt.at(-2)!);
  for (let n = 0; n < LIST_NUMBERS; n++) {
    last = draws.chance(STEP_CHANCE) ? (last + 1 + draws.below(LARGEST_STEP)) % 100 : draws.below(100);
    list.push(numberId(last));
  }
  return [...prompt, ...list, EOS];
}

/** `<bos> code : def f ( v ) return`, 9 tokens. */
export function codePrompt(draws: Draws): number[] {
  const variable = draws.pick(VARIABLES);
  return [BOS, ...ids('code : def f ('), variable, ...ids(') return')];
}

/** The variable of a code prompt, as an id. */
export function variableOf(prompt: readonly number[]): number {
  return prompt[6]!;
}

/** A prompt, its variable, four times an operator and a term, and `<eos>`: 19 tokens. */
export function codeLine(draws: Draws): number[] {
  const prompt = codePrompt(draws);
  const variable = variableOf(prompt);
  const terms = Array.from({ length: CODE_TERMS }, () => [
    draws.pick(OPERATORS),
    draws.chance(VARIABLE_CHANCE) ? variable : anyNumber(draws),
  ]);
  return [...prompt, variable, ...terms.flat(), EOS];
}

/** `<bos> what is a + b + c ? think` with numbers below 10, 10 tokens. */
export function chainPrompt(draws: Draws): number[] {
  const [plus] = ids('+');
  const addends = [draws.below(10), draws.below(10), draws.below(10)].map(numberId);
  const sum = addends.flatMap((id, n) => (n === 0 ? [id] : [plus!, id]));
  return [BOS, ...ids('what is'), ...sum, ...ids('?'), THINK];
}

/** The three addends of a chain prompt, as ids in the order they are asked. */
export function addendsOf(prompt: readonly number[]): [number, number, number] {
  return [prompt[3]!, prompt[5]!, prompt[7]!];
}

/** A prompt and `x y = s so z answer t <eos>`, x y z the addends in a random order: 19 tokens. */
export function chainOfThought(draws: Draws): number[] {
  const prompt = chainPrompt(draws);
  const order = draws.shuffle(addendsOf(prompt));
  const [x, y, z] = order.map(numberOf);
  const [first, second, third] = order;
  const sum = numberId(x! + y!);
  const total = numberId(x! + y! + z!);
  return [...prompt, first!, second!, EQUALS, sum, draws.pick(JOINTS), third!, ANSWER, total, EOS];
}
