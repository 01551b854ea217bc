// Twins of the kernels that write one token after the other: embedNext, cachedAttention, sampleToken. Plain loops.
import { pcg4d } from '../../experiment/random.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import type { EmbeddingSize } from './tokens.ts';

/** Scalars that change from token to token. */
export interface DecodeScalars {
  /** Where the token stands that is read now; the next one is written behind it. */
  readonly position: number;
  /** Number of the first row's list. */
  readonly first: number;
}

/** hidden [model, BATCH, WIDTH] of the token at `position` of each of sequences [model, BATCH, LENGTH]. */
export function embedNext(
  size: EmbeddingSize & { BATCH: number },
  { parameters, sequences, hidden }: { parameters: Real; sequences: Uint32Array; hidden: Real },
  { position }: DecodeScalars,
): void {
  const { MODELS, BATCH, LENGTH, WIDTH, SCALE } = size;
  for (let model = 0; model < MODELS; model++) {
    const start = model * size.PARAMETERS;
    const place = start + size.POSITION + position * WIDTH;
    for (let row = model * BATCH; row < (model + 1) * BATCH; row++) {
      const token = start + size.EMBEDDING + sequences[row * LENGTH + position]! * WIDTH;
      const to = row * WIDTH;
      for (let i = 0; i < WIDTH; i++) hidden[to + i] = SCALE * (parameters[token + i]! + parameters[place + i]!);
    }
  }
}

/**
 * Attention of one position. qkv [model, BATCH, 3 · HEADS · HEAD] of it adds to keys and values [model, BATCH, LENGTH,
 * HEADS · HEAD]; output [model, BATCH, HEADS · HEAD] sees everything up to there.
 */
export function cachedAttention(
  size: { MODELS: number; BATCH: number; LENGTH: number; HEADS: number; HEAD: number; SCALE: number },
  { qkv, keys, values, output }: { qkv: Real; keys: Real; values: Real; output: Real },
  { position }: DecodeScalars,
): void {
  const { MODELS, BATCH, LENGTH, HEADS, HEAD, SCALE } = size;
  const WIDTH = HEADS * HEAD;
  const scores = new Float64Array(LENGTH);
  const sums = new Float64Array(HEAD);
  for (let row = 0; row < MODELS * BATCH; row++) {
    const from = row * 3 * WIDTH;
    const to = (row * LENGTH + position) * WIDTH;
    for (let i = 0; i < WIDTH; i++) {
      keys[to + i] = qkv[from + WIDTH + i]!;
      values[to + i] = qkv[from + 2 * WIDTH + i]!;
    }
    for (let head = 0; head < HEADS; head++) {
      const query = from + head * HEAD;
      const past = row * LENGTH * WIDTH + head * HEAD;
      let largest = -Infinity;
      for (let k = 0; k <= position; k++) {
        const key = past + k * WIDTH;
        let sum = 0;
        for (let i = 0; i < HEAD; i++) sum += qkv[query + i]! * keys[key + i]!;
        const score = sum * SCALE;
        scores[k] = score;
        if (score > largest) largest = score;
      }
      let total = 0;
      sums.fill(0);
      for (let k = 0; k <= position; k++) {
        const weight = Math.exp(scores[k]! - largest);
        const value = past + k * WIDTH;
        total += weight;
        for (let i = 0; i < HEAD; i++) sums[i]! += weight * values[value + i]!;
      }
      const out = row * WIDTH + head * HEAD;
      for (let i = 0; i < HEAD; i++) output[out + i] = sums[i]! / total;
    }
  }
}

const scratch = new Uint32Array(4);

/**
 * Draws the token behind `position` of each of sequences [model, BATCH, LENGTH] from a softmax over logits 0 …
 * VOCABULARY-1, divided by TEMPERATURE: the first token, in order of ids, whose cumulative weight exceeds a uniform number.
 * That number belongs to (seed of the model, number of the list, place), whatever else is sampled beside it.
 */
export function sampleToken(
  size: {
    MODELS: number;
    BATCH: number;
    LENGTH: number;
    LOGITS: number;
    VOCABULARY: number;
    TEMPERATURE: number;
    STREAM: number;
  },
  { logits, seeds, sequences }: { logits: Real; seeds: Uint32Array; sequences: Uint32Array },
  { position, first }: DecodeScalars,
): void {
  const { MODELS, BATCH, LENGTH, LOGITS, VOCABULARY, TEMPERATURE } = size;
  const weights = new Float64Array(VOCABULARY);
  for (let model = 0; model < MODELS; model++) {
    for (let row = 0; row < BATCH; row++) {
      const at = (model * BATCH + row) * LOGITS;
      let largest = -Infinity;
      for (let v = 0; v < VOCABULARY; v++) largest = Math.max(largest, logits[at + v]!);
      let total = 0;
      for (let v = 0; v < VOCABULARY; v++) {
        const weight = Math.exp((logits[at + v]! - largest) / TEMPERATURE);
        weights[v] = weight;
        total += weight;
      }
      pcg4d(seeds[model]!, size.STREAM, first + row, position + 1, scratch);
      const threshold = ((scratch[0]! >>> 8) + 0.5) * 2 ** -24 * total;
      let cumulative = 0;
      let token = 0;
      for (let v = 0; v < VOCABULARY && cumulative <= threshold; v++) {
        cumulative += weights[v]!;
        // Where rounding leaves the sum below the threshold, the last token that can be drawn is.
        if (weights[v]! > 0) token = v;
      }
      sequences[(model * BATCH + row) * LENGTH + position + 1] = token;
    }
  }
}
