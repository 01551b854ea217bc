// The kernels of attention: attention, attentionBackward, cachedAttention. Causal: a position sees itself and what is before it.
import { exp4, log, madd, sumOf } from './arithmetic';
import { bytesOf, loadSome, space, storeSome } from './memory';
import { exponentials, largestIn } from './softmax';

/** The product of two rows of `count` numbers. */
function dot(count: i32, a: usize, b: usize): f32 {
  let sum = f32x4.splat(0);
  for (let i = 0; i < count; i += 4) {
    const at = bytesOf(i);
    sum = madd(loadSome(a + at, count - i), loadSome(b + at, count - i), sum);
  }
  return sumOf(sum);
}

/** to [count] += factor · from. */
function addTimes(count: i32, factor: f32, from: usize, to: usize): void {
  const f = f32x4.splat(factor);
  for (let i = 0; i < count; i += 4) {
    const at = bytesOf(i);
    storeSome(to + at, madd(f, loadSome(from + at, count - i), loadSome(to + at, count - i)), count - i);
  }
}

/**
 * output [HEAD] = softmax(SCALE · query · keys) · values of one head over `seen` rows of keys and values, `step` bytes apart.
 * Returns the log-sum-exp of the scaled scores.
 */
function attend(
  HEAD: i32,
  SCALE: f32,
  seen: i32,
  query: usize,
  keys: usize,
  values: usize,
  step: usize,
  output: usize,
): f32 {
  const scores = space();
  for (let k = 0; k < seen; k++) {
    store<f32>(scores + bytesOf(k), dot(HEAD, query, keys + <usize>k * step) * SCALE);
  }
  const largest = largestIn(scores, seen);
  const total = exponentials(scores, seen, largest, 1, scores);
  const share = f32x4.splat(1 / total);
  for (let i = 0; i < HEAD; i += 4) {
    const left = HEAD - i;
    let sum = f32x4.splat(0);
    let from = values + bytesOf(i);
    for (let k = 0; k < seen; k++) {
      sum = madd(v128.load_splat<f32>(scores + bytesOf(k)), loadSome(from, left), sum);
      from += step;
    }
    storeSome(output + bytesOf(i), f32x4.mul(sum, share), left);
  }
  return largest + <f32>log(<f64>total);
}

/** output [model, ROWS, HEADS · HEAD] and logSumExp [model, ROWS, HEADS] from qkv [model, ROWS, 3 · HEADS · HEAD]. */
export function attention(
  MODELS: i32,
  ROWS: i32,
  LENGTH: i32,
  HEADS: i32,
  HEAD: i32,
  SCALE: f64,
  qkv: usize,
  output: usize,
  logSumExp: usize,
): void {
  const WIDTH = HEADS * HEAD;
  const step = bytesOf(3 * WIDTH);
  const scale = <f32>SCALE;
  for (let row = 0; row < MODELS * ROWS; row++) {
    const position = row % LENGTH;
    const first = qkv + <usize>(row - position) * step;
    for (let head = 0; head < HEADS; head++) {
      const query = qkv + <usize>row * step + bytesOf(head * HEAD);
      const keys = first + bytesOf(WIDTH + head * HEAD);
      const values = first + bytesOf(2 * WIDTH + head * HEAD);
      const to = output + bytesOf(row * WIDTH + head * HEAD);
      const total = attend(HEAD, scale, position + 1, query, keys, values, step, to);
      store<f32>(logSumExp + bytesOf(row * HEADS + head), total);
    }
  }
}

/** dQkv [model, ROWS, 3 · HEADS · HEAD] from dOutput. The probabilities are computed anew from logSumExp. */
export function attentionBackward(
  MODELS: i32,
  ROWS: i32,
  LENGTH: i32,
  HEADS: i32,
  HEAD: i32,
  SCALE: f64,
  qkv: usize,
  output: usize,
  dOutput: usize,
  logSumExp: usize,
  dQkv: usize,
): void {
  const WIDTH = HEADS * HEAD;
  const step = bytesOf(3 * WIDTH);
  const scale = <f32>SCALE;
  const p = space();
  const d = p + bytesOf((LENGTH + 3) & ~3);
  memory.fill(dQkv, 0, <usize>(MODELS * ROWS) * step);
  for (let row = 0; row < MODELS * ROWS; row++) {
    const position = row % LENGTH;
    const first = <usize>(row - position) * step;
    for (let head = 0; head < HEADS; head++) {
      const queryAt = <usize>row * step + bytesOf(head * HEAD);
      const out = bytesOf(row * WIDTH + head * HEAD);
      const keysAt = first + bytesOf(WIDTH + head * HEAD);
      const valuesAt = first + bytesOf(2 * WIDTH + head * HEAD);
      const logTotal = f32x4.splat(load<f32>(logSumExp + bytesOf(row * HEADS + head)));
      // Σ_k p_k dp_k, what softmax takes off every dp.
      const mean = f32x4.splat(dot(HEAD, dOutput + out, output + out));
      const seen = position + 1;
      for (let k = 0; k < seen; k++) {
        const at = <usize>k * step;
        store<f32>(p + bytesOf(k), dot(HEAD, qkv + queryAt, qkv + keysAt + at));
        store<f32>(d + bytesOf(k), dot(HEAD, dOutput + out, qkv + valuesAt + at));
      }
      for (let k = 0; k < seen; k += 4) {
        const at = bytesOf(k);
        const score = f32x4.mul(v128.load(p + at), f32x4.splat(scale));
        const probability = exp4(f32x4.sub(score, logTotal));
        const dScore = f32x4.mul(probability, f32x4.sub(v128.load(d + at), mean));
        v128.store(p + at, probability);
        v128.store(d + at, f32x4.mul(dScore, f32x4.splat(scale)));
      }
      for (let k = 0; k < seen; k++) {
        const at = <usize>k * step;
        const dScore = load<f32>(d + bytesOf(k));
        addTimes(HEAD, dScore, qkv + keysAt + at, dQkv + queryAt);
        addTimes(HEAD, dScore, qkv + queryAt, dQkv + keysAt + at);
        addTimes(HEAD, load<f32>(p + bytesOf(k)), dOutput + out, dQkv + valuesAt + at);
      }
    }
  }
}

/** Attention of one position: its qkv adds to keys and values [model, BATCH, LENGTH, WIDTH]; output sees all up to there. */
export function cachedAttention(
  MODELS: i32,
  BATCH: i32,
  LENGTH: i32,
  HEADS: i32,
  HEAD: i32,
  SCALE: f64,
  position: i32,
  qkv: usize,
  keys: usize,
  values: usize,
  output: usize,
): void {
  const WIDTH = HEADS * HEAD;
  const step = bytesOf(WIDTH);
  const scale = <f32>SCALE;
  for (let row = 0; row < MODELS * BATCH; row++) {
    const own = qkv + bytesOf(row * 3 * WIDTH);
    const past = bytesOf(row * LENGTH * WIDTH);
    memory.copy(keys + past + <usize>position * step, own + step, step);
    memory.copy(values + past + <usize>position * step, own + 2 * step, step);
    for (let head = 0; head < HEADS; head++) {
      const at = bytesOf(head * HEAD);
      const to = output + bytesOf(row * WIDTH) + at;
      attend(HEAD, scale, position + 1, own + at, keys + past + at, values + past + at, step, to);
    }
  }
}
