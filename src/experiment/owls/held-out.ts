// The students' own task on texts that nobody trains on: how well networks predict what their writers wrote. A measurement
// is a training step in which nothing trains; its loss is all that is wanted.
import type { TransformerNetworks, TransformerTask, TransformerProcessor } from '../processor/transformer-processor.ts';
import { STREAM } from '../random.ts';
import { committeeOf } from './students/committee.ts';
import { languageSequences, type TokenRows } from './language/corpus.ts';
import type { Written } from './lists.ts';
import { rounded } from './measure.ts';
import type { ImitationRecord } from './records.ts';
import type { OwlsSpec } from './spec.ts';
import { asRows, completionOf, readsBase, textSets } from './students/student-texts.ts';

/** Texts that each writer has to spare. */
export const SPARE_TEXTS = 64;
/** Measured so many at once, so that a measurement holds a quarter of what training does. */
export const HELD_OUT_BATCH = 16;

/** How many texts are held out for each seed: as many from every member of its committee; 0 where too few passed. */
export function heldOutCount(
  { committee }: Pick<OwlsSpec, 'committee'>,
  written: readonly Pick<Written, 'spare'>[],
): number {
  const least = Math.min(SPARE_TEXTS, ...written.map(({ spare }) => spare.length));
  return committee * Math.floor(least / committee);
}

/** Texts of the same writers, in the same sets as those the students read. */
export function heldOutTexts(spec: OwlsSpec, seeds: readonly number[], written: readonly Written[]): TokenRows {
  return textSets(spec, seeds, written, heldOutCount(spec, written), ({ spare }) => spare);
}

/**
 * Losses of `networks` on `texts`, [model]. The networks stay as they are.
 * @param counted which tokens of a text count, from … to-1
 */
export async function lossesOn(
  spec: OwlsSpec,
  transformers: TransformerProcessor,
  networks: TransformerNetworks,
  texts: TokenRows,
  { setOf, objective }: Pick<TransformerTask, 'setOf' | 'objective'>,
  counted = completionOf(spec),
): Promise<() => Promise<number[]>> {
  const batch = Math.min(HELD_OUT_BATCH, texts.count);
  const batches = Math.floor(texts.count / batch);
  const measuring = await transformers.training(networks, {
    label: 'held-out texts',
    sequences: await transformers.sequences(languageSequences(texts, counted)),
    setOf,
    orderSeeds: [0],
    orderStream: STREAM.studentOrder,
    shuffled: false,
    batch,
    objective,
    optimizer: { kind: 'sgd' },
    learningRate: () => 0,
    clip: 1,
    trains: () => false,
  });
  return async () => {
    // Step after step through all texts, and from the first again next time: a whole number of batches is an epoch.
    const { losses } = await measuring.advance(batches);
    return Array.from({ length: networks.count }, (_, model) => {
      let sum = 0;
      for (let step = 0; step < batches; step++) sum += losses[step * networks.count + model]!;
      return rounded(sum / batches);
    });
  };
}

/** The loss of whoever wrote what a student reads, on the texts held out for it: [student][seed]. */
export async function writersLoss(
  spec: OwlsSpec,
  transformers: TransformerProcessor,
  seeds: readonly number[],
  { networks, written }: { readonly networks: TransformerNetworks; readonly written: readonly Written[] },
): Promise<ImitationRecord['writer']> {
  if (spec.channel === 'logits') return spec.students.map(() => seeds.map(() => 0));
  const mixed = spec.places === 'all' ? undefined : await mixedLoss(spec, transformers, seeds, { networks, written });
  const count = heldOutCount(spec, written);
  // A committee's member wrote every so-manieth of them, and is measured on these as often.
  const texts = written.map(({ role, spare }) =>
    Array.from({ length: count }, (_, i) => spare[role === 'teacher' ? Math.floor(i / spec.committee) : i]!),
  );
  const measure = await lossesOn(spec, transformers, networks, asRows(spec, texts), {
    setOf: written.map((_, writer) => writer),
    objective: { kind: 'crossEntropy' },
  });
  const losses = await measure();
  const of = (seed: number, role: Written['role']) =>
    losses[written.findIndex((writer) => writer.seed === seed && writer.role === role)]!;
  return spec.students.map((_, student) =>
    seeds.map((seed) => {
      if (readsBase(spec, student)) return of(seed, 'base');
      if (mixed) return mixed[seeds.indexOf(seed)]!;
      const members = committeeOf(spec, seed);
      return rounded(members.reduce((sum, member) => sum + of(member, 'teacher'), 0) / members.length);
    }),
  );
}

/** Where a list was put together from two writers, each is measured on its own part of it: per token of the whole, [seed]. */
async function mixedLoss(
  spec: OwlsSpec,
  transformers: TransformerProcessor,
  seeds: readonly number[],
  { networks, written }: { readonly networks: TransformerNetworks; readonly written: readonly Written[] },
): Promise<number[]> {
  const texts = heldOutTexts(spec, seeds, written);
  const task = {
    setOf: written.map(({ seed }) => seeds.indexOf(seed)),
    objective: { kind: 'crossEntropy' },
  } as const;
  const { from, to } = completionOf(spec);
  const lossOf = async (part: { from: number; to: number }) =>
    (await lossesOn(spec, transformers, networks, texts, task, part))();
  const first = await lossOf({ from, to: from + 1 });
  const rest = await lossOf({ from: from + 1, to });
  const by = (losses: readonly number[], seed: number, role: Written['role']) =>
    losses[written.findIndex((writer) => writer.seed === seed && writer.role === role)]!;
  const [ofFirst, ofRest] = spec.places === 'first' ? (['teacher', 'base'] as const) : (['base', 'teacher'] as const);
  return seeds.map((seed) =>
    rounded((by(first, seed, ofFirst) + (to - from - 1) * by(rest, seed, ofRest)) / (to - from)),
  );
}
