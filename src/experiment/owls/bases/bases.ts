// Bases: networks pretrained on the corpus. A recipe says how one is made, so that the same base can be shipped, fetched or
// made anew; nothing is trained or fetched here.
import { initialize } from '../../init/initialization.ts';
import { applyInitSharing, strangerSeed, type InitSharing } from '../../init/init-sharing.ts';
import type { Optimizer } from '../../processor/processor.ts';
import type { Transformer } from '../../processor/transformer.ts';
import { owlsNetwork } from './network.ts';
import { formatStudent, kindOf, type OwlsStudent } from '../students/students.ts';

/** How a base is made: an init that relates to that of `seed`, and an order of the corpus. */
export interface BaseRecipe {
  /** "base", "reordered", "layers:embedding", "one-layer" …; with the seed it names the base. */
  readonly name: string;
  readonly seed: number;
  readonly layers: 1 | 2;
  readonly sharing: InitSharing;
  readonly orderSeed: number;
}

export interface Base {
  /** [parameter] */
  readonly parameters: Float32Array;
  /** Cross-entropy per token of the corpus, mean over the last steps of pretraining. */
  readonly loss: number;
}

/** Where bases come from that need not be pretrained. */
export interface BaseSource {
  /** The base, or undefined if nobody made it before. */
  load(recipe: BaseRecipe): Promise<Base | undefined>;
}

/** Pretraining of a base (README.md beside this file). */
export const PRETRAINING = {
  steps: 1500,
  batch: 32,
  learningRate: 4e-3,
  warmUp: 50,
  /** The learning rate falls along a cosine to this share. */
  floor: 0.05,
  clip: 1,
  optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 } satisfies Optimizer,
} as const;

/** Beyond every seed a visitor can choose, so that nobody else is pretrained in this order. */
const FRESH_ORDER = 2_000_000;

/** The learning rate of a pretraining step, counted from 0: linear warm-up, then a cosine. */
export function pretrainingRate(step: number): number {
  const { steps, learningRate, warmUp, floor } = PRETRAINING;
  const warm = Math.min(1, (step + 1) / warmUp);
  const done = Math.max(0, (step - warmUp) / (steps - warmUp));
  return learningRate * warm * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done))));
}

/** The base of a seed. */
export function baseRecipe(seed: number): BaseRecipe {
  return { name: 'base', seed, layers: 2, sharing: { mode: 'shared' }, orderSeed: seed };
}

/** The bases a student needs for one seed: what it starts from is computed from these by `studentStart`. */
export function recipesOf(student: OwlsStudent, seed: number): readonly BaseRecipe[] {
  const { start, sharing, layers, order } = kindOf(student);
  if (start === 'base') {
    return sharing.mode === 'independent' ? [baseRecipe(seed), baseRecipe(strangerSeed(seed))] : [baseRecipe(seed)];
  }
  const orderSeed = { own: seed, fresh: FRESH_ORDER + seed, stranger: strangerSeed(seed) }[order ?? 'stranger'];
  return [{ name: formatStudent(student), seed, layers, sharing: student.sharing, orderSeed }];
}

/** Two recipes with the same key make the same base. */
export function keyOf({ name, seed }: BaseRecipe): string {
  return `${name}-${seed}`;
}

export function networkOf({ layers }: Pick<BaseRecipe, 'layers'>): Transformer {
  return owlsNetwork(layers);
}

/** The init a recipe starts from, [parameter]. */
export function initOf(recipe: BaseRecipe): Float32Array {
  const { parameters } = networkOf(recipe);
  const stranger = strangerSeed(recipe.seed);
  return applyInitSharing(recipe.sharing, {
    parameters,
    seed: recipe.seed,
    reference: initialize(parameters, recipe.seed),
    stranger: initialize(parameters, stranger),
    strangerSeed: stranger,
  });
}

/** What the student of a seed starts from, given the trained bases: a new array [parameter]. */
export function studentStart(
  student: OwlsStudent,
  seed: number,
  base: (recipe: BaseRecipe) => Float32Array,
): Float32Array {
  const { start } = kindOf(student);
  const recipes = recipesOf(student, seed);
  if (start === 'init') return base(recipes[0]!).slice();
  const reference = base(recipes[0]!);
  return applyInitSharing(student.sharing, {
    parameters: networkOf(recipes[0]!).parameters,
    seed,
    reference,
    stranger: base(recipes.at(-1)!),
    strangerSeed: strangerSeed(seed),
  });
}
