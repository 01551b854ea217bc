// The kernels of a layer: forward, backward, weightGradient, weightUpdate. Tensors are addresses, model axis first.
import { adamRow } from './adam';
import { BLOCK_COLUMNS, bytesOf, loadSome, space, SPACE_BYTES, storeSome } from './memory';
import { product } from './product';

/** output [model, row, OUT] = input [model / MODELS_PER_INPUT, row, IN] · weight + bias if BIASED, then ReLU if RELU. */
export function forward(
  MODELS: i32,
  BATCH: i32,
  IN: i32,
  OUT: i32,
  PARAMETERS: i32,
  WEIGHT: i32,
  BIAS: i32,
  MODELS_PER_INPUT: i32,
  RELU: i32,
  BIASED: i32,
  parameters: usize,
  input: usize,
  output: usize,
): void {
  const floor: f32 = RELU ? 0 : -Infinity;
  const step = bytesOf(OUT);
  for (let model = 0; model < MODELS; model++) {
    const own = parameters + bytesOf(model * PARAMETERS);
    const from = input + bytesOf((model / MODELS_PER_INPUT) * BATCH * IN);
    const bias: usize = BIASED ? own + bytesOf(BIAS) : 0;
    const to = output + bytesOf(model * BATCH * OUT);
    product(BATCH, OUT, IN, from, bytesOf(IN), false, own + bytesOf(WEIGHT), step, false, bias, 0, to, step, floor);
  }
}

/** dInput [model, row, IN] = dOutput [model, row, OUT] · weightᵀ; if MASKED, 0 where activation is not above 0. */
export function backward(
  MODELS: i32,
  BATCH: i32,
  IN: i32,
  OUT: i32,
  PARAMETERS: i32,
  WEIGHT: i32,
  MASKED: i32,
  parameters: usize,
  dOutput: usize,
  activation: usize,
  dInput: usize,
): void {
  const step = bytesOf(OUT);
  for (let model = 0; model < MODELS; model++) {
    const weight = parameters + bytesOf(model * PARAMETERS + WEIGHT);
    const from = dOutput + bytesOf(model * BATCH * OUT);
    const at = bytesOf(model * BATCH * IN);
    const to = dInput + at;
    product(BATCH, IN, OUT, from, step, false, weight, step, true, 0, 0, to, bytesOf(IN), -Infinity);
    if (MASKED) mask(BATCH * IN, activation + at, to);
  }
}

/** 0 where `activation` is not above 0. */
function mask(count: i32, activation: usize, values: usize): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < count; i += 4) {
    const at = bytesOf(i);
    const left = count - i;
    const passed = f32x4.gt(loadSome(activation + at, left), zero);
    storeSome(values + at, v128.and(loadSome(values + at, left), passed), left);
  }
}

/** The layer's part of gradients [model, PARAMETERS]: dWeight = inputᵀ · dOutput and, if BIASED, dBias = Σ_row dOutput. */
export function weightGradient(
  MODELS: i32,
  BATCH: i32,
  IN: i32,
  OUT: i32,
  PARAMETERS: i32,
  WEIGHT: i32,
  BIAS: i32,
  BIASED: i32,
  input: usize,
  dOutput: usize,
  gradients: usize,
): void {
  const step = bytesOf(OUT);
  for (let model = 0; model < MODELS; model++) {
    const own = gradients + bytesOf(model * PARAMETERS);
    const from = input + bytesOf(model * BATCH * IN);
    const d = dOutput + bytesOf(model * BATCH * OUT);
    product(IN, OUT, BATCH, from, bytesOf(IN), true, d, step, false, 0, 0, own + bytesOf(WEIGHT), step, -Infinity);
    if (BIASED) sumRows(BATCH, OUT, OUT, d, own + bytesOf(BIAS));
  }
}

/** to [columns] = sum over rows of values [rows, width], in blocks of rows, so that long sums stay exact. */
function sumRows(rows: i32, columns: i32, width: i32, values: usize, to: usize): void {
  const step = bytesOf(width);
  for (let column = 0; column < columns; column += 4) {
    const left = columns - column;
    let from = values + bytesOf(column);
    let sum = f32x4.splat(0);
    for (let row = 0; row < rows; row += 32) {
      let part = f32x4.splat(0);
      for (let r = min(32, rows - row); r > 0; r--) {
        part = f32x4.add(part, loadSome(from, left));
        from += step;
      }
      sum = f32x4.add(sum, part);
    }
    storeSome(to + bytesOf(column), sum, left);
  }
}

/** Gradients dWeight = inputᵀ · dOutput and dBias = Σ_row dOutput, and one Adam step with them, block by block. */
export function weightUpdate(
  MODELS: i32,
  BATCH: i32,
  IN: i32,
  OUT: i32,
  PARAMETERS: i32,
  WEIGHT: i32,
  BIAS: i32,
  MODELS_PER_INPUT: i32,
  BETA1: f64,
  BETA2: f64,
  EPSILON: f64,
  scaleM: f64,
  correctionV: f64,
  parameters: usize,
  adamM: usize,
  adamV: usize,
  input: usize,
  dOutput: usize,
): void {
  const block = space();
  for (let model = 0; model < MODELS; model++) {
    const from = input + bytesOf((model / MODELS_PER_INPUT) * BATCH * IN);
    const d = dOutput + bytesOf(model * BATCH * OUT);
    const own = bytesOf(model * PARAMETERS);
    for (let column = 0; column < OUT; column += BLOCK_COLUMNS) {
      const width = min(BLOCK_COLUMNS, OUT - column);
      const step = bytesOf(width);
      const right = d + bytesOf(column);
      // Blocks of equal height.
      const most = SPACE_BYTES / <i32>step;
      const blocks = (IN + most - 1) / most;
      const height = (IN + blocks - 1) / blocks;
      for (let row = 0; row < IN; row += height) {
        const rows = min(height, IN - row);
        const left = from + bytesOf(row);
        product(rows, width, BATCH, left, bytesOf(IN), true, right, bytesOf(OUT), false, 0, 0, block, step, -Infinity);
        for (let r = 0; r < rows; r++) {
          const at = own + bytesOf(WEIGHT + (row + r) * OUT + column);
          const g = block + <usize>r * step;
          adamRow(width, g, 1, 0, parameters + at, adamM + at, adamV + at, BETA1, BETA2, EPSILON, scaleM, correctionV);
        }
      }
      sumRows(BATCH, width, OUT, right, block);
      const at = own + bytesOf(BIAS + column);
      adamRow(width, block, 1, 0, parameters + at, adamM + at, adamV + at, BETA1, BETA2, EPSILON, scaleM, correctionV);
    }
  }
}
