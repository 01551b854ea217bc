// Twins of the kernels that make a batch: batchOrder, gatherImages, noise, blurredNoise. Plain loops, no speed.
import { scalePixel } from '../../experiment/digits/data.ts';
import { noiseImage } from '../../experiment/digits/noise.ts';
import { permuted } from '../../experiment/random.ts';
import type { Real } from '../../experiment/processor/processor.ts';

/** Marks a row behind the end of a short last batch. */
export const NO_IMAGE = 0xffffffff;

/** Scalars that change from step to step: which rows of which epoch, and where the loss goes. */
export interface BatchScalars {
  readonly epoch: number;
  readonly first: number;
  readonly rows: number;
  readonly slot: number;
}

/** order [group, row] = index of the image in that row, or NO_IMAGE. */
export function batchOrder(
  size: { GROUPS: number; BATCH: number; COUNT: number; STREAM: number; SHUFFLED: boolean },
  tensors: { seeds: Uint32Array; order: Uint32Array },
  batch: BatchScalars,
): void {
  for (let group = 0; group < size.GROUPS; group++) {
    for (let row = 0; row < size.BATCH; row++) {
      const position = batch.first + row;
      let image = NO_IMAGE;
      if (row < batch.rows) {
        const seed = tensors.seeds[group]!;
        image = size.SHUFFLED ? permuted(seed, size.STREAM, batch.epoch, size.COUNT, position) : position;
      }
      tensors.order[group * size.BATCH + row] = image;
    }
  }
}

/** input [group, row, IN] = pixels of the image in that row, scaled to [-1, 1]; 0 in rows without an image. */
export function gatherImages(
  size: { GROUPS: number; BATCH: number; IN: number },
  tensors: { images: Uint8Array; order: Uint32Array; input: Real },
): void {
  for (let row = 0; row < size.GROUPS * size.BATCH; row++) {
    const image = tensors.order[row]!;
    for (let i = 0; i < size.IN; i++) {
      tensors.input[row * size.IN + i] = image === NO_IMAGE ? 0 : scalePixel(tensors.images[image * size.IN + i]!);
    }
  }
}

interface NoiseSize {
  readonly GROUPS: number;
  readonly BATCH: number;
  /** Width of a row of input. */
  readonly IN: number;
  /** Pixels of an image; the rest of the row is 0. */
  readonly INPUTS: number;
}

interface NoiseTensors {
  readonly seeds: Uint32Array;
  readonly order: Uint32Array;
  readonly input: Real;
}

/** input [group, row, IN] = noise image in that row, uniform or Gaussian; 0 in rows without an image. */
export function noise(size: NoiseSize & { NORMAL: boolean }, tensors: NoiseTensors): void {
  fillRows(size, tensors, size.NORMAL ? 'gaussian' : 'uniform');
}

/** The same for noise blurred by 2 pixels. INPUTS must be a square number. */
export function blurredNoise(size: NoiseSize, tensors: NoiseTensors): void {
  fillRows(size, tensors, 'blurred');
}

function fillRows(
  size: NoiseSize,
  { seeds, order, input }: NoiseTensors,
  distribution: 'uniform' | 'gaussian' | 'blurred',
): void {
  for (let group = 0; group < size.GROUPS; group++) {
    for (let row = 0; row < size.BATCH; row++) {
      const start = (group * size.BATCH + row) * size.IN;
      const image = order[group * size.BATCH + row]!;
      input.fill(0, start, start + size.IN);
      if (image !== NO_IMAGE)
        noiseImage(distribution, seeds[group]!, image, input.subarray(start, start + size.INPUTS));
    }
  }
}
