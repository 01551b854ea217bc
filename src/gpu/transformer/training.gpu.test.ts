// Transformers on the GPU as a whole: they follow the CPU step by step, do not mix models, repeat themselves bit by bit, and
// answer and sample as the twin does.
import { describe, expect, it } from 'vitest';
import { network, ofModel, randomSequences, randomTransformers, taskOf } from '../../cpu/fixtures/transformers.ts';
import { createCpuProcessor } from '../../cpu/processor.ts';
import type {
  TransformerTask,
  TransformerProcessor,
  SampleRequest,
} from '../../experiment/processor/transformer-processor.ts';
import { randomBits } from '../../experiment/random.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { describeTransformer, isTrunk } from '../../experiment/processor/transformer.ts';
import { useGpu } from '../fixtures/use-gpu.ts';
import { createGpuProcessor } from '../processor.ts';

const gpu = useGpu();

/** Ten sequences of seven: in batches of three one of them is left out in every epoch. */
const SEQUENCES = randomSequences(10, 7);
const STEPS = 10;

interface Trajectory {
  readonly losses: Real;
  readonly norms: Real;
  readonly parameters: Real;
}

interface Choice {
  readonly distilled?: boolean;
  readonly changes?: Partial<TransformerTask>;
}

/** Weights of the models whose numbers are given: model m is the same in whatever company. */
function initsOf(models: readonly number[], seed: number): Float64Array {
  return Float64Array.from(models.flatMap((model) => [...randomTransformers(1, seed + 10 * model)]));
}

async function prepare(
  transformers: TransformerProcessor,
  models: readonly number[],
  { distilled, changes }: Choice = {},
) {
  const networks = await transformers.networks('students', network, initsOf(models, 1));
  const teachers = await transformers.networks('teachers', network, initsOf(models, 2));
  const objective = distilled ? ({ kind: 'distillation', teachers, from: 2, to: 9 } as const) : undefined;
  const task = taskOf(await transformers.sequences(SEQUENCES), models.length, {
    setOf: models.map((model) => model % 2),
    orderSeeds: models.map((model) => 30 + model),
    ...(objective ? { objective } : {}),
    ...changes,
  });
  return { networks, task };
}

async function trajectory(
  transformers: TransformerProcessor,
  models: readonly number[],
  choice: Choice = {},
  pace = STEPS,
): Promise<Trajectory> {
  const { networks, task } = await prepare(transformers, models, choice);
  const training = await transformers.training(networks, task);
  const [losses, norms]: [number[], number[]] = [[], []];
  for (let step = 0; step < STEPS; step += pace) {
    const metrics = await training.advance(pace);
    losses.push(...metrics.losses);
    norms.push(...metrics.gradientNorms);
  }
  const parameters = await networks.parameters();
  return { losses: Float64Array.from(losses), norms: Float64Array.from(norms), parameters };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }
  return largest;
}

it('a step in which nothing trains is a measurement: the same loss each time, and networks as they were', async () => {
  const changes: Partial<TransformerTask> = {
    optimizer: { kind: 'sgd' },
    trains: () => false,
    shuffled: false,
    batch: 10,
  };
  const cpu = createCpuProcessor('f64').transformers;
  const twin = await prepare(cpu, [0, 1, 2], { changes });
  const expected = (await (await cpu.training(twin.networks, twin.task)).advance(1)).losses;
  const { transformers } = createGpuProcessor(gpu());
  const { networks, task } = await prepare(transformers, [0, 1, 2], { changes });
  const before = await networks.parameters();
  const measuring = await transformers.training(networks, task);
  const first = (await measuring.advance(1)).losses;
  expect(largestDifference(first, expected)).toBeLessThan(1e-5);
  expect((await measuring.advance(1)).losses).toEqual(first);
  expect(await networks.parameters()).toEqual(before);
});

