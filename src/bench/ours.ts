// Our engine in the benchmark, on any processor: a real training on shuffled images, from batch order to Adam.
import { initialize } from '../experiment/init/initialization.ts';
import { describeMlp } from '../experiment/processor/mlp.ts';
import { randomBits, STREAM } from '../experiment/random.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import { ADAM, BATCH, CLASSES, SIZES, type Engine } from './work-item.ts';

const IMAGES = 8192;

/** A training of `models` teachers, one seed each, on a processor. */
export async function makeOurs({ mlps }: Processor, models: number): Promise<Engine> {
  const network = describeMlp(SIZES[0], SIZES.slice(1, -1), CLASSES, SIZES[3] - CLASSES);
  const seeds = Array.from({ length: models }, (_, seed) => seed);
  const inits = new Float32Array(models * network.parameters.size);
  for (const seed of seeds) inits.set(initialize(network.parameters, seed), seed * network.parameters.size);
  const images = await mlps.images({
    pixels: Uint8Array.from({ length: IMAGES * SIZES[0] }, (_, i) => randomBits(0, 90, 0, i)),
    labels: Uint8Array.from({ length: IMAGES }, (_, i) => randomBits(0, 91, 0, i) % CLASSES),
    count: IMAGES,
  });
  const training = await mlps.training(await mlps.networks('teacher', network, inits), {
    label: 'teacher',
    inputs: { kind: 'images', images, count: IMAGES },
    objective: { kind: 'crossEntropy' },
    orderSeeds: seeds,
    orderStream: STREAM.batchOrder,
    batch: BATCH,
    optimizer: ADAM,
    learningRate: () => ADAM.learningRate,
  });
  return { run: async (steps) => Array.from((await training.advance(steps)).losses.slice(-models)) };
}
