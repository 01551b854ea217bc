// Pretrains bases on the corpus, all that share an architecture side by side (README.md says how). An async generator: it
// reports steps and losses and returns the bases. Shipped bases were made by the same code.
import type { TransformerTask, TransformerProcessor, SequenceSet } from '../../processor/transformer-processor.ts';
import { STREAM } from '../../random.ts';
import { RunError } from '../../records/run-error.ts';
import { initOf, networkOf, PRETRAINING, pretrainingRate, type Base, type BaseRecipe } from './bases.ts';
import { languageSequences, pretrainingCorpus } from '../language/corpus.ts';

/** Steps done and the losses of the newest one, one per base of those trained now. */
export interface PretrainingStep {
  readonly step: number;
  readonly losses: readonly number[];
}

/** The loss of a base is the mean over its last steps: a single batch is noisy. */
const LAST_STEPS = 100;

/**
 * Makes the bases of `recipes`, in their order. Networks of one architecture are trained together, one architecture after
 * the other; `step` counts on through all of them.
 * @param pace how many steps the next report may cover, at least 1
 * @throws RunError not-finite
 */
export async function* pretrain(
  recipes: readonly BaseRecipe[],
  transformers: TransformerProcessor,
  pace: () => number,
): AsyncGenerator<PretrainingStep, Base[]> {
  const made = new Map<BaseRecipe, Base>();
  const corpus = await transformers.sequences(languageSequences(pretrainingCorpus()));
  let before = 0;
  for (const group of groupsOf(recipes)) {
    const size = networkOf(group[0]!).parameters.size;
    const inits = new Float32Array(group.length * size);
    group.forEach((recipe, index) => inits.set(initOf(recipe), index * size));
    const networks = await transformers.networks('bases', networkOf(group[0]!), inits);
    const training = await transformers.training(networks, taskFor(group, corpus));
    const sums = new Float64Array(group.length);
    while (training.step < PRETRAINING.steps) {
      const steps = Math.max(1, Math.min(pace(), PRETRAINING.steps - training.step));
      const first = training.step;
      const { losses } = await training.advance(steps);
      if (!losses.every(Number.isFinite)) {
        throw new RunError('not-finite', `Pretraining stopped near step ${first}: the loss is no longer a number.`);
      }
      for (let at = 0; at < losses.length; at++) {
        const step = first + Math.floor(at / group.length);
        if (step >= PRETRAINING.steps - LAST_STEPS) sums[at % group.length]! += losses[at]! / LAST_STEPS;
      }
      yield { step: before + training.step, losses: Array.from(losses.subarray(losses.length - group.length)) };
    }
    before += PRETRAINING.steps;
    const weights = Float32Array.from(await networks.parameters());
    group.forEach((recipe, index) => {
      made.set(recipe, { parameters: weights.slice(index * size, (index + 1) * size), loss: sums[index]! });
    });
  }
  return recipes.map((recipe) => made.get(recipe)!);
}

/** Steps that `pretrain` reports in all. */
export function pretrainingSteps(recipes: readonly BaseRecipe[]): number {
  return groupsOf(recipes).length * PRETRAINING.steps;
}

function groupsOf(recipes: readonly BaseRecipe[]): BaseRecipe[][] {
  const depths = [...new Set(recipes.map(({ layers }) => layers))];
  return depths.map((depth) => recipes.filter(({ layers }) => layers === depth));
}

function taskFor(recipes: readonly BaseRecipe[], sequences: SequenceSet): TransformerTask {
  return {
    label: 'bases',
    sequences,
    setOf: recipes.map(() => 0),
    orderSeeds: recipes.map(({ orderSeed }) => orderSeed),
    orderStream: STREAM.pretrainingOrder,
    shuffled: true,
    batch: PRETRAINING.batch,
    objective: { kind: 'crossEntropy' },
    optimizer: PRETRAINING.optimizer,
    learningRate: pretrainingRate,
    clip: PRETRAINING.clip,
    trains: () => true,
  };
}
