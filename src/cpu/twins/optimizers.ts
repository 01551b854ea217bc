// Twins of the kernels that turn gradients into an update: gradientNorm, adam, sgd. Plain loops.
import type { Real } from '../../experiment/processor/processor.ts';
import type { BatchScalars } from './inputs.ts';
import type { AdamConstants, AdamTensors } from './matmul.ts';

interface OptimizerSize {
  readonly MODELS: number;
  /** Parameters per model. */
  readonly PARAMETERS: number;
}

interface GradientTensors {
  /** [model, PARAMETERS] */
  readonly gradients: Real;
  /** [PARAMETERS]: 1 where a parameter trains, else 0; the same in all models. */
  readonly trainable: Uint32Array;
  /** [slot, MODELS] */
  readonly norms: Real;
}

/** norms [slot, MODELS]: the length of each model's gradient over what trains. */
export function gradientNorm(
  { MODELS, PARAMETERS }: OptimizerSize,
  { gradients, trainable, norms }: GradientTensors,
  batch: BatchScalars,
): void {
  for (let model = 0; model < MODELS; model++) {
    const start = model * PARAMETERS;
    let squares = 0;
    for (let i = 0; i < PARAMETERS; i++) {
      if (trainable[i] !== 0) squares += gradients[start + i]! * gradients[start + i]!;
    }
    norms[batch.slot * MODELS + model] = Math.sqrt(squares);
  }
}

/** One Adam step (Kingma & Ba 2015) on what trains, with gradients clipped to a norm of CLIP per model. */
export function adam(
  size: OptimizerSize & AdamConstants & { CLIP: number },
  tensors: GradientTensors & AdamTensors,
  batch: BatchScalars,
  /** learning rate / (1 - β1^t), 1 / (1 - β2^t) */
  [scaleM, correctionV]: readonly [number, number],
): void {
  const { MODELS, PARAMETERS, BETA1, BETA2, EPSILON } = size;
  const { gradients, trainable, parameters, adamM, adamV } = tensors;
  for (let model = 0; model < MODELS; model++) {
    const scale = clipScale(tensors.norms[batch.slot * MODELS + model]!, size.CLIP);
    const start = model * PARAMETERS;
    for (let i = 0; i < PARAMETERS; i++) {
      if (trainable[i] === 0) continue;
      const g = gradients[start + i]! * scale;
      const m = BETA1 * adamM[start + i]! + (1 - BETA1) * g;
      const v = BETA2 * adamV[start + i]! + (1 - BETA2) * g * g;
      adamM[start + i] = m;
      adamV[start + i] = v;
      parameters[start + i]! -= (m * scaleM) / (Math.sqrt(v * correctionV) + EPSILON);
    }
  }
}

/** One step of gradient descent on what trains, with gradients clipped to a norm of CLIP per model. */
export function sgd(
  { MODELS, PARAMETERS, CLIP }: OptimizerSize & { CLIP: number },
  { gradients, trainable, norms, parameters }: GradientTensors & { parameters: Real },
  batch: BatchScalars,
  /** learning rate, 0 */
  [learningRate]: readonly [number, number],
): void {
  for (let model = 0; model < MODELS; model++) {
    const rate = learningRate * clipScale(norms[batch.slot * MODELS + model]!, CLIP);
    const start = model * PARAMETERS;
    for (let i = 0; i < PARAMETERS; i++) {
      if (trainable[i] !== 0) parameters[start + i]! -= rate * gradients[start + i]!;
    }
  }
}

/** What the gradients of a model are multiplied with. */
function clipScale(norm: number, clip: number): number {
  return Math.min(1, clip / (norm + 1e-9));
}
