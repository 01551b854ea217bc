// Twins of the matrix kernels: forward, backward, weightUpdate. Plain loops in the order of the maths.
import type { Real } from '../experiment/trainer.ts';

/** Sizes of one layer, and where its weights lie in a model's parameters. */
export interface LayerSize {
  readonly MODELS: number;
  readonly BATCH: number;
  readonly IN: number;
  readonly OUT: number;
  /** Parameters per model. */
  readonly PARAMETERS: number;
  /** Offset of weight [IN, OUT] in a model's parameters. */
  readonly WEIGHT: number;
  /** Offset of bias [OUT]. */
  readonly BIAS: number;
}

/** output [model, row, OUT] = input [model / MODELS_PER_INPUT, row, IN] · weight + bias, then ReLU if RELU. */
export function forward(
  size: LayerSize & { MODELS_PER_INPUT: number; RELU: boolean },
  { parameters, input, output }: { parameters: Real; input: Real; output: Real },
): void {
  const { MODELS, BATCH, IN, OUT } = size;
  const sums = new Float64Array(OUT);
  for (let model = 0; model < MODELS; model++) {
    const weight = model * size.PARAMETERS + size.WEIGHT;
    const bias = model * size.PARAMETERS + size.BIAS;
    const group = Math.floor(model / size.MODELS_PER_INPUT);
    for (let row = 0; row < BATCH; row++) {
      for (let o = 0; o < OUT; o++) sums[o] = parameters[bias + o]!;
      for (let i = 0; i < IN; i++) {
        const x = input[(group * BATCH + row) * IN + i]!;
        // A unit that ReLU switched off adds nothing.
        if (x === 0) continue;
        const from = weight + i * OUT;
        for (let o = 0; o < OUT; o++) sums[o]! += x * parameters[from + o]!;
      }
      const to = (model * BATCH + row) * OUT;
      for (let o = 0; o < OUT; o++) output[to + o] = size.RELU ? Math.max(0, sums[o]!) : sums[o]!;
    }
  }
}

/** dInput [model, row, IN] = dOutput [model, row, OUT] · weightᵀ where the layer's input passed the ReLU, else 0. */
export function backward(
  size: LayerSize,
  { parameters, dOutput, activation, dInput }: { parameters: Real; dOutput: Real; activation: Real; dInput: Real },
): void {
  const { MODELS, BATCH, IN, OUT } = size;
  for (let model = 0; model < MODELS; model++) {
    const weight = model * size.PARAMETERS + size.WEIGHT;
    for (let row = 0; row < BATCH; row++) {
      const from = (model * BATCH + row) * OUT;
      const to = (model * BATCH + row) * IN;
      for (let i = 0; i < IN; i++) {
        let sum = 0;
        if (activation[to + i]! > 0) {
          for (let o = 0; o < OUT; o++) sum += dOutput[from + o]! * parameters[weight + i * OUT + o]!;
        }
        dInput[to + i] = sum;
      }
    }
  }
}

export interface AdamConstants {
  readonly BETA1: number;
  readonly BETA2: number;
  readonly EPSILON: number;
}

export interface AdamTensors {
  /** All three [model, parameter]; read and written. */
  readonly parameters: Real;
  readonly adamM: Real;
  readonly adamV: Real;
}

/** Gradients dWeight = inputᵀ · dOutput and dBias = Σ_row dOutput, and one Adam step with them. */
export function weightUpdate(
  size: LayerSize & AdamConstants & { MODELS_PER_INPUT: number },
  tensors: AdamTensors & { input: Real; dOutput: Real },
  /** learning rate / (1 - β1^t), 1 / (1 - β2^t) */
  adamStep: readonly [number, number],
): void {
  const { MODELS, BATCH, IN, OUT } = size;
  const { input, dOutput } = tensors;
  const dWeight = new Float64Array(IN * OUT);
  const dBias = new Float64Array(OUT);
  for (let model = 0; model < MODELS; model++) {
    const group = Math.floor(model / size.MODELS_PER_INPUT);
    dWeight.fill(0);
    dBias.fill(0);
    for (let row = 0; row < BATCH; row++) {
      const from = (model * BATCH + row) * OUT;
      for (let o = 0; o < OUT; o++) dBias[o]! += dOutput[from + o]!;
      for (let i = 0; i < IN; i++) {
        const x = input[(group * BATCH + row) * IN + i]!;
        if (x === 0) continue;
        for (let o = 0; o < OUT; o++) dWeight[i * OUT + o]! += x * dOutput[from + o]!;
      }
    }
    adam(size, tensors, model * size.PARAMETERS + size.WEIGHT, dWeight, adamStep);
    adam(size, tensors, model * size.PARAMETERS + size.BIAS, dBias, adamStep);
  }
}

/** Adam (Kingma & Ba 2015) on the parameters from `offset` on; element by element. */
function adam(
  { BETA1, BETA2, EPSILON }: AdamConstants,
  { parameters, adamM, adamV }: AdamTensors,
  offset: number,
  gradient: Float64Array,
  [scaleM, correctionV]: readonly [number, number],
): void {
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i]!;
    const m = BETA1 * adamM[offset + i]! + (1 - BETA1) * g;
    const v = BETA2 * adamV[offset + i]! + (1 - BETA2) * g * g;
    adamM[offset + i] = m;
    adamV[offset + i] = v;
    parameters[offset + i]! -= (m * scaleM) / (Math.sqrt(v * correctionV) + EPSILON);
  }
}
