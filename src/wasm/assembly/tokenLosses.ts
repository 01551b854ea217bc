// The kernels of a transformer's loss, and the one that draws its next token: tokenCrossEntropy, tokenDistillation, meanLoss,
// sampleToken.
import { exp4, log, sumOf } from './arithmetic';
import { bytesOf, loadSome, space, storeSome } from './memory';
import { firstWord } from './random';
import { exponentials, largestIn, logProbabilities, logSum } from './softmax';

/** Cross-entropy of the target under a softmax over logits 0 … VOCABULARY-1, of the rows that count. */
export function tokenCrossEntropy(
  MODELS: i32,
  ROWS: i32,
  LOGITS: i32,
  VOCABULARY: i32,
  logits: usize,
  batchTargets: usize,
  counted: usize,
  dLogits: usize,
  rowLosses: usize,
): void {
  memory.fill(dLogits, 0, bytesOf(MODELS * ROWS * LOGITS));
  memory.fill(rowLosses, 0, bytesOf(MODELS * ROWS));
  for (let row = 0; row < MODELS * ROWS; row++) {
    const target = bytesOf(load<u32>(batchTargets + bytesOf(row)));
    if (target === 0) continue;
    const count = <f32>load<u32>(counted + bytesOf(row / ROWS));
    const at = bytesOf(row * LOGITS);
    const largest = largestIn(logits + at, VOCABULARY);
    const total = exponentials(logits + at, VOCABULARY, largest, 1, dLogits + at);
    const share = f32x4.splat(1 / (total * count));
    for (let v = 0; v < VOCABULARY; v += 4) {
      const to = dLogits + at + bytesOf(v);
      storeSome(to, f32x4.mul(loadSome(to, VOCABULARY - v), share), VOCABULARY - v);
    }
    store<f32>(dLogits + at + target, load<f32>(dLogits + at + target) - 1 / count);
    const loss = log(<f64>total) + (<f64>largest - <f64>load<f32>(logits + at + target));
    store<f32>(rowLosses + bytesOf(row), <f32>loss);
  }
}

/** p · (x - 1) + q, x = ln(p / q): no term of the sum is negative, and for small x the series keeps its digits. */
function divergence4(p: v128, q: v128, x: v128): v128 {
  const plain = f32x4.add(f32x4.mul(p, f32x4.sub(x, f32x4.splat(1))), q);
  let series = f32x4.sub(f32x4.splat(1.0 / 120), f32x4.mul(x, f32x4.splat(1.0 / 720)));
  series = f32x4.sub(f32x4.splat(1.0 / 24), f32x4.mul(x, series));
  series = f32x4.sub(f32x4.splat(1.0 / 6), f32x4.mul(x, series));
  series = f32x4.sub(f32x4.splat(0.5), f32x4.mul(x, series));
  series = f32x4.mul(f32x4.mul(f32x4.mul(p, x), x), series);
  return v128.bitselect(plain, series, f32x4.gt(f32x4.abs(x), f32x4.splat(0.3)));
}

/** KL(teacher‖student) between softmaxes over logits FROM … TO-1, of the rows that count. */
export function tokenDistillation(
  MODELS: i32,
  ROWS: i32,
  LOGITS: i32,
  FROM: i32,
  TO: i32,
  teacherLogits: usize,
  logits: usize,
  batchTargets: usize,
  counted: usize,
  dLogits: usize,
  rowLosses: usize,
): void {
  memory.fill(dLogits, 0, bytesOf(MODELS * ROWS * LOGITS));
  memory.fill(rowLosses, 0, bytesOf(MODELS * ROWS));
  const width = TO - FROM;
  const none = f32x4.splat(-Infinity);
  for (let row = 0; row < MODELS * ROWS; row++) {
    if (load<u32>(batchTargets + bytesOf(row)) === 0) continue;
    const share = f32x4.splat(1 / <f32>load<u32>(counted + bytesOf(row / ROWS)));
    const at = bytesOf(row * LOGITS + FROM);
    const teacher = teacherLogits + at;
    const student = logits + at;
    const teacherMost = largestIn(teacher, width);
    const teacherTotal = logSum(teacher, width, teacherMost);
    const studentMost = largestIn(student, width);
    const studentTotal = logSum(student, width, studentMost);
    let sum = f32x4.splat(0);
    for (let c = 0; c < width; c += 4) {
      const left = width - c;
      const from = bytesOf(c);
      const logP = logProbabilities(teacher + bytesOf(c), left, teacherMost, teacherTotal);
      const logQ = logProbabilities(student + bytesOf(c), left, studentMost, studentTotal);
      const p = exp4(logP);
      const q = exp4(logQ);
      // Behind the end both are -∞, and their difference no number.
      const term = divergence4(p, q, f32x4.sub(logP, logQ));
      sum = f32x4.add(sum, v128.bitselect(term, f32x4.splat(0), f32x4.gt(logP, none)));
      storeSome(dLogits + at + from, f32x4.mul(f32x4.sub(q, p), share), left);
    }
    store<f32>(rowLosses + bytesOf(row), sumOf(sum));
  }
}

/** losses [slot, MODELS] = mean of rowLosses [model, ROWS] over the rows that count. */
export function meanLoss(MODELS: i32, ROWS: i32, slot: i32, rowLosses: usize, counted: usize, losses: usize): void {
  for (let model = 0; model < MODELS; model++) {
    let sum: f64 = 0;
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) sum += <f64>load<f32>(rowLosses + bytesOf(row));
    const mean = sum / <f64>load<u32>(counted + bytesOf(model));
    store<f32>(losses + bytesOf(slot * MODELS + model), <f32>mean);
  }
}

/** Draws the token behind `position` of each of sequences [model, BATCH, LENGTH], as the twin does. */
export function sampleToken(
  MODELS: i32,
  BATCH: i32,
  LENGTH: i32,
  LOGITS: i32,
  VOCABULARY: i32,
  TEMPERATURE: f64,
  STREAM: i32,
  position: i32,
  first: i32,
  logits: usize,
  seeds: usize,
  sequences: usize,
): void {
  const weights = space();
  const scale = <f32>(1 / TEMPERATURE);
  for (let model = 0; model < MODELS; model++) {
    const seed = load<u32>(seeds + bytesOf(model));
    for (let row = 0; row < BATCH; row++) {
      const from = logits + bytesOf((model * BATCH + row) * LOGITS);
      exponentials(from, VOCABULARY, largestIn(from, VOCABULARY), scale, weights);
      let total: f64 = 0;
      for (let v = 0; v < VOCABULARY; v++) total += <f64>load<f32>(weights + bytesOf(v));
      const bits = firstWord(seed, STREAM, first + row, position + 1) >>> 8;
      const threshold = (<f64>bits + 0.5) * (1.0 / 16777216) * total;
      let cumulative: f64 = 0;
      let token = 0;
      for (let v = 0; v < VOCABULARY && cumulative <= threshold; v++) {
        const weight = load<f32>(weights + bytesOf(v));
        cumulative += <f64>weight;
        // Where rounding leaves the sum below the threshold, the last token that can be drawn is.
        if (weight > 0) token = v;
      }
      store<u32>(sequences + bytesOf((model * BATCH + row) * LENGTH + position + 1), token);
    }
  }
}