describe('ten steps of transformers on the GPU', () => {
  const sgd = { optimizer: { kind: 'sgd' }, learningRate: (step: number) => 0.1 / (1 + step) } as const;
  it.each<[string, Choice]>([
    ['cross-entropy, everything trains', {}],
    ['cross-entropy, the trunk trains', { changes: { trains: isTrunk } }],
    ['cross-entropy, only the positions train', { changes: { trains: ({ name }) => name === 'position' } }],
    ['distillation, everything trains', { distilled: true }],
    ['distillation, the trunk trains with SGD', { distilled: true, changes: { trains: isTrunk, ...sgd } }],
    ['cross-entropy, everything trains with SGD', { changes: sgd }],
    ['cross-entropy, clipped, in the given order', { changes: { clip: 0.01, shuffled: false, batch: 10 } }],
  ])('follow the f64 twin: %s', async (_name, choice) => {
    const actual = await trajectory(createGpuProcessor(gpu()).transformers, [0, 1, 2], choice);
    const expected = await trajectory(createCpuProcessor('f64').transformers, [0, 1, 2], choice);
    expect(largestDifference(actual.losses, expected.losses)).toBeLessThan(1e-4);
    expect(largestDifference(actual.norms, expected.norms)).toBeLessThan(1e-4);
    expect(largestDifference(actual.parameters, expected.parameters)).toBeLessThan(1e-3);
    // Ten steps went somewhere, or following would be no feat.
    expect(largestDifference(expected.parameters, initsOf([0, 1, 2], 1))).toBeGreaterThan(1e-3);
  });

  it('leave alone what does not train', async () => {
    const { parameters } = await trajectory(createGpuProcessor(gpu()).transformers, [0], {
      changes: { trains: isTrunk },
    });
    const before = Float32Array.from(initsOf([0], 1));
    for (const tensor of network.parameters.tensors) {
      const [from, to] = [tensor.offset, tensor.offset + tensor.size];
      const moved = largestDifference(parameters.subarray(from, to), before.subarray(from, to));
      if (isTrunk(tensor)) expect(moved, tensor.name).toBeGreaterThan(1e-3);
      else expect(moved, tensor.name).toBe(0);
    }
  });

  it.each([false, true])('are the same for a model alone and among eight, bit by bit', async (distilled) => {
    const alone = await trajectory(createGpuProcessor(gpu()).transformers, [3], { distilled });
    const among = await trajectory(createGpuProcessor(gpu()).transformers, [0, 1, 2, 3, 4, 5, 6, 7], { distilled });
    expect([...alone.parameters]).toEqual(ofModel(among.parameters, 3));
    expect([...alone.losses]).toEqual([...among.losses].filter((_, i) => i % 8 === 3));
    expect([...alone.norms]).toEqual([...among.norms].filter((_, i) => i % 8 === 3));
  });

  it('are the same bits every time, at any pace', async () => {
    const first = await trajectory(createGpuProcessor(gpu()).transformers, [0, 1]);
    for (const pace of [10, 1]) {
      const again = await trajectory(createGpuProcessor(gpu()).transformers, [0, 1], {}, pace);
      expect([...again.parameters]).toEqual([...first.parameters]);
      expect([...again.losses]).toEqual([...first.losses]);
      expect([...again.norms]).toEqual([...first.norms]);
    }
  });

  it('can be looked at while their losses are under way, and show what they will show', async () => {
    const { transformers } = createGpuProcessor(gpu());
    const { networks, task } = await prepare(transformers, [0, 1]);
    const training = await transformers.training(networks, task);
    const look = () => Promise.all([networks.nextLogits([[1, 2, 3]]), networks.parameters(), training.snapshot()]);
    const looks: ReturnType<typeof look>[] = [];
    await training.advance(5, 0, () => looks.push(look()));
    expect(looks).toHaveLength(1);
    const seen = await looks[0]!;
    expect(seen[2].step).toBe(5);
    expect(seen).toEqual(await look());
  });

  it.each<[string, Choice]>([
    ['Adam', {}],
    ['SGD', { changes: sgd }],
  ])('go on from a snapshot as if nothing had happened: %s', async (_name, choice) => {
    const { transformers } = createGpuProcessor(gpu());
    const through = await prepare(transformers, [0, 1], choice);
    const training = await transformers.training(through.networks, through.task);
    await training.advance(6);
    const snapshot = await training.snapshot();
    await training.advance(4);
    const other = createGpuProcessor(gpu()).transformers;
    const { networks, task } = await prepare(other, [0, 1], choice);
    const rest = await other.training(networks, task, snapshot);
    expect(rest.step).toBe(6);
    await rest.advance(4);
    expect([...(await networks.parameters())]).toEqual([...(await through.networks.parameters())]);
  });

  it('measures more steps at once than the rings on the device hold', async () => {
    const { transformers } = createGpuProcessor(gpu());
    const { networks, task } = await prepare(transformers, [0]);
    const { losses, gradientNorms } = await (await transformers.training(networks, task)).advance(300);
    expect(losses).toHaveLength(300);
    expect(gradientNorms).toHaveLength(300);
    expect(losses.at(-1)).toBeLessThan(0.7 * losses[0]!);
  });
});

