// The noise images of the students' training set. An image exists only as (seed, image, pixel): never stored. Only uniform
// noise stays inside of -1 … 1: of Gaussian and of blurred noise about 8 % of the pixels are outside, and none is clipped.
// Twins: noise.wgsl and blurredNoise.wgsl.
import { randomBits, standardNormal, STREAM, symmetricUniform } from '../random.ts';
import { BLUR_RADIUS, type NoiseDistribution } from '../processor/mlp-processor.ts';

/** Uniform, Gaussian and blurred noise all have this standard deviation, that of U(-1, 1). */
export const NOISE_STD = 1 / Math.sqrt(3);

const BLUR_SIGMA = 2;

/** The Gaussian blur's weights for offsets -6 … 6, scaled so that blurring in one direction keeps the variance. */
export const BLUR_WEIGHTS: readonly number[] = (() => {
  const raw = Array.from({ length: 2 * BLUR_RADIUS + 1 }, (_, i) =>
    Math.exp(-((i - BLUR_RADIUS) ** 2) / (2 * BLUR_SIGMA ** 2)),
  );
  const norm = Math.sqrt(raw.reduce((sum, weight) => sum + weight * weight, 0));
  return raw.map((weight) => weight / norm);
})();

/**
 * Writes noise image `image` of `seed` into `out` [pixel].
 * @param out its length is the number of pixels; blurred noise needs a square of at least 6 x 6
 */
export function noiseImage<T extends Float32Array | Float64Array>(
  distribution: NoiseDistribution,
  seed: number,
  image: number,
  out: T,
): T {
  const normal = distribution === 'gaussian';
  for (let pixel = 0; pixel < out.length; pixel++) {
    const bits = randomBits(seed, STREAM.noise, image, pixel);
    out[pixel] = normal ? NOISE_STD * standardNormal(bits) : symmetricUniform(bits);
  }
  if (distribution === 'blurred') blur(out);
  return out;
}

/**
 * Separable Gaussian blur of uniform noise in place, wrapping around so that every pixel is blurred alike, and scaled back to
 * the spread of what it was. A sum of many, a blurred pixel is nearly normal.
 */
function blur(pixels: Float32Array | Float64Array): void {
  const side = Math.round(Math.sqrt(pixels.length));
  const row = new Float64Array(pixels.length);
  const wrap = (i: number) => (i + side) % side;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let k = -BLUR_RADIUS; k <= BLUR_RADIUS; k++)
        sum += BLUR_WEIGHTS[k + BLUR_RADIUS]! * pixels[y * side + wrap(x + k)]!;
      row[y * side + x] = sum;
    }
  }
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let k = -BLUR_RADIUS; k <= BLUR_RADIUS; k++)
        sum += BLUR_WEIGHTS[k + BLUR_RADIUS]! * row[wrap(y + k) * side + x]!;
      pixels[y * side + x] = sum;
    }
  }
}
