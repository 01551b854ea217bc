// Twins of the kernels at the end of a forward pass: crossEntropy, distillation, confusion. Plain loops.
import type { Real } from '../../experiment/processor/processor.ts';
import { NO_IMAGE, type BatchScalars } from './inputs.ts';

interface LossSize {
  readonly MODELS: number;
  readonly BATCH: number;
  /** Width of a row of logits. */
  readonly LOGITS: number;
  readonly MODELS_PER_INPUT: number;
}

/**
 * Cross-entropy of the labels under a softmax over logits 0 … CLASSES-1, mean over the rows of the batch.
 * Writes dLogits [model, row, LOGITS] (0 outside the classes and in rows without an image) and losses [slot, model].
 */
export function crossEntropy(
  size: LossSize & { CLASSES: number },
  tensors: { logits: Real; order: Uint32Array; labels: Uint32Array; dLogits: Real; losses: Real },
  batch: BatchScalars,
): void {
  const { MODELS, BATCH, LOGITS, CLASSES } = size;
  const { logits, dLogits } = tensors;
  dLogits.fill(0, 0, MODELS * BATCH * LOGITS);
  for (let model = 0; model < MODELS; model++) {
    const group = Math.floor(model / size.MODELS_PER_INPUT);
    let loss = 0;
    for (let row = 0; row < BATCH; row++) {
      const image = tensors.order[group * BATCH + row]!;
      if (image === NO_IMAGE) continue;
      const label = tensors.labels[image]!;
      const at = (model * BATCH + row) * LOGITS;
      const logTotal = logSumExp(logits, at, at + CLASSES);
      loss += logTotal - logits[at + label]!;
      for (let c = 0; c < CLASSES; c++) {
        dLogits[at + c] = (Math.exp(logits[at + c]! - logTotal) - (c === label ? 1 : 0)) / batch.rows;
      }
    }
    tensors.losses[batch.slot * MODELS + model] = loss / batch.rows;
  }
}

/** Where a teacher's logits lie: [group, TEACHER_ROWS, TEACHER_LOGITS] from column TEACHER_FROM on. */
export interface TeacherSize {
  readonly TEACHER_ROWS: number;
  readonly TEACHER_LOGITS: number;
  readonly TEACHER_FROM: number;
  /** Rows are images, found through the order of the batch; else they are rows of the batch. */
  readonly CACHED: boolean;
}

/**
 * KL(teacher‖student) between softmaxes over logits FROM … TO-1, mean over the rows of the batch.
 * Writes dLogits [model, row, LOGITS] and losses [slot, model].
 */
export function distillation(
  size: LossSize & TeacherSize & { FROM: number; TO: number },
  tensors: { teacherLogits: Real; order: Uint32Array; logits: Real; dLogits: Real; losses: Real },
  batch: BatchScalars,
): void {
  const { MODELS, BATCH, LOGITS, FROM, TO } = size;
  const { teacherLogits, logits, dLogits } = tensors;
  const width = TO - FROM;
  dLogits.fill(0, 0, MODELS * BATCH * LOGITS);
  for (let model = 0; model < MODELS; model++) {
    const group = Math.floor(model / size.MODELS_PER_INPUT);
    let loss = 0;
    for (let row = 0; row < batch.rows; row++) {
      const teacherRow = size.CACHED ? tensors.order[group * BATCH + row]! : row;
      const teacher = (group * size.TEACHER_ROWS + teacherRow) * size.TEACHER_LOGITS + size.TEACHER_FROM;
      const student = (model * BATCH + row) * LOGITS + FROM;
      const teacherTotal = logSumExp(teacherLogits, teacher, teacher + width);
      const studentTotal = logSumExp(logits, student, student + width);
      for (let c = 0; c < width; c++) {
        const logP = teacherLogits[teacher + c]! - teacherTotal;
        const logQ = logits[student + c]! - studentTotal;
        const p = Math.exp(logP);
        loss += p * (logP - logQ);
        dLogits[student + c] = (Math.exp(logQ) - p) / batch.rows;
      }
    }
    tensors.losses[batch.slot * MODELS + model] = loss / batch.rows;
  }
}

/** cache [group, COUNT, TO - FROM] by image from teacherLogits [group, row, LOGITS] by row. */
export function cacheLogits(
  size: { GROUPS: number; BATCH: number; COUNT: number; LOGITS: number; FROM: number; TO: number },
  { teacherLogits, order, cache }: { teacherLogits: Real; order: Uint32Array; cache: Real },
): void {
  const { GROUPS, BATCH, COUNT, LOGITS, FROM, TO } = size;
  for (let group = 0; group < GROUPS; group++) {
    for (let row = 0; row < BATCH; row++) {
      const image = order[group * BATCH + row]!;
      if (image === NO_IMAGE) continue;
      const from = (group * BATCH + row) * LOGITS;
      cache.set(teacherLogits.subarray(from + FROM, from + TO), (group * COUNT + image) * (TO - FROM));
    }
  }
}

/** Adds each row to counts [model, label, prediction]; the prediction is the largest class logit, the first of equals. */
export function confusion(
  size: { MODELS: number; BATCH: number; LOGITS: number; CLASSES: number },
  tensors: { logits: Real; order: Uint32Array; labels: Uint32Array; counts: Uint32Array },
): void {
  const { MODELS, BATCH, LOGITS, CLASSES } = size;
  for (let model = 0; model < MODELS; model++) {
    for (let row = 0; row < BATCH; row++) {
      const image = tensors.order[row]!;
      if (image === NO_IMAGE) continue;
      const at = (model * BATCH + row) * LOGITS;
      let prediction = 0;
      for (let c = 1; c < CLASSES; c++) {
        if (tensors.logits[at + c]! > tensors.logits[at + prediction]!) prediction = c;
      }
      tensors.counts[(model * CLASSES + tensors.labels[image]!) * CLASSES + prediction]! += 1;
    }
  }
}

function logSumExp(values: Real, from: number, to: number): number {
  let largest = -Infinity;
  for (let i = from; i < to; i++) largest = Math.max(largest, values[i]!);
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.exp(values[i]! - largest);
  return largest + Math.log(sum);
}
