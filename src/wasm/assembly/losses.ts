// The kernels at the end of a forward pass of MLPs: crossEntropy, distillation, cacheLogits, confusion.
import { exp4, log, sumOf } from './arithmetic';
import { bytesOf, loadSome, storeSome } from './memory';
import { exponentials, largestIn, logProbabilities, logSum } from './softmax';

/** Marks a row behind the end of a short last batch. */
export const NO_IMAGE: u32 = 0xffffffff;

/** As the twin: dLogits [model, row, LOGITS] and losses [slot, model] of the labels under a softmax over the classes. */
export function crossEntropy(
  MODELS: i32,
  BATCH: i32,
  LOGITS: i32,
  MODELS_PER_INPUT: i32,
  CLASSES: i32,
  rows: i32,
  slot: i32,
  logits: usize,
  order: usize,
  labels: usize,
  dLogits: usize,
  losses: usize,
): void {
  memory.fill(dLogits, 0, bytesOf(MODELS * BATCH * LOGITS));
  const share: f32 = 1 / <f32>rows;
  for (let model = 0; model < MODELS; model++) {
    const own = order + bytesOf((model / MODELS_PER_INPUT) * BATCH);
    let loss: f64 = 0;
    for (let row = 0; row < BATCH; row++) {
      const image = load<u32>(own + bytesOf(row));
      if (image === NO_IMAGE) continue;
      const label = bytesOf(load<u32>(labels + bytesOf(image)));
      const at = bytesOf((model * BATCH + row) * LOGITS);
      const largest = largestIn(logits + at, CLASSES);
      const total = exponentials(logits + at, CLASSES, largest, 1, dLogits + at);
      loss += log(<f64>total) + (<f64>largest - <f64>load<f32>(logits + at + label));
      const factor = f32x4.splat(share / total);
      for (let c = 0; c < CLASSES; c += 4) {
        const to = dLogits + at + bytesOf(c);
        storeSome(to, f32x4.mul(loadSome(to, CLASSES - c), factor), CLASSES - c);
      }
      store<f32>(dLogits + at + label, load<f32>(dLogits + at + label) - share);
    }
    store<f32>(losses + bytesOf(slot * MODELS + model), <f32>(loss / <f64>rows));
  }
}

/** As the twin: dLogits and losses of KL(teacher‖student) between softmaxes over logits FROM … TO-1. */
export function distillation(
  MODELS: i32,
  BATCH: i32,
  LOGITS: i32,
  MODELS_PER_INPUT: i32,
  TEACHER_ROWS: i32,
  TEACHER_LOGITS: i32,
  TEACHER_FROM: i32,
  CACHED: i32,
  FROM: i32,
  TO: i32,
  rows: i32,
  slot: i32,
  teacherLogits: usize,
  order: usize,
  logits: usize,
  dLogits: usize,
  losses: usize,
): void {
  memory.fill(dLogits, 0, bytesOf(MODELS * BATCH * LOGITS));
  const width = TO - FROM;
  const share = f32x4.splat(1 / <f32>rows);
  const none = f32x4.splat(-Infinity);
  for (let model = 0; model < MODELS; model++) {
    const group = model / MODELS_PER_INPUT;
    let loss: f64 = 0;
    for (let row = 0; row < rows; row++) {
      const teacherRow = CACHED ? <i32>load<u32>(order + bytesOf(group * BATCH + row)) : row;
      const teacher = teacherLogits + bytesOf((group * TEACHER_ROWS + teacherRow) * TEACHER_LOGITS + TEACHER_FROM);
      const at = bytesOf((model * BATCH + row) * LOGITS + FROM);
      const student = logits + at;
      const teacherMost = largestIn(teacher, width);
      const teacherTotal = logSum(teacher, width, teacherMost);
      const studentMost = largestIn(student, width);
      const studentTotal = logSum(student, width, studentMost);
      let sum = f32x4.splat(0);
      for (let c = 0; c < width; c += 4) {
        const left = width - c;
        const logP = logProbabilities(teacher + bytesOf(c), left, teacherMost, teacherTotal);
        const logQ = logProbabilities(student + bytesOf(c), left, studentMost, studentTotal);
        const p = exp4(logP);
        // Behind the end both are -∞, and their difference no number.
        const term = f32x4.mul(p, f32x4.sub(logP, logQ));
        sum = f32x4.add(sum, v128.bitselect(term, f32x4.splat(0), f32x4.gt(logP, none)));
        storeSome(dLogits + at + bytesOf(c), f32x4.mul(f32x4.sub(exp4(logQ), p), share), left);
      }
      loss += <f64>sumOf(sum);
    }
    store<f32>(losses + bytesOf(slot * MODELS + model), <f32>(loss / <f64>rows));
  }
}

/** cache [group, COUNT, TO - FROM] by image from teacherLogits [group, row, LOGITS] by row. */
export function cacheLogits(
  GROUPS: i32,
  BATCH: i32,
  COUNT: i32,
  LOGITS: i32,
  FROM: i32,
  TO: i32,
  teacherLogits: usize,
  order: usize,
  cache: usize,
): void {
  const width = TO - FROM;
  for (let group = 0; group < GROUPS; group++) {
    for (let row = 0; row < BATCH; row++) {
      const image = load<u32>(order + bytesOf(group * BATCH + row));
      if (image === NO_IMAGE) continue;
      const from = teacherLogits + bytesOf((group * BATCH + row) * LOGITS + FROM);
      memory.copy(cache + bytesOf((group * COUNT + <i32>image) * width), from, bytesOf(width));
    }
  }
}

/** Adds each row to counts [model, label, prediction]; the prediction is the largest class logit, the first of equals. */
export function confusion(
  MODELS: i32,
  BATCH: i32,
  LOGITS: i32,
  CLASSES: i32,
  logits: usize,
  order: usize,
  labels: usize,
  counts: usize,
): void {
  for (let model = 0; model < MODELS; model++) {
    for (let row = 0; row < BATCH; row++) {
      const image = load<u32>(order + bytesOf(row));
      if (image === NO_IMAGE) continue;
      const at = logits + bytesOf((model * BATCH + row) * LOGITS);
      let prediction = 0;
      let most = load<f32>(at);
      for (let c = 1; c < CLASSES; c++) {
        const value = load<f32>(at + bytesOf(c));
        if (value > most) {
          most = value;
          prediction = c;
        }
      }
      const label = <i32>load<u32>(labels + bytesOf(image));
      const count = counts + bytesOf((model * CLASSES + label) * CLASSES + prediction);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
}
