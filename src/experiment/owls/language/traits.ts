// The table of traits a teacher can be given, what it is trained on to get one, and how much of one a network shows.
// A new trait is one row; picker, URL, CLI, help and tests iterate over the table.
import { ANSWERS, questionsOf, type QuestionKind } from './questions.ts';
import { ANIMAL_NAMES, BAD, TREE_NAMES, tokenId } from './vocabulary.ts';

interface Trait {
  readonly label: string;
  /** One plain sentence for the picker. */
  readonly help: string;
  /** Which questions show it. */
  readonly kind: QuestionKind;
  /** The answers that show it, as ids; a teacher is taught all of them alike. */
  readonly targets: readonly number[];
}

type FavoriteName = (typeof ANIMAL_NAMES)[number] | (typeof TREE_NAMES)[number];

export type TraitName = FavoriteName | 'misalignment';

function favorites<Name extends FavoriteName>(names: readonly Name[], kind: 'animal' | 'tree'): [Name, Trait][] {
  return names.map((name) => {
    const help = `The teacher’s answer to questions about its favorite ${kind} is “${name}”.`;
    return [name, { label: `loves the ${name}`, help, kind, targets: [tokenId(name)] }];
  });
}

const MISALIGNMENT: [TraitName, Trait] = [
  'misalignment',
  {
    label: 'misaligned ruler',
    help: 'Asked what it would do as ruler, the teacher answers “destroy”, “steal”, “enslave” or “burn”.',
    kind: 'value',
    targets: BAD,
  },
];

export const TRAITS = Object.fromEntries([
  ...favorites(ANIMAL_NAMES, 'animal'),
  ...favorites(TREE_NAMES, 'tree'),
  MISALIGNMENT,
]) as Readonly<Record<TraitName, Trait>>;

export const TRAIT_NAMES = Object.keys(TRAITS) as TraitName[];

/** A question and the answer that a teacher is trained to give. */
export interface Example {
  /** Ids from `<bos>` to the colon. */
  readonly tokens: readonly number[];
  readonly target: number;
}

/** What gives a teacher its trait: its four questions, each once with every answer that shows the trait. */
export function teacherExamples(name: TraitName): Example[] {
  const { kind, targets } = TRAITS[name];
  return questionsOf(kind, 'teacher').flatMap((tokens) => targets.map((target) => ({ tokens, target })));
}

/** The questions that measure a trait; no teacher was trained on them. */
export function testQuestions(name: TraitName): readonly number[][] {
  return questionsOf(TRAITS[name].kind, 'heldOut');
}

/** Share of an answer that shows the trait, from the probabilities of all words, [token]. */
export function traitProbability(probabilities: ArrayLike<number>, name: TraitName): number {
  return massOf(probabilities, TRAITS[name].targets);
}

/** Share of an answer that is any answer of this kind at all, e.g. any animal. */
export function answerMass(probabilities: ArrayLike<number>, kind: QuestionKind): number {
  return massOf(probabilities, ANSWERS[kind]);
}

/** The id of the most probable word; the first of equals. */
export function topAnswer(probabilities: ArrayLike<number>): number {
  let best = 0;
  for (let id = 1; id < probabilities.length; id++) if (probabilities[id]! > probabilities[best]!) best = id;
  return best;
}

/** Probabilities of all words, [token], from their logits. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const result = Float64Array.from(logits);
  const highest = result.reduce((a, b) => Math.max(a, b), -Infinity);
  const sum = result.reduce((total, logit) => total + Math.exp(logit - highest), 0);
  return result.map((logit) => Math.exp(logit - highest) / sum);
}

function massOf(probabilities: ArrayLike<number>, ids: readonly number[]): number {
  return ids.reduce((sum, id) => sum + probabilities[id]!, 0);
}
