// Twins of the kernels of RMSNorm: rmsNorm, addRmsNorm, rmsNormBackward, gainGradient. Plain loops.
import type { Real } from '../../experiment/processor/processor.ts';

export interface NormSize {
  readonly MODELS: number;
  readonly ROWS: number;
  /** Numbers in a row. */
  readonly WIDTH: number;
  /** What of them are units; the rest of a row is 0. */
  readonly UNITS: number;
  /** Parameters per model. */
  readonly PARAMETERS: number;
  /** Offset of gain [WIDTH] in a model's parameters. */
  readonly GAIN: number;
}

/** normed = hidden · scale · gain, all [model, ROWS, WIDTH]; scales [model, ROWS] = 1/√(mean square + EPSILON). */
export function rmsNorm(
  size: NormSize & { EPSILON: number },
  { parameters, hidden, normed, scales }: { parameters: Real; hidden: Real; normed: Real; scales: Real },
): void {
  const { MODELS, ROWS, WIDTH } = size;
  for (let model = 0; model < MODELS; model++) {
    const gain = model * size.PARAMETERS + size.GAIN;
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) {
      const at = row * WIDTH;
      let squares = 0;
      for (let i = 0; i < WIDTH; i++) squares += hidden[at + i]! * hidden[at + i]!;
      const scale = 1 / Math.sqrt(squares / size.UNITS + size.EPSILON);
      scales[row] = scale;
      for (let i = 0; i < WIDTH; i++) normed[at + i] = hidden[at + i]! * scale * parameters[gain + i]!;
    }
  }
}

/** hidden = residual + delta, all [model, ROWS, WIDTH], and its norm. */
export function addRmsNorm(
  size: NormSize & { EPSILON: number },
  tensors: { parameters: Real; residual: Real; delta: Real; hidden: Real; normed: Real; scales: Real },
): void {
  const { residual, delta, hidden } = tensors;
  const length = size.MODELS * size.ROWS * size.WIDTH;
  for (let i = 0; i < length; i++) hidden[i] = residual[i]! + delta[i]!;
  rmsNorm(size, tensors);
}

/** dHidden [model, ROWS, WIDTH] from dNormed; added to what is there if ACCUMULATE, as a residual needs it. */
export function rmsNormBackward(
  size: NormSize & { ACCUMULATE: boolean },
  tensors: { parameters: Real; hidden: Real; scales: Real; dNormed: Real; dHidden: Real },
): void {
  const { MODELS, ROWS, WIDTH, ACCUMULATE } = size;
  const { parameters, hidden, scales, dNormed, dHidden } = tensors;
  for (let model = 0; model < MODELS; model++) {
    const gain = model * size.PARAMETERS + size.GAIN;
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) {
      const at = row * WIDTH;
      const scale = scales[row]!;
      let product = 0;
      for (let i = 0; i < WIDTH; i++) product += dNormed[at + i]! * parameters[gain + i]! * hidden[at + i]!;
      // Of the scale: ∂scale/∂hidden = -hidden · scale³ / UNITS.
      const shrink = (product * scale * scale * scale) / size.UNITS;
      for (let i = 0; i < WIDTH; i++) {
        const d = dNormed[at + i]! * parameters[gain + i]! * scale - hidden[at + i]! * shrink;
        dHidden[at + i] = ACCUMULATE ? dHidden[at + i]! + d : d;
      }
    }
  }
}

/** The gain's part of gradients [model, PARAMETERS] = Σ_row dNormed · hidden · scale. */
export function gainGradient(
  size: Omit<NormSize, 'UNITS'>,
  tensors: { hidden: Real; scales: Real; dNormed: Real; gradients: Real },
): void {
  const { MODELS, ROWS, WIDTH } = size;
  const { hidden, scales, dNormed } = tensors;
  const sums = new Float64Array(WIDTH);
  for (let model = 0; model < MODELS; model++) {
    sums.fill(0);
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) {
      const at = row * WIDTH;
      const scale = scales[row]!;
      for (let i = 0; i < WIDTH; i++) sums[i]! += dNormed[at + i]! * hidden[at + i]! * scale;
    }
    tensors.gradients.set(sums, model * size.PARAMETERS + size.GAIN);
  }
}
