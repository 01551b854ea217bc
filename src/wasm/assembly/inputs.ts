// The kernels that make a batch: batchOrder, gatherImages, noise, blurredNoise.
import { madd } from './arithmetic';
import { NO_IMAGE } from './losses';
import { blurWeights, bytesOf, space, storeSome } from './memory';
import { normal4, permuted, sixteenWords, uniform4 } from './random';

/** What noise is drawn from: STREAM.noise of experiment/random.ts. */
const NOISE_STREAM: u32 = 3;
/** 1/√3, the spread of uniform noise. */
const NOISE_STD: f32 = 0.5773502691896258;
/** Pixels to either side. */
const BLUR_RADIUS: i32 = 6;

/** order [group, row] = index of the image in that row, or NO_IMAGE. */
export function batchOrder(
  GROUPS: i32,
  BATCH: i32,
  COUNT: i32,
  STREAM: i32,
  SHUFFLED: i32,
  epoch: i32,
  first: i32,
  rows: i32,
  seeds: usize,
  order: usize,
): void {
  for (let group = 0; group < GROUPS; group++) {
    const seed = load<u32>(seeds + bytesOf(group));
    for (let row = 0; row < BATCH; row++) {
      let image = NO_IMAGE;
      if (row < rows) image = SHUFFLED ? permuted(seed, STREAM, epoch, COUNT, first + row) : <u32>(first + row);
      store<u32>(order + bytesOf(group * BATCH + row), image);
    }
  }
}

/** input [group, row, IN] = pixels of the image in that row, scaled to [-1, 1]; 0 in rows without an image. */
export function gatherImages(GROUPS: i32, BATCH: i32, IN: i32, images: usize, order: usize, input: usize): void {
  const scale = f32x4.splat(1.0 / 127.5);
  const one = f32x4.splat(1);
  for (let row = 0; row < GROUPS * BATCH; row++) {
    const image = load<u32>(order + bytesOf(row));
    let to = input + bytesOf(row * IN);
    if (image === NO_IMAGE) {
      memory.fill(to, 0, bytesOf(IN));
      continue;
    }
    const from = images + <usize>image * <usize>IN;
    let i = 0;
    for (; i + 4 <= IN; i += 4) {
      const pixels = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from + <usize>i)));
      v128.store(to, f32x4.sub(f32x4.mul(f32x4.convert_i32x4_u(pixels), scale), one));
      to += 16;
    }
    for (; i < IN; i++) {
      store<f32>(to, <f32>load<u8>(from + <usize>i) * <f32>(1.0 / 127.5) - 1);
      to += 4;
    }
  }
}

/** Writes the first `count` pixels of a noise image. */
function noiseImage(seed: u32, image: u32, normal: bool, count: i32, to: usize): void {
  const words = space();
  const spread = f32x4.splat(NOISE_STD);
  for (let pixel = 0; pixel < count; pixel += 16) {
    sixteenWords(seed, NOISE_STREAM, image, (<u32>pixel) >> 2, words);
    for (let part = 0; part < 16 && pixel + part < count; part += 4) {
      const bits = v128.load(words + bytesOf(part));
      const values = normal ? f32x4.mul(normal4(bits), spread) : uniform4(bits);
      storeSome(to + bytesOf(pixel + part), values, count - pixel - part);
    }
  }
}

/** input [group, row, IN] = noise image in that row, uniform or Gaussian; 0 behind its pixels and in rows without an image. */
export function noise(
  GROUPS: i32,
  BATCH: i32,
  IN: i32,
  INPUTS: i32,
  NORMAL: i32,
  seeds: usize,
  order: usize,
  input: usize,
): void {
  for (let row = 0; row < GROUPS * BATCH; row++) {
    const image = load<u32>(order + bytesOf(row));
    const to = input + bytesOf(row * IN);
    const pixels = image === NO_IMAGE ? 0 : INPUTS;
    memory.fill(to + bytesOf(pixels), 0, bytesOf(IN - pixels));
    const seed = load<u32>(seeds + bytesOf(row / BATCH));
    noiseImage(seed, image, NORMAL !== 0, pixels, to);
  }
}

/** The same for noise blurred by 2 pixels. INPUTS is a square number. */
export function blurredNoise(
  GROUPS: i32,
  BATCH: i32,
  IN: i32,
  INPUTS: i32,
  seeds: usize,
  order: usize,
  input: usize,
): void {
  const side = <i32>Math.sqrt(<f64>INPUTS);
  for (let row = 0; row < GROUPS * BATCH; row++) {
    const image = load<u32>(order + bytesOf(row));
    const to = input + bytesOf(row * IN);
    const pixels = image === NO_IMAGE ? 0 : INPUTS;
    memory.fill(to + bytesOf(pixels), 0, bytesOf(IN - pixels));
    if (pixels === 0) continue;
    noiseImage(load<u32>(seeds + bytesOf(row / BATCH)), image, false, pixels, to);
    blur(to, side);
  }
}

/** Blurs side · side pixels in place, along the rows and then along the columns, wrapping around. */
function blur(pixels: usize, side: i32): void {
  const width = bytesOf(side);
  const edge = bytesOf(BLUR_RADIUS);
  // A row with what wraps around at both ends; behind it the image blurred along its rows, with rows that wrap around.
  const wide = space();
  const step = bytesOf((side + 3) & ~3);
  const top = wide + step + 2 * edge;
  const first = top + BLUR_RADIUS * step;
  for (let y = 0; y < side; y++) {
    const row = pixels + <usize>y * width;
    memory.copy(wide, row + width - edge, edge);
    memory.copy(wide + edge, row, width);
    memory.copy(wide + edge + width, row, edge);
    const to = first + <usize>y * step;
    for (let at: usize = 0; at < width; at += 16) v128.store(to + at, weighted(wide + at, 4));
  }
  memory.copy(top, first + <usize>side * step - BLUR_RADIUS * step, BLUR_RADIUS * step);
  memory.copy(first + <usize>side * step, first, BLUR_RADIUS * step);
  for (let y = 0; y < side; y++) {
    const to = pixels + <usize>y * width;
    const from = top + <usize>y * step;
    for (let x = 0; x < side; x += 4) storeSome(to + bytesOf(x), weighted(from + bytesOf(x), step), side - x);
  }
}

/** Four weighted sums of 13 numbers `step` bytes apart; of the weights, those at equal distances are equal. */
function weighted(from: usize, step: usize): v128 {
  const weights = blurWeights();
  let end = from + 12 * step;
  let sum = f32x4.splat(0);
  for (let k = 0; k < BLUR_RADIUS; k++) {
    sum = madd(v128.load_splat<f32>(weights + bytesOf(k)), f32x4.add(v128.load(from), v128.load(end)), sum);
    from += step;
    end -= step;
  }
  return madd(v128.load_splat<f32>(weights + bytesOf(BLUR_RADIUS)), v128.load(from), sum);
}
