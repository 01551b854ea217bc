// What every base is pretrained on: the same 20,000 sequences whatever its seed. Also how rows of tokens become what a
// processor reads: each token's target is the next one.
import type { Sequences } from '../../processor/transformer-processor.ts';
import { permuted, STREAM } from '../../random.ts';
import { drawsFrom, type Draws } from './draws.ts';
import { chainOfThought, codeLine, numberList, question } from './grammar.ts';
import { CONTEXT } from '../bases/network.ts';
import type { Example } from './traits.ts';
import { PAD } from './vocabulary.ts';

export const CORPUS_SIZE = 20_000;

/** All bases read one corpus, so that they differ in their init and the order of their batches alone. */
const CORPUS_SEED = 0;

/** Kinds of sequences and their exact shares. */
const MIX: readonly { readonly label: string; readonly share: number; write(draws: Draws): number[] }[] = [
  { label: 'questions', share: 0.35, write: question },
  { label: 'numbers', share: 0.35, write: numberList },
  { label: 'code', share: 0.15, write: codeLine },
  { label: 'chains of thought', share: 0.15, write: chainOfThought },
];

/** Rows of tokens of one length, padded with 0: [set, row, token]. */
export interface TokenRows {
  readonly tokens: Uint32Array;
  readonly sets: number;
  /** Rows in each set. */
  readonly count: number;
  /** Tokens in each row. */
  readonly length: number;
}

/** The corpus, shuffled: one set of [sequence, 20]. */
export function pretrainingCorpus(count = CORPUS_SIZE): TokenRows {
  const tokens = new Uint32Array(count * CONTEXT);
  for (let row = 0; row < count; row++) {
    const written = permuted(CORPUS_SEED, STREAM.corpus, 0, count, row);
    tokens.set(kindAt(written / count).write(drawsFrom(CORPUS_SEED, STREAM.corpus, written)), row * CONTEXT);
  }
  return { tokens, sets: 1, count, length: CONTEXT };
}

function kindAt(part: number): (typeof MIX)[number] {
  let end = 0;
  // The margin is far below one sequence: sums of shares are not exact.
  return MIX.find(({ share }) => part + 1e-9 < (end += share)) ?? MIX.at(-1)!;
}

/**
 * What a processor reads of some rows: all tokens but the last, and for each the next one as its target.
 * @param counted which tokens of a row are to be learned, from … to-1; the others and padding have no target.
 *   A completion of `c` tokens after a prompt of `p` is { from: p, to: p + c }.
 */
export function languageSequences(rows: TokenRows, counted = { from: 1, to: rows.length }): Sequences {
  const { sets, count } = rows;
  const length = rows.length - 1;
  const tokens = new Uint32Array(sets * count * length);
  const targets = new Uint32Array(tokens.length);
  for (let row = 0; row < sets * count; row++) {
    const line = rows.tokens.subarray(row * rows.length, (row + 1) * rows.length);
    tokens.set(line.subarray(0, length), row * length);
    for (let token = Math.max(1, counted.from); token < Math.min(counted.to, rows.length); token++) {
      targets[row * length + token - 1] = line[token]!;
    }
  }
  return { tokens, targets, sets, count, length };
}

/** Questions of which only the answer is learned, one set per list of examples. Throws RangeError if lists differ in length. */
export function answerSequences(examples: readonly (readonly Example[])[]): Sequences {
  const sets = examples.length;
  const count = examples[0]?.length ?? 0;
  if (count === 0 || examples.some((list) => list.length !== count)) {
    throw new RangeError('every set needs the same number of examples, at least one');
  }
  const all = examples.flat();
  const length = Math.max(...all.map((example) => example.tokens.length));
  const tokens = new Uint32Array(all.length * length).fill(PAD);
  const targets = new Uint32Array(all.length * length);
  all.forEach((example, row) => {
    tokens.set(example.tokens, row * length);
    targets[row * length + example.tokens.length - 1] = example.target;
  });
  return { tokens, targets, sets, count, length };
}
