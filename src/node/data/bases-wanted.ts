// Which bases a command line asks for. Text in, recipes out.
import { shorten } from '../../experiment/spec/fields.ts';
import { baseRecipe, recipesOf, type BaseRecipe } from '../../experiment/owls/bases/bases.ts';
import { kindOf, parseStudent, STUDENT_NAMES, studentOf } from '../../experiment/owls/students/students.ts';
import { readNumber } from '../../experiment/spec/typed-number.ts';
import { UsageError } from '../flags.ts';

const BASE = 'base';
const MOST_BASES = 2000;

/** Kinds of bases with a file of their own: those of students that are not made from a seed's base. */
export const KINDS = [
  BASE,
  ...STUDENT_NAMES.map(studentOf).flatMap((student) =>
    kindOf(student).start === 'init' ? recipesOf(student, 0).map(({ name }) => name) : [],
  ),
];

/**
 * The recipes of every kind and seed.
 * @param kinds e.g. "base,layers:embedding"
 * @throws UsageError for anything that is not a number or a kind
 */
export function wantedBases({ first, seeds, kinds }: { first: string; seeds: string; kinds: string }): BaseRecipe[] {
  const from = wholeNumber('first', first, 0);
  const count = wholeNumber('seeds', seeds, 1);
  const names = [...new Set(kinds.split(',').map((kind) => kind.trim()))];
  // Each takes seconds; whoever asks for more has mistyped a number.
  if (names.length * count > MOST_BASES) throw new UsageError(`That would be more than ${MOST_BASES} bases.`);
  return names.flatMap((kind) => Array.from({ length: count }, (_, index) => recipeOf(kind, from + index)));
}

function recipeOf(kind: string, seed: number): BaseRecipe {
  if (kind === BASE) return baseRecipe(seed);
  const { item, problem } = parseStudent(kind);
  if (!item || problem || kindOf(item).start !== 'init') {
    throw new UsageError(`--kinds must be of ${KINDS.join(', ')}, not “${shorten(kind)}”.`);
  }
  return recipesOf(item, seed)[0]!;
}

function wholeNumber(flag: string, text: string, least: number): number {
  const { value: number = NaN } = readNumber(text);
  if (Number.isInteger(number) && number >= least && number <= 1_000_000) return number;
  throw new UsageError(`--${flag} must be a whole number from ${least} to 1000000, not “${shorten(text)}”.`);
}
