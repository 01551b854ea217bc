// The kernels that make a batch: batchOrder, gatherImages, noise, blurredNoise.
import { madd } from './arithmetic';
import { NO_IMAGE } from './losses';
import { blurWeights, bytesOf, loadSome, space, storeSome } from './memory';
import { permuted, sixteenWords, standardNormal, uniform4 } from './random';

/** What noise is drawn from: STREAM.noise of experiment/random.ts. */
const NOISE_STREAM: u32 = 3;
/** 1/√3, the spread of uniform noise. */
const NOISE_STD: f64 = 0.5773502691896258;
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

/** Writes `count` pixels of a uniform noise image, and up to 15 numbers behind them into `space` only. */
function uniformImage(seed: u32, image: u32, count: i32, to: usize): void {
  const words = space();
  for (let pixel = 0; pixel < count; pixel += 16) {
    sixteenWords(seed, NOISE_STREAM, image, (<u32>pixel) >> 2, words);
    for (let part = 0; part < 16 && pixel + part < count; part += 4) {
      const values = uniform4(v128.load(words + bytesOf(part)));
      storeSome(to + bytesOf(pixel + part), values, count - pixel - part);
    }
  }
}

function normalImage(seed: u32, image: u32, count: i32, to: usize): void {
  const words = space();
  for (let pixel = 0; pixel < count; pixel += 16) {
    sixteenWords(seed, NOISE_STREAM, image, (<u32>pixel) >> 2, words);
    const end = min(16, count - pixel);
    for (let i = 0; i < end; i++) {
      const value = NOISE_STD * standardNormal(load<u32>(words + bytesOf(i)));
      store<f32>(to + bytesOf(pixel + i), <f32>value);
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
    if (NORMAL) normalImage(seed, image, pixels, to);
    else uniformImage(seed, image, pixels, to);
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
    uniformImage(load<u32>(seeds + bytesOf(row / BATCH)), image, pixels, to);
    blur(to, side);
  }
}

/** Blurs side · side pixels in place, along the rows and then along the columns, wrapping around. */
function blur(pixels: usize, side: i32): void {
  const weights = blurWeights();
  // A row with what wraps around at both ends; behind it the image blurred along its rows.
  const wide = space();
  const rows = wide + bytesOf((side + 2 * BLUR_RADIUS + 4 + 3) & ~3);
  const width = bytesOf(side);
  const edge = bytesOf(BLUR_RADIUS);
  for (let y = 0; y < side; y++) {
    const row = pixels + <usize>y * width;
    memory.copy(wide, row + width - edge, edge);
    memory.copy(wide + edge, row, width);
    memory.copy(wide + edge + width, row, edge);
    for (let x = 0; x < side; x += 4) {
      let sum = f32x4.splat(0);
      for (let k = 0; k <= 2 * BLUR_RADIUS; k++) {
        sum = madd(v128.load_splat<f32>(weights + bytesOf(k)), v128.load(wide + bytesOf(x + k)), sum);
      }
      storeSome(rows + <usize>y * width + bytesOf(x), sum, side - x);
    }
  }
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x += 4) {
      let sum = f32x4.splat(0);
      for (let k = -BLUR_RADIUS; k <= BLUR_RADIUS; k++) {
        const from = rows + <usize>((y + k + side) % side) * width + bytesOf(x);
        sum = madd(v128.load_splat<f32>(weights + bytesOf(k + BLUR_RADIUS)), loadSome(from, side - x), sum);
      }
      storeSome(pixels + <usize>y * width + bytesOf(x), sum, side - x);
    }
  }
}
