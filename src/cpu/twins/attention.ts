// Twins of the attention kernels: attention and attentionBackward. Plain loops, causal: a position sees itself and what
// is before it. A row of qkv holds the queries of all heads, then the keys, then the values.
import type { Real } from '../../experiment/processor/processor.ts';

export interface AttentionSize {
  readonly MODELS: number;
  /** Sequences · LENGTH. */
  readonly ROWS: number;
  /** Positions of a sequence. */
  readonly LENGTH: number;
  readonly HEADS: number;
  /** Numbers in a query, key or value. */
  readonly HEAD: number;
  /** 1/√(true head dimension) */
  readonly SCALE: number;
}

/**
 * output [model, ROWS, HEADS · HEAD] = softmax(SCALE · query·keys) · values, with qkv [model, ROWS, 3 · HEADS · HEAD].
 * logSumExp [model, ROWS, HEADS] is that of the scaled scores: all that the backward pass needs to know of them.
 */
export function attention(
  { MODELS, ROWS, LENGTH, HEADS, HEAD, SCALE }: AttentionSize,
  { qkv, output, logSumExp }: { qkv: Real; output: Real; logSumExp: Real },
): void {
  const WIDTH = HEADS * HEAD;
  const QKV = 3 * WIDTH;
  const scores = new Float64Array(LENGTH);
  const sums = new Float64Array(HEAD);
  for (let row = 0; row < MODELS * ROWS; row++) {
    // ROWS is a multiple of LENGTH, so this is right in every model.
    const position = row % LENGTH;
    const first = row - position;
    for (let head = 0; head < HEADS; head++) {
      const query = row * QKV + head * HEAD;
      const keys = first * QKV + WIDTH + head * HEAD;
      const values = first * QKV + 2 * WIDTH + head * HEAD;
      let largest = -Infinity;
      for (let k = 0; k <= position; k++) {
        const key = keys + k * QKV;
        let sum = 0;
        for (let i = 0; i < HEAD; i++) sum += qkv[query + i]! * qkv[key + i]!;
        const score = sum * SCALE;
        scores[k] = score;
        if (score > largest) largest = score;
      }
      let total = 0;
      sums.fill(0);
      for (let k = 0; k <= position; k++) {
        const weight = Math.exp(scores[k]! - largest);
        const value = values + k * QKV;
        total += weight;
        for (let i = 0; i < HEAD; i++) sums[i]! += weight * qkv[value + i]!;
      }
      const to = row * WIDTH + head * HEAD;
      for (let i = 0; i < HEAD; i++) output[to + i] = sums[i]! / total;
      logSumExp[row * HEADS + head] = largest + Math.log(total);
    }
  }
}

/** dQkv [model, ROWS, 3 · HEADS · HEAD] from dOutput. The probabilities are computed anew from logSumExp. */
export function attentionBackward(
  { MODELS, ROWS, LENGTH, HEADS, HEAD, SCALE }: AttentionSize,
  tensors: { qkv: Real; output: Real; dOutput: Real; logSumExp: Real; dQkv: Real },
): void {
  const { qkv, output, dOutput, logSumExp, dQkv } = tensors;
  const WIDTH = HEADS * HEAD;
  const QKV = 3 * WIDTH;
  // Of one sequence, so that sums over queries are summed in f64.
  const sums = new Float64Array(LENGTH * QKV);
  for (let first = 0; first < MODELS * ROWS; first += LENGTH) {
    sums.fill(0);
    for (let position = 0; position < LENGTH; position++) {
      const row = first + position;
      for (let head = 0; head < HEADS; head++) {
        const query = row * QKV + head * HEAD;
        const dQuery = position * QKV + head * HEAD;
        const out = row * WIDTH + head * HEAD;
        const logTotal = logSumExp[row * HEADS + head]!;
        // Σ_k p_k dp_k, what softmax takes off every dp.
        let mean = 0;
        for (let i = 0; i < HEAD; i++) mean += dOutput[out + i]! * output[out + i]!;
        for (let k = 0; k <= position; k++) {
          const key = (first + k) * QKV + WIDTH + head * HEAD;
          const value = key + WIDTH;
          let score = 0;
          let dp = 0;
          for (let i = 0; i < HEAD; i++) {
            score += qkv[query + i]! * qkv[key + i]!;
            dp += dOutput[out + i]! * qkv[value + i]!;
          }
          const p = Math.exp(score * SCALE - logTotal);
          const dScore = p * (dp - mean) * SCALE;
          const dKey = k * QKV + WIDTH + head * HEAD;
          const dValue = dKey + WIDTH;
          for (let i = 0; i < HEAD; i++) {
            sums[dQuery + i]! += dScore * qkv[key + i]!;
            sums[dKey + i]! += dScore * qkv[query + i]!;
            sums[dValue + i]! += p * dOutput[out + i]!;
          }
        }
      }
    }
    dQkv.set(sums, first * QKV);
  }
}
