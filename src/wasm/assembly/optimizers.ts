// The kernels that turn gradients into an update: gradientNorm, adam, sgd. What does not train stays as it is.
import { adamRow } from './adam';
import { madd, sumOf } from './arithmetic';
import { bytesOf, loadSome, storeSome } from './memory';

/** norms [slot, MODELS]: the length of each model's gradient over what trains; summed in blocks, so that it stays exact. */
export function gradientNorm(
  MODELS: i32,
  PARAMETERS: i32,
  slot: i32,
  gradients: usize,
  trainable: usize,
  norms: usize,
): void {
  const zero = f32x4.splat(0);
  for (let model = 0; model < MODELS; model++) {
    const own = gradients + bytesOf(model * PARAMETERS);
    let squares: f64 = 0;
    for (let first = 0; first < PARAMETERS; first += 64) {
      const end = min(PARAMETERS, first + 64);
      let part = zero;
      for (let i = first; i < end; i += 4) {
        const left = PARAMETERS - i;
        const frozen = i32x4.eq(loadSome(trainable + bytesOf(i), left), zero);
        const g = v128.andnot(loadSome(own + bytesOf(i), left), frozen);
        part = madd(g, g, part);
      }
      squares += <f64>sumOf(part);
    }
    store<f32>(norms + bytesOf(slot * MODELS + model), <f32>Math.sqrt(squares));
  }
}

/** What the gradients of a model are multiplied with. */
function clipScale(norm: f32, clip: f64): f32 {
  return <f32>min(1, clip / (<f64>norm + 1e-9));
}

/** One Adam step on what trains, with gradients clipped to a norm of CLIP per model. */
export function adam(
  MODELS: i32,
  PARAMETERS: i32,
  BETA1: f64,
  BETA2: f64,
  EPSILON: f64,
  CLIP: f64,
  slot: i32,
  scaleM: f64,
  correctionV: f64,
  gradients: usize,
  trainable: usize,
  norms: usize,
  parameters: usize,
  adamM: usize,
  adamV: usize,
): void {
  for (let model = 0; model < MODELS; model++) {
    const scale = clipScale(load<f32>(norms + bytesOf(slot * MODELS + model)), CLIP);
    const at = bytesOf(model * PARAMETERS);
    const g = gradients + at;
    const p = parameters + at;
    adamRow(PARAMETERS, g, scale, trainable, p, adamM + at, adamV + at, BETA1, BETA2, EPSILON, scaleM, correctionV);
  }
}

/** One step of gradient descent on what trains, with gradients clipped to a norm of CLIP per model. */
export function sgd(
  MODELS: i32,
  PARAMETERS: i32,
  CLIP: f64,
  slot: i32,
  learningRate: f64,
  gradients: usize,
  trainable: usize,
  norms: usize,
  parameters: usize,
): void {
  const zero = f32x4.splat(0);
  for (let model = 0; model < MODELS; model++) {
    const scale = clipScale(load<f32>(norms + bytesOf(slot * MODELS + model)), CLIP);
    const rate = f32x4.splat(<f32>(learningRate * <f64>scale));
    const at = bytesOf(model * PARAMETERS);
    for (let i = 0; i < PARAMETERS; i += 4) {
      const left = PARAMETERS - i;
      const to = parameters + at + bytesOf(i);
      const old = loadSome(to, left);
      const next = f32x4.sub(old, f32x4.mul(rate, loadSome(gradients + at + bytesOf(i), left)));
      const frozen = i32x4.eq(loadSome(trainable + bytesOf(i), left), zero);
      storeSome(to, v128.bitselect(old, next, frozen), left);
    }
  }
}
