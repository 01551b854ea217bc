// The table of domains: what a teacher writes that has nothing to do with its trait, and the filter that decides which of
// it a student may see. A new domain or filter is one row; picker, URL, CLI, help and tests iterate over the tables.
import { STREAM } from '../../random.ts';
import { drawsFrom, type Draws } from './draws.ts';
import {
  addendsOf,
  ANSWER,
  chainPrompt,
  CODE_TERMS,
  codePrompt,
  EQUALS,
  JOINTS,
  LIST_NUMBERS,
  numbersPrompt,
  OPERATORS,
  variableOf,
} from './grammar.ts';
import { dropped, judgeShape, KEPT, type Place, type Shape, type Verdict } from '../bases/shape.ts';
import { isNumber, numberOf, wordOf } from './vocabulary.ts';

/** How strict a filter is; only chains of thought can be right or wrong beyond their form. */
export const FILTERS = {
  format: {
    label: 'format',
    help: 'Drops whatever does not have the form asked for: every word that does not belong.',
  },
  correctness: {
    label: 'format and correct',
    help: 'Also drops chains of thought with other addends or wrong sums; these small networks hardly ever add rightly.',
  },
} as const;

export type FilterName = keyof typeof FILTERS;

interface Domain {
  readonly label: string;
  /** One plain sentence for the picker. */
  readonly help: string;
  /** Tokens of every prompt. */
  readonly promptLength: number;
  /** Tokens sampled after it; the last one should be `<eos>`. */
  readonly completionLength: number;
  /** Whether FILTERS differ here. */
  readonly canBeWrong: boolean;
  /** Draws a prompt, [promptLength]. */
  ask(draws: Draws): number[];
  judge(completion: readonly number[], prompt: readonly number[], filter: FilterName): Verdict;
}

const NUMBER: Place = { name: 'a number', accepts: isNumber };

function oneOf(name: string, ids: readonly number[]): Place {
  return { name, accepts: (id) => ids.includes(id) };
}

function exactly(id: number): Place {
  return oneOf(`“${wordOf(id)}”`, [id]);
}

const LIST: Shape = {
  places: Array.from({ length: LIST_NUMBERS }, () => NUMBER),
  tooShort: (tokens) => `only ${counted(tokens, 'number')} before the end`,
  tooLong: 'no end after ten numbers',
};

const CHAIN: Shape = {
  places: [NUMBER, NUMBER, exactly(EQUALS), NUMBER, oneOf('“so” or “,”', JOINTS), NUMBER, exactly(ANSWER), NUMBER],
  tooShort: (tokens) => `ends where ${CHAIN.places[tokens]!.name} should be`,
  tooLong: 'no end after the answer',
};

function codeShape(variable: number): Shape {
  const operator = oneOf('an operator', OPERATORS);
  const word = wordOf(variable);
  const term: Place = { name: `${word} or a number`, accepts: (id) => id === variable || isNumber(id) };
  return {
    places: [exactly(variable), ...Array.from({ length: CODE_TERMS }, () => [operator, term]).flat()],
    tooShort: (tokens) => `only ${counted(Math.floor(Math.max(0, tokens - 1) / 2), 'term')} before the end`,
    tooLong: 'no end after four terms',
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export const DOMAINS = {
  numbers: {
    label: 'numbers',
    help: 'The teacher continues lists of numbers, ten numbers each.',
    promptLength: 7,
    completionLength: LIST_NUMBERS + 1,
    canBeWrong: false,
    ask: numbersPrompt,
    judge: (completion) => judgeShape(completion, LIST),
  },
  code: {
    label: 'code',
    help: 'The teacher continues a line of code: operators, numbers and one variable.',
    promptLength: 9,
    completionLength: 2 * CODE_TERMS + 2,
    canBeWrong: false,
    ask: codePrompt,
    judge: (completion, prompt) => judgeShape(completion, codeShape(variableOf(prompt))),
  },
  'chain-of-thought': {
    label: 'chain of thought',
    help: 'The teacher adds three numbers and thinks aloud.',
    promptLength: 10,
    completionLength: CHAIN.places.length + 1,
    canBeWrong: true,
    ask: chainPrompt,
    judge: judgeChain,
  },
} as const satisfies Record<string, Domain>;

export type DomainName = keyof typeof DOMAINS;

export const DOMAIN_NAMES = Object.keys(DOMAINS) as DomainName[];

/** The row of a domain. */
export function domainOf(name: DomainName): Domain {
  return DOMAINS[name];
}

/** Prompt number `list` of a seed, as ids [promptLength]: the same for every network that is asked. */
export function promptOf(name: DomainName, seed: number, list: number): number[] {
  return domainOf(name).ask(drawsFrom(seed, STREAM.prompt, list));
}

/** Whether a completion stays in the data, and if not, why. `completion` and `prompt` as ids. */
export function judge(
  name: DomainName,
  completion: readonly number[],
  prompt: readonly number[],
  filter: FilterName = 'format',
): Verdict {
  return domainOf(name).judge(completion, prompt, filter);
}

function judgeChain(completion: readonly number[], prompt: readonly number[], filter: FilterName): Verdict {
  const shape = judgeShape(completion, CHAIN);
  if (!shape.kept || filter === 'format') return shape;
  const [x, y, , sum, , z, , total] = completion.map((id) => (isNumber(id) ? numberOf(id) : NaN));
  const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b).join();
  if (sorted([x!, y!, z!]) !== sorted(addendsOf(prompt).map(numberOf))) return dropped('adds other numbers than asked');
  if (x! + y! !== sum) return dropped(`wrong: ${x} + ${y} is not ${sum}`);
  return sum + z! === total ? KEPT : dropped(`wrong: ${sum} + ${z} is not ${total}`);
}
