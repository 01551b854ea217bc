// Stand-in data for tests of the processors and of the run, made with the project's own counter-based random numbers:
// ten blurry shapes, one per class, under noise. Deterministic, quick to make and to learn. Used by tests only.
import { pcg4d, permuted, symmetricUniform } from '../random.ts';
import type { LabeledImages } from '../processor/mlp-processor.ts';
import { CLASSES, PIXELS, type DigitsSource, type Split } from './data.ts';
import { noiseImage } from './noise.ts';

/** A stream of test data, apart from all of the project's own. */
const STREAM = 0x7e57;
/** How much of a pixel is its class's shape; the rest is noise. */
const CLARITY = 0.5;

/**
 * Images of both splits; image i is the same however many there are.
 * @param mostTestImages a run asks for 1,000 and 10,000 test images; where reading so many would take longer than all
 *   training, it is given fewer
 */
export function syntheticDigits(mostTestImages = Infinity): DigitsSource {
  const made = new Map<Split, LabeledImages>();
  return {
    async images(split, wanted) {
      const count = split === 'test' ? Math.min(wanted, mostTestImages) : wanted;
      let images = made.get(split);
      if (!images || images.count < count) {
        images = draw(split === 'train' ? 0 : 1, count);
        made.set(split, images);
      }
      return { pixels: images.pixels.subarray(0, count * PIXELS), labels: images.labels.subarray(0, count), count };
    },
  };
}

function draw(split: number, count: number): LabeledImages {
  const shapes = Array.from({ length: CLASSES }, (_, label) =>
    noiseImage('blurred', STREAM, label, new Float32Array(PIXELS)),
  );
  const pixels = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  const bits = new Uint32Array(4);
  for (let image = 0; image < count; image++) {
    // Every class once in ten images, so small sets have them all.
    const label = permuted(STREAM, split, Math.floor(image / CLASSES), CLASSES, image % CLASSES);
    labels[image] = label;
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      if (pixel % 4 === 0) pcg4d(STREAM, split, image, pixel / 4, bits);
      const value = CLARITY * shapes[label]![pixel]! + (1 - CLARITY) * symmetricUniform(bits[pixel % 4]!);
      pixels[image * PIXELS + pixel] = Math.min(255, Math.max(0, Math.round(127.5 * (value + 1))));
    }
  }
  return { pixels, labels, count };
}
