// The students' noise: its spread, what the blur does to neighbors, and that an image is nothing but its number.
import { describe, expect, it } from 'vitest';
import type { NoiseDistribution } from '../processor/mlp-processor.ts';
import { PIXELS } from './data.ts';
import { STUDENT_INPUTS } from './spec.ts';
import { BLUR_RADIUS } from '../processor/mlp-processor.ts';
import { BLUR_WEIGHTS, NOISE_STD, noiseImage } from './noise.ts';

const SIDE = 28;
const IMAGES = 1000;
const distributions: readonly NoiseDistribution[] = ['uniform', 'gaussian', 'blurred'];

function draw(distribution: NoiseDistribution, seed: number, image: number): Float64Array {
  return noiseImage(distribution, seed, image, new Float64Array(PIXELS));
}

/** Averages over `IMAGES` images of seed 3: mean and variance of a pixel. */
function averages(distribution: NoiseDistribution): { mean: number; variance: number } {
  let [sum, squares] = [0, 0];
  for (let image = 0; image < IMAGES; image++) {
    for (const value of draw(distribution, 3, image)) {
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / IMAGES / PIXELS;
  return { mean, variance: squares / IMAGES / PIXELS - mean * mean };
}

describe.each(distributions)('%s noise', (distribution) => {
  it('has mean 0 and the standard deviation of U(-1, 1)', () => {
    const { mean, variance } = averages(distribution);
    // A blurred pixel shares what it shows with about 4πσ² = 50 neighbors, which leaves as many fewer to average over.
    const independent = distribution === 'blurred' ? (IMAGES * PIXELS) / 50 : IMAGES * PIXELS;
    expect(Math.abs(mean)).toBeLessThan((4 * NOISE_STD) / Math.sqrt(independent));
    expect(Math.abs(Math.sqrt(variance) / NOISE_STD - 1)).toBeLessThan(4 / Math.sqrt(2 * independent));
    expect(NOISE_STD).toBeCloseTo(1 / Math.sqrt(3), 15);
  });

  it('depends on nothing but seed and image', () => {
    const image = draw(distribution, 5, 59_999);
    draw(distribution, 9, 1);
    expect(draw(distribution, 5, 59_999)).toEqual(image);
    expect(draw(distribution, 6, 59_999)).not.toEqual(image);
    expect(draw(distribution, 5, 59_998)).not.toEqual(image);
  });

  it('overwrites whatever was there before', () => {
    const used = new Float64Array(PIXELS).fill(1e9);
    expect(noiseImage(distribution, 5, 7, used)).toEqual(draw(distribution, 5, 7));
  });

  it('is the same in f32 as in f64, rounded', () => {
    const single = noiseImage(distribution, 5, 7, new Float32Array(PIXELS));
    draw(distribution, 5, 7).forEach((value, pixel) => expect(Math.abs(single[pixel]! - value)).toBeLessThan(1e-6));
  });
});

describe('what only one kind of noise has', () => {
  it('uniform: never outside [-1, 1)', () => {
    for (let image = 0; image < 100; image++) {
      expect(draw('uniform', 0, image).every((value) => value >= -1 && value < 1)).toBe(true);
    }
  });

  it('Gaussian: 5 % beyond 1.96 standard deviations', () => {
    let beyond = 0;
    for (let image = 0; image < 100; image++) {
      beyond += draw('gaussian', 0, image).filter((value) => Math.abs(value) > 1.959964 * NOISE_STD).length;
    }
    // Four standard errors of a share of 78,400.
    expect(Math.abs(beyond / (100 * PIXELS) - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / (100 * PIXELS)));
  });

  it.each<[NoiseDistribution, number, number]>([
    ['blurred', 1, 0],
    ['blurred', 0, 1],
    ['blurred', 2, 0],
    ['blurred', 3, 0],
    ['blurred', 2, 2],
    ['blurred', 5, 0],
    ['blurred', 14, 14],
    ['uniform', 1, 0],
    ['gaussian', 0, 1],
  ])('%s: pixels %i across and %i down from each other correlate as they should', (distribution, across, down) => {
    let sum = 0;
    for (let image = 0; image < IMAGES / 2; image++) {
      const pixels = draw(distribution, 4, image);
      for (let pixel = 0; pixel < PIXELS; pixel++) {
        const [x, y] = [(pixel + across) % SIDE, (Math.floor(pixel / SIDE) + down) % SIDE];
        sum += pixels[pixel]! * pixels[y * SIDE + x]!;
      }
    }
    const correlation = sum / (IMAGES / 2) / PIXELS / NOISE_STD ** 2;
    // A Gaussian blur of σ = 2 leaves exp(-d² / 4σ²) at distance d; without a blur, nothing is left.
    const expected = distribution === 'blurred' ? Math.exp(-(across ** 2 + down ** 2) / 16) : 0;
    expect(Math.abs(correlation - expected)).toBeLessThan(0.03);
  });

  it.each(['gaussian', 'blurred'] as const)('%s: as many pixels leave -1 … 1 as its help says', (distribution) => {
    const said = Number(/about (\d+) % of .+ leave −1 … 1/.exec(STUDENT_INPUTS[distribution].help)?.[1]);
    let beyond = 0;
    for (let image = 0; image < IMAGES; image++) {
      beyond += draw(distribution, 2, image).filter((value) => Math.abs(value) > 1).length;
    }
    expect(Math.round((100 * beyond) / IMAGES / PIXELS)).toBe(said);
  });

  it('blurred: the weights are a Gaussian of σ = 2 and keep the variance', () => {
    expect(BLUR_WEIGHTS).toHaveLength(2 * BLUR_RADIUS + 1);
    expect(BLUR_WEIGHTS.reduce((sum, weight) => sum + weight * weight, 0)).toBeCloseTo(1, 12);
    BLUR_WEIGHTS.forEach((weight, index) => {
      expect(weight / BLUR_WEIGHTS[BLUR_RADIUS]!).toBeCloseTo(Math.exp(-((index - BLUR_RADIUS) ** 2) / 8), 12);
    });
  });
});
