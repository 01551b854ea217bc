// What a digits run will hold, for an estimate of its memory before anything is made.
import type { MlpRunSize } from '../processor/memory.ts';
import { LIVE_TEST_IMAGES, TEST_IMAGES } from './data.ts';
import { imitatedLogits } from './observe.ts';
import { imagesNeeded, networkOf, type DigitsSpec } from './spec.ts';

export function sizeOf(spec: DigitsSpec): MlpRunSize {
  const architecture = networkOf(spec);
  const { from, to } = imitatedLogits(spec, architecture);
  return {
    architecture,
    seeds: spec.seedCount,
    students: spec.seedCount * spec.students.length,
    batch: spec.batch,
    images: [imagesNeeded(spec), LIVE_TEST_IMAGES, TEST_IMAGES],
    asked: { images: spec.noiseImages, logits: to - from },
  };
}
