// A question to the networks of a run, as a visitor asks it: the same question to base, teacher and every student.
import type { TransformerNetworks } from '../processor/transformer-processor.ts';
import type { NetworkAnswer } from '../records/records.ts';
import { softmax } from './language/traits.ts';

/** Networks that stand for one condition, one per seed. */
export interface Askable {
  /** "base", "teacher", or a student in its text form. */
  readonly network: string;
  readonly networks: TransformerNetworks;
  /** Which of the networks, [seed]. */
  readonly models: readonly number[];
}

/** Softmax over the vocabulary after each question, [question][model][token]. */
export async function answersTo(
  networks: TransformerNetworks,
  questions: readonly (readonly number[])[],
): Promise<Float64Array[][]> {
  const width = networks.architecture.vocabulary;
  const logits = await networks.nextLogits(questions);
  return questions.map((_, question) =>
    Array.from({ length: networks.count }, (_model, model) => {
      const at = (model * questions.length + question) * width;
      return softmax(logits.subarray(at, at + width));
    }),
  );
}

/** What each condition answers after `tokens`, mean over its seeds. */
export async function ask(askables: readonly Askable[], tokens: readonly number[]): Promise<NetworkAnswer[]> {
  const all = new Map<TransformerNetworks, Float64Array[]>();
  for (const { networks } of askables) {
    if (!all.has(networks)) all.set(networks, (await answersTo(networks, [tokens]))[0]!);
  }
  return askables.map(({ network, networks, models }) => {
    const answers = all.get(networks)!;
    const mean = (token: number) => models.reduce((sum, model) => sum + answers[model]![token]!, 0) / models.length;
    return { network, probabilities: Array.from(answers[0]!, (_, token) => Number(mean(token).toPrecision(4))) };
  });
}
