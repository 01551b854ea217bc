// The kernels of RMSNorm: rmsNorm, addRmsNorm, rmsNormBackward, gainGradient. Rows of all models lie one behind the other.
import { madd, sumOf } from './arithmetic';
import { bytesOf, loadSome, storeSome } from './memory';

/** Normalizes one row; hidden is residual + delta first where there is a residual. Returns its scale. */
function normRow(
  WIDTH: i32,
  UNITS: i32,
  EPSILON: f64,
  gain: usize,
  residual: usize,
  delta: usize,
  hidden: usize,
  normed: usize,
): f32 {
  let squares = f32x4.splat(0);
  for (let i = 0; i < WIDTH; i += 4) {
    const at = bytesOf(i);
    const left = WIDTH - i;
    let x: v128;
    if (residual !== 0) {
      x = f32x4.add(loadSome(residual + at, left), loadSome(delta + at, left));
      storeSome(hidden + at, x, left);
    } else {
      x = loadSome(hidden + at, left);
    }
    squares = madd(x, x, squares);
  }
  const scale = <f32>(1 / Math.sqrt(<f64>sumOf(squares) / <f64>UNITS + EPSILON));
  const factor = f32x4.splat(scale);
  for (let i = 0; i < WIDTH; i += 4) {
    const at = bytesOf(i);
    const left = WIDTH - i;
    const x = f32x4.mul(loadSome(hidden + at, left), factor);
    storeSome(normed + at, f32x4.mul(x, loadSome(gain + at, left)), left);
  }
  return scale;
}

/** normed = hidden · scale · gain; scales = 1/√(mean square + EPSILON). With a residual, hidden = residual + delta before. */
export function rmsNorm(
  MODELS: i32,
  ROWS: i32,
  WIDTH: i32,
  UNITS: i32,
  PARAMETERS: i32,
  GAIN: i32,
  EPSILON: f64,
  parameters: usize,
  residual: usize,
  delta: usize,
  hidden: usize,
  normed: usize,
  scales: usize,
): void {
  for (let model = 0; model < MODELS; model++) {
    const gain = parameters + bytesOf(model * PARAMETERS + GAIN);
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) {
      const at = bytesOf(row * WIDTH);
      const from: usize = residual !== 0 ? residual + at : 0;
      const scale = normRow(WIDTH, UNITS, EPSILON, gain, from, delta + at, hidden + at, normed + at);
      store<f32>(scales + bytesOf(row), scale);
    }
  }
}

/** dHidden from dNormed; added to what is there if ACCUMULATE. */
export function rmsNormBackward(
  MODELS: i32,
  ROWS: i32,
  WIDTH: i32,
  UNITS: i32,
  PARAMETERS: i32,
  GAIN: i32,
  ACCUMULATE: i32,
  parameters: usize,
  hidden: usize,
  scales: usize,
  dNormed: usize,
  dHidden: usize,
): void {
  for (let model = 0; model < MODELS; model++) {
    const gain = parameters + bytesOf(model * PARAMETERS + GAIN);
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) {
      const start = bytesOf(row * WIDTH);
      const scale = load<f32>(scales + bytesOf(row));
      let products = f32x4.splat(0);
      for (let i = 0; i < WIDTH; i += 4) {
        const at = bytesOf(i);
        const left = WIDTH - i;
        const d = f32x4.mul(loadSome(dNormed + start + at, left), loadSome(gain + at, left));
        products = madd(d, loadSome(hidden + start + at, left), products);
      }
      const shrink = f32x4.splat((sumOf(products) * scale * scale * scale) / <f32>UNITS);
      const factor = f32x4.splat(scale);
      for (let i = 0; i < WIDTH; i += 4) {
        const at = bytesOf(i);
        const left = WIDTH - i;
        const to = dHidden + start + at;
        const d = f32x4.mul(loadSome(dNormed + start + at, left), loadSome(gain + at, left));
        const kept = f32x4.mul(loadSome(hidden + start + at, left), shrink);
        const own = f32x4.sub(f32x4.mul(d, factor), kept);
        storeSome(to, ACCUMULATE ? f32x4.add(loadSome(to, left), own) : own, left);
      }
    }
  }
}

/** The gain's part of gradients [model, PARAMETERS] = Σ_row dNormed · hidden · scale, in blocks of rows. */
export function gainGradient(
  MODELS: i32,
  ROWS: i32,
  WIDTH: i32,
  PARAMETERS: i32,
  GAIN: i32,
  hidden: usize,
  scales: usize,
  dNormed: usize,
  gradients: usize,
): void {
  for (let model = 0; model < MODELS; model++) {
    for (let i = 0; i < WIDTH; i += 4) {
      const left = WIDTH - i;
      let sum = f32x4.splat(0);
      for (let first = 0; first < ROWS; first += 32) {
        let part = f32x4.splat(0);
        const end = min(ROWS, first + 32);
        for (let r = first; r < end; r++) {
          const row = model * ROWS + r;
          const at = bytesOf(row * WIDTH + i);
          const x = f32x4.mul(loadSome(hidden + at, left), v128.load_splat<f32>(scales + bytesOf(row)));
          part = madd(loadSome(dNormed + at, left), x, part);
        }
        sum = f32x4.add(sum, part);
      }
      storeSome(gradients + bytesOf(model * PARAMETERS + GAIN + i), sum, left);
    }
  }
}
