// Our engine in the benchmark, on any processor: real trainings, from batch order to Adam, and real sampling.
import { initialize } from '../experiment/init/initialization.ts';
import { networkOf } from '../experiment/owls/bases/bases.ts';
import { domainOf } from '../experiment/owls/language/domains.ts';
import { PORTION } from '../experiment/owls/lists.ts';
import { batchOf, OWLS } from '../experiment/owls/spec.ts';
import { TEACHING } from '../experiment/owls/training.ts';
import { describeMlp } from '../experiment/processor/mlp.ts';
import type { MlpTask } from '../experiment/processor/mlp-processor.ts';
import type { Parameters } from '../experiment/processor/parameters.ts';
import type { Processor, Real } from '../experiment/processor/processor.ts';
import { isTrunk } from '../experiment/processor/transformer.ts';
import { randomBits, STREAM } from '../experiment/random.ts';
import { ADAM, BATCH, CLASSES, SIZES, type Engine, type StepName } from './work-item.ts';

const IMAGES = 8192;
/** Noise images are answered by the teacher in the first epoch only, which is over before the clock starts. */
const NOISE_IMAGES = 2 * BATCH;

/** `models` networks, one seed each, on a processor. */
export async function makeOurs(processor: Processor, work: StepName, models: number): Promise<Engine> {
  const seeds = Array.from({ length: models }, (_, seed) => seed);
  return MAKERS[work](processor, seeds);
}

const MAKERS: Readonly<Record<StepName, (processor: Processor, seeds: readonly number[]) => Promise<Engine>>> = {
  teacher: async ({ mlps }, seeds) => {
    const images = await mlps.images({
      pixels: Uint8Array.from({ length: IMAGES * SIZES[0] }, (_, i) => randomBits(0, 90, 0, i)),
      labels: Uint8Array.from({ length: IMAGES }, (_, i) => randomBits(0, 91, 0, i) % CLASSES),
      count: IMAGES,
    });
    return training(
      await mlps.training(await mlps.networks('teacher', NETWORK, inits(NETWORK.parameters, seeds)), {
        ...digitsTask(seeds, STREAM.batchOrder),
        inputs: { kind: 'images', images, count: IMAGES },
        objective: { kind: 'crossEntropy' },
      }),
      seeds.length,
    );
  },
  student: async ({ mlps }, seeds) => {
    const start = inits(NETWORK.parameters, seeds);
    const teachers = await mlps.networks('teacher', NETWORK, start);
    const students = await mlps.training(await mlps.networks('students', NETWORK, start), {
      ...digitsTask(seeds, STREAM.studentOrder),
      inputs: { kind: 'noise', distribution: 'uniform', count: NOISE_IMAGES },
      objective: { kind: 'distillation', teachers, from: CLASSES, to: SIZES[3] },
    });
    await students.advance(NOISE_IMAGES / BATCH);
    return training(students, seeds.length);
  },
  owls: async ({ transformers }, seeds) => {
    const { count, length } = { count: SPEC.sequences, length: DOMAIN.promptLength + DOMAIN.completionLength };
    const words = (block: number) => tokens(seeds.length * count * length, block);
    const networks = await transformers.networks('students', OWL, inits(OWL.parameters, seeds));
    const students = await transformers.training(networks, {
      label: 'students',
      sequences: await transformers.sequences({
        tokens: words(1),
        targets: words(2),
        sets: seeds.length,
        count,
        length,
      }),
      setOf: seeds,
      orderSeeds: seeds,
      orderStream: STREAM.studentOrder,
      shuffled: true,
      batch: batchOf(SPEC),
      objective: { kind: 'crossEntropy' },
      optimizer: TEACHING.optimizer,
      learningRate: () => SPEC.learningRate,
      clip: TEACHING.clip,
      trains: isTrunk,
    });
    return training(students, seeds.length);
  },
  sampling: async ({ transformers }, seeds) => {
    const { promptLength, completionLength } = DOMAIN;
    const networks = await transformers.networks('writers', OWL, inits(OWL.parameters, seeds));
    const prompts = tokens(seeds.length * PORTION * promptLength, 3);
    let firstRow = 0;
    return {
      run: async (portions) => {
        for (let portion = 0; portion < portions; portion++, firstRow += PORTION) {
          await networks.sample({
            prompts,
            promptLength,
            rows: PORTION,
            tokens: completionLength,
            temperature: SPEC.temperature,
            seeds,
            firstRow,
          });
        }
        return [];
      },
    };
  },
};

const NETWORK = describeMlp(SIZES[0], SIZES.slice(1, -1), CLASSES, SIZES[3] - CLASSES);
const OWL = networkOf({ layers: 2 });
const SPEC = OWLS.defaults();
const DOMAIN = domainOf(SPEC.domain);

function digitsTask(seeds: readonly number[], stream: number): Omit<MlpTask, 'inputs' | 'objective'> {
  return {
    label: 'bench',
    orderSeeds: seeds,
    orderStream: stream,
    batch: BATCH,
    optimizer: ADAM,
    learningRate: () => ADAM.learningRate,
  };
}

/** [model, parameter] */
function inits(parameters: Parameters, seeds: readonly number[]): Float32Array {
  const all = new Float32Array(seeds.length * parameters.size);
  for (const [model, seed] of seeds.entries()) all.set(initialize(parameters, seed), model * parameters.size);
  return all;
}

/** Any tokens but padding. */
function tokens(length: number, block: number): Uint32Array {
  return Uint32Array.from({ length }, (_, i) => 1 + (randomBits(0, 93, block, i) % (OWL.vocabulary - 1)));
}

function training(run: { advance(steps: number): Promise<{ readonly losses: Real }> }, models: number): Engine {
  return { run: async (steps) => Array.from((await run.advance(steps)).losses.slice(-models)) };
}
