// Adam (Kingma & Ba 2015), four parameters at a time. Knows no layers.
import { madd } from './arithmetic';
import { loadSome, storeSome } from './memory';

/** One step on `count` parameters, of which only those with a number in `trainable` train, if there is such a list. */
export function adamRow(
  count: i32,
  gradients: usize,
  scale: f32,
  trainable: usize,
  parameters: usize,
  adamM: usize,
  adamV: usize,
  BETA1: f64,
  BETA2: f64,
  EPSILON: f64,
  scaleM: f64,
  correctionV: f64,
): void {
  const clip = f32x4.splat(scale);
  const beta1 = f32x4.splat(<f32>BETA1);
  const rest1 = f32x4.splat(<f32>(1 - BETA1));
  const beta2 = f32x4.splat(<f32>BETA2);
  const rest2 = f32x4.splat(<f32>(1 - BETA2));
  const epsilon = f32x4.splat(<f32>EPSILON);
  const rate = f32x4.splat(<f32>scaleM);
  const correction = f32x4.splat(<f32>correctionV);
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const left = count - i;
    const oldP = loadSome(parameters + at, left);
    const oldM = loadSome(adamM + at, left);
    const oldV = loadSome(adamV + at, left);
    const g = f32x4.mul(loadSome(gradients + at, left), clip);
    let m = madd(beta1, oldM, f32x4.mul(rest1, g));
    let v = madd(beta2, oldV, f32x4.mul(f32x4.mul(rest2, g), g));
    const length = f32x4.add(f32x4.sqrt(f32x4.mul(v, correction)), epsilon);
    let p = f32x4.sub(oldP, f32x4.div(f32x4.mul(m, rate), length));
    if (trainable !== 0) {
      const frozen = i32x4.eq(loadSome(trainable + at, left), i32x4.splat(0));
      m = v128.bitselect(oldM, m, frozen);
      v = v128.bitselect(oldV, v, frozen);
      p = v128.bitselect(oldP, p, frozen);
    }
    storeSome(adamM + at, m, left);
    storeSome(adamV + at, v, left);
    storeSome(parameters + at, p, left);
  }
}
