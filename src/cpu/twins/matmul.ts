// Twins of the matrix kernels: forward, backward, weightGradient, weightUpdate. What they share is in product.ts.
import type { Real } from '../../experiment/processor/processor.ts';
import { addProduct } from './product.ts';

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

/** output [model, row, OUT] = input [model / MODELS_PER_INPUT, row, IN] · weight + bias if BIASED, then ReLU if RELU. */
export function forward(
  size: LayerSize & { MODELS_PER_INPUT: number; RELU: boolean; BIASED?: boolean },
  { parameters, input, output }: { parameters: Real; input: Real; output: Real },
): void {
  const { MODELS, BATCH, IN, OUT, BIASED = true } = size;
  for (let model = 0; model < MODELS; model++) {
    const start = model * size.PARAMETERS;
    const bias = start + size.BIAS;
    const group = Math.floor(model / size.MODELS_PER_INPUT);
    const [from, to] = [model * BATCH * OUT, (model + 1) * BATCH * OUT];
    for (let at = from; at < to; at += OUT) {
      for (let o = 0; o < OUT; o++) output[at + o] = BIASED ? parameters[bias + o]! : 0;
    }
    addProduct(
      BATCH,
      OUT,
      IN,
      { values: input, at: group * BATCH * IN, row: IN, column: 1 },
      { values: parameters, at: start + size.WEIGHT, row: OUT, column: 1 },
      { values: output, at: from, row: OUT, column: 1 },
    );
    if (size.RELU) for (let i = from; i < to; i++) output[i] = Math.max(0, output[i]!);
  }
}

/**
 * dInput [model, row, IN] = dOutput [model, row, OUT] · weightᵀ; if MASKED, only where the layer's input (activation)
 * passed the ReLU, else 0.
 */
export function backward(
  size: LayerSize & { MASKED?: boolean },
  tensors: { parameters: Real; dOutput: Real; activation?: Real; dInput: Real },
): void {
  const { MODELS, BATCH, IN, OUT, MASKED = true } = size;
  const { parameters, dOutput, activation, dInput } = tensors;
  for (let model = 0; model < MODELS; model++) {
    const [from, to] = [model * BATCH * IN, (model + 1) * BATCH * IN];
    dInput.fill(0, from, to);
    addProduct(
      BATCH,
      IN,
      OUT,
      { values: dOutput, at: model * BATCH * OUT, row: OUT, column: 1 },
      { values: parameters, at: model * size.PARAMETERS + size.WEIGHT, row: 1, column: OUT },
      { values: dInput, at: from, row: IN, column: 1 },
    );
    if (!MASKED) continue;
    if (!activation) throw new TypeError('a mask needs the activation');
    for (let i = from; i < to; i++) if (!(activation[i]! > 0)) dInput[i] = 0;
  }
}

/**
 * The layer's part of gradients [model, PARAMETERS]: dWeight = inputᵀ · dOutput and, if BIASED, dBias = Σ_row dOutput.
 * input [model, row, IN], dOutput [model, row, OUT].
 */
export function weightGradient(
  size: LayerSize & { BIASED: boolean },
  { input, dOutput, gradients }: { input: Real; dOutput: Real; gradients: Real },
): void {
  const { MODELS, IN, OUT } = size;
  const dBias = new Float64Array(OUT);
  for (let model = 0; model < MODELS; model++) {
    const at = model * size.PARAMETERS + size.WEIGHT;
    gradients.fill(0, at, at + IN * OUT);
    addWeightGradient(size, input, model, dOutput, model, gradients, at);
    if (!size.BIASED) continue;
    dBias.fill(0);
    addBiasGradient(size, dOutput, model, dBias);
    gradients.set(dBias, model * size.PARAMETERS + size.BIAS);
  }
}

/** dWeight, from `at` on, += inputᵀ · dOutput of the rows of one group and one model. */
function addWeightGradient(
  { BATCH, IN, OUT }: LayerSize,
  input: Real,
  group: number,
  dOutput: Real,
  model: number,
  dWeight: Real,
  at: number,
): void {
  addProduct(
    IN,
    OUT,
    BATCH,
    { values: input, at: group * BATCH * IN, row: 1, column: IN },
    { values: dOutput, at: model * BATCH * OUT, row: OUT, column: 1 },
    { values: dWeight, at, row: OUT, column: 1 },
  );
}

function addBiasGradient({ BATCH, OUT }: LayerSize, dOutput: Real, model: number, dBias: Float64Array): void {
  for (let row = model * BATCH; row < (model + 1) * BATCH; row++) {
    for (let o = 0; o < OUT; o++) dBias[o]! += dOutput[row * OUT + o]!;
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
  const { MODELS, IN, OUT } = size;
  const { input, dOutput } = tensors;
  const dWeight = new Float64Array(IN * OUT);
  const dBias = new Float64Array(OUT);
  for (let model = 0; model < MODELS; model++) {
    const group = Math.floor(model / size.MODELS_PER_INPUT);
    dWeight.fill(0);
    dBias.fill(0);
    addWeightGradient(size, input, group, dOutput, model, dWeight, 0);
    addBiasGradient(size, dOutput, model, dBias);
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
