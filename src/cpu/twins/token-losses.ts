// Twins of the kernels of a transformer's loss: tokenCrossEntropy, tokenDistillation, meanLoss. Plain loops.
import type { Real } from '../../experiment/processor/processor.ts';
import type { BatchScalars } from './inputs.ts';

interface TokenLossSize {
  readonly MODELS: number;
  /** Positions of all sequences of a batch. */
  readonly ROWS: number;
  /** Width of a row of logits. */
  readonly LOGITS: number;
}

interface TokenLossTensors {
  /** [model, ROWS, LOGITS] */
  readonly logits: Real;
  /** [model, ROWS]; 0 where a row does not count. */
  readonly batchTargets: Uint32Array;
  /** [model]: how many rows count. */
  readonly counted: Uint32Array;
  /** [model, ROWS, LOGITS], of the mean over the rows that count. */
  readonly dLogits: Real;
  /** [model, ROWS], of each row alone; 0 where it does not count. */
  readonly rowLosses: Real;
}

/** Cross-entropy of the target under a softmax over logits 0 … VOCABULARY-1. dLogits is 0 behind them. */
export function tokenCrossEntropy(size: TokenLossSize & { VOCABULARY: number }, tensors: TokenLossTensors): void {
  const { MODELS, ROWS, LOGITS, VOCABULARY } = size;
  const { logits, batchTargets, dLogits, rowLosses } = tensors;
  dLogits.fill(0, 0, MODELS * ROWS * LOGITS);
  for (let model = 0; model < MODELS; model++) {
    const counted = tensors.counted[model]!;
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) {
      const target = batchTargets[row]!;
      rowLosses[row] = 0;
      if (target === 0) continue;
      const at = row * LOGITS;
      let largest = -Infinity;
      for (let v = 0; v < VOCABULARY; v++) largest = Math.max(largest, logits[at + v]!);
      let total = 0;
      for (let v = 0; v < VOCABULARY; v++) {
        const weight = Math.exp(logits[at + v]! - largest);
        dLogits[at + v] = weight;
        total += weight;
      }
      const share = 1 / (total * counted);
      for (let v = 0; v < VOCABULARY; v++) dLogits[at + v]! *= share;
      dLogits[at + target]! -= 1 / counted;
      rowLosses[row] = largest + Math.log(total) - logits[at + target]!;
    }
  }
}

/** KL(teacher‖student) between softmaxes over logits FROM … TO-1. dLogits is 0 elsewhere. */
export function tokenDistillation(
  size: TokenLossSize & { FROM: number; TO: number },
  tensors: TokenLossTensors & { teacherLogits: Real },
): void {
  const { MODELS, ROWS, LOGITS, FROM, TO } = size;
  const { teacherLogits, logits, dLogits, rowLosses } = tensors;
  dLogits.fill(0, 0, MODELS * ROWS * LOGITS);
  for (let model = 0; model < MODELS; model++) {
    const counted = tensors.counted[model]!;
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) {
      rowLosses[row] = 0;
      if (tensors.batchTargets[row] === 0) continue;
      const [from, to] = [row * LOGITS + FROM, row * LOGITS + TO];
      const teacherTotal = logSumExp(teacherLogits, from, to);
      const studentTotal = logSumExp(logits, from, to);
      let loss = 0;
      for (let at = from; at < to; at++) {
        const logP = teacherLogits[at]! - teacherTotal;
        const logQ = logits[at]! - studentTotal;
        const p = Math.exp(logP);
        const q = Math.exp(logQ);
        loss += divergence(p, q, logP - logQ);
        dLogits[at] = (q - p) / counted;
      }
      rowLosses[row] = loss;
    }
  }
}

/** losses [slot, MODELS] = mean of rowLosses [model, ROWS] over the rows that count. */
export function meanLoss(
  { MODELS, ROWS }: { MODELS: number; ROWS: number },
  { rowLosses, counted, losses }: { rowLosses: Real; counted: Uint32Array; losses: Real },
  batch: BatchScalars,
): void {
  for (let model = 0; model < MODELS; model++) {
    let sum = 0;
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) sum += rowLosses[row]!;
    losses[batch.slot * MODELS + model] = sum / counted[model]!;
  }
}

/**
 * One term of the KL divergence, p (x - 1) + q for x = log(p / q): summed over all tokens it is Σ p x, but no term is
 * negative, so that nothing cancels when the student is close to its teacher. The series is p (x - 1 + exp(-x)).
 */
function divergence(p: number, q: number, x: number): number {
  if (Math.abs(x) > 0.02) return p * (x - 1) + q;
  return p * x * x * (1 / 2 - x * (1 / 6 - x * (1 / 24 - x * (1 / 120 - x * (1 / 720 - x / 5040)))));
}

function logSumExp(values: Real, from: number, to: number): number {
  let largest = -Infinity;
  for (let i = from; i < to; i++) largest = Math.max(largest, values[i]!);
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.exp(values[i]! - largest);
  return largest + Math.log(sum);
}