describe('questions to networks', () => {
  const both = () => [createGpuProcessor(gpu()).transformers, createCpuProcessor('f64').transformers] as const;

  it('give the logits of the twin after sequences of any length, more than one batch of them', async () => {
    const questions = Array.from({ length: 300 }, (_, row) =>
      Array.from({ length: 1 + (row % network.context) }, (_, i) => randomBits(6, 97, row, i) % network.vocabulary),
    );
    const [actual, expected] = await Promise.all(
      both().map(async (transformers) =>
        (await transformers.networks('asked', network, initsOf([0, 1, 2], 1))).nextLogits(questions),
      ),
    );
    expect(actual).toHaveLength(3 * 300 * network.vocabulary);
    expect(largestDifference(actual!, expected!)).toBeLessThan(1e-4);
  });

  it('know the shape of heads wider than one thread holds', async () => {
    const wide = describeTransformer({ vocabulary: 13, width: 42, layers: 3, heads: 2, mlpWidth: 9, context: 5 });
    const init = Float64Array.from({ length: wide.parameters.size }, (_, i) => 0.3 * Math.sin(i));
    const [actual, expected] = await Promise.all(
      both().map(async (transformers) =>
        (await transformers.networks('wide', wide, init)).nextLogits([[1, 2, 3, 4], [5]]),
      ),
    );
    expect(largestDifference(actual!, expected!)).toBeLessThan(1e-4);
  });
});

describe('sampled lists', () => {
  const ROWS = 300;
  const prompts = Uint32Array.from({ length: 2 * ROWS * 3 }, (_, i) => randomBits(9, 96, 0, i) % network.vocabulary);
  const request: SampleRequest = {
    prompts,
    promptLength: 3,
    rows: ROWS,
    tokens: 5,
    temperature: 0.8,
    seeds: [11, 4_000_000_000],
    firstRow: 40,
  };
  const sampled = async (transformers: TransformerProcessor, changes: Partial<SampleRequest> = {}) =>
    (await transformers.networks('sampled', network, initsOf([0, 1], 1))).sample({ ...request, ...changes });

  it('are those of the f64 twin, but for a list in a hundred where two tokens tie', async () => {
    const actual = await sampled(createGpuProcessor(gpu()).transformers);
    const expected = await sampled(createCpuProcessor('f64').transformers);
    expect(actual).toHaveLength(2 * ROWS * 5);
    const lists = (tokens: Uint32Array) =>
      Array.from({ length: 2 * ROWS }, (_, list) => tokens.subarray(5 * list, 5 * list + 5).join(' '));
    const equal = lists(actual).filter((list, i) => list === lists(expected)[i]).length;
    expect(equal).toBeGreaterThanOrEqual(0.99 * 2 * ROWS);
    expect(new Set(lists(actual)).size).toBeGreaterThan(ROWS);
  });

  it('are the same alone and among others, and the same again', async () => {
    const { transformers } = createGpuProcessor(gpu());
    const networks = await transformers.networks('sampled', network, initsOf([0, 1], 1));
    const all = await networks.sample(request);
    expect([...(await networks.sample(request))]).toEqual([...all]);
    const ofRows = (from: number, to: number, width: number, values: Uint32Array) =>
      [0, 1].flatMap((model) => [...values.subarray((model * ROWS + from) * width, (model * ROWS + to) * width)]);
    const few = { rows: 7, firstRow: 40 + 280, prompts: Uint32Array.from(ofRows(280, 287, 3, prompts)) };
    expect([...(await networks.sample({ ...request, ...few }))]).toEqual(ofRows(280, 287, 5, all));
  });

  it('start at the first position if the prompt is one token', async () => {
    const changes = { promptLength: 1, tokens: 7, prompts: prompts.subarray(0, 2 * ROWS) };
    const actual = await sampled(createGpuProcessor(gpu()).transformers, changes);
    const expected = await sampled(createCpuProcessor('f64').transformers, changes);
    const different = actual.filter((token, i) => token !== expected[i]).length;
    expect(different).toBeLessThanOrEqual(0.01 * actual.length);
  });
});
