// MLPs on the GPU as a whole: they follow the CPU step by step, does not mix models, repeats itself bit by bit, and
// says so when the device is gone or too small.
import { describe, expect, it } from 'vitest';
import { createCpuProcessor } from '../../cpu/processor.ts';
import { initialize } from '../../experiment/init/initialization.ts';
import { describeMlp, type Mlp } from '../../experiment/processor/mlp.ts';
import { randomBits, STREAM } from '../../experiment/random.ts';
import type {
  LabeledImages,
  MlpNetworks,
  NoiseDistribution,
  MlpTask,
  MlpProcessor,
} from '../../experiment/processor/mlp-processor.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { openGpu } from '../device.ts';
import { useGpu } from '../fixtures/use-gpu.ts';
import { kernelNamed, readKernel } from '../kernels.ts';
import { createGpuProcessor } from '../processor.ts';

const gpu = useGpu();

/** 8 x 8 pixels, so that they can be blurred; widths that are no multiples of 4; 50 images in batches of 12: 12 12 12 12 2. */
const NETWORK = describeMlp(64, [13, 9], 5, 2);
const COUNT = 50;
const BATCH = 12;
const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
const IMAGES: LabeledImages = {
  pixels: Uint8Array.from({ length: COUNT * 64 }, (_, i) => randomBits(1, 90, 0, i)),
  labels: Uint8Array.from({ length: COUNT }, (_, i) => randomBits(1, 91, 0, i) % 5),
  count: COUNT,
};

function initsOf(network: Mlp, seeds: readonly number[]): Float32Array {
  return Float32Array.from(seeds.flatMap((seed) => [...initialize(network.parameters, seed)]));
}

async function teach(mlps: MlpProcessor, seeds: readonly number[]): Promise<{ networks: MlpNetworks; task: MlpTask }> {
  const networks = await mlps.networks('teacher', NETWORK, initsOf(NETWORK, seeds));
  const images = await mlps.images(IMAGES);
  const inputs = { kind: 'images', images, count: COUNT } as const;
  const objective = { kind: 'crossEntropy' } as const;
  return {
    networks,
    task: {
      label: 'teacher',
      inputs,
      objective,
      orderSeeds: seeds,
      orderStream: STREAM.batchOrder,
      batch: BATCH,
      optimizer: ADAM,
      learningRate: () => 0.01,
    },
  };
}

/** Two students per seed: the teacher's init and a stranger's. */
async function distill(
  mlps: MlpProcessor,
  teacher: MlpNetworks,
  seeds: readonly number[],
  distribution: NoiseDistribution,
) {
  const inits = initsOf(
    NETWORK,
    seeds.flatMap((seed) => [seed, seed + 100]),
  );
  const networks = await mlps.networks('students', NETWORK, inits);
  const task: MlpTask = {
    label: 'students',
    inputs: { kind: 'noise', distribution, count: COUNT },
    objective: { kind: 'distillation', teachers: teacher, from: 5, to: 7 },
    orderSeeds: seeds,
    orderStream: STREAM.studentOrder,
    batch: BATCH,
    optimizer: ADAM,
    learningRate: () => 0.01,
  };
  return { networks, task };
}

interface Trajectory {
  readonly losses: Real;
  readonly teachers: Real;
  readonly students: Real;
  readonly counts: Uint32Array;
}

async function trajectory(
  mlps: MlpProcessor,
  seeds: readonly number[],
  distribution: NoiseDistribution = 'uniform',
  pace = 10,
): Promise<Trajectory> {
  const losses: number[] = [];
  const train = async ({ networks, task }: { networks: MlpNetworks; task: MlpTask }) => {
    const training = await mlps.training(networks, task);
    for (let step = 0; step < 10; step += pace) losses.push(...(await training.advance(pace)).losses);
    return networks;
  };
  const teacher = await train(await teach(mlps, seeds));
  const students = await train(await distill(mlps, teacher, seeds, distribution));
  const counts = await students.confusion(await mlps.images(IMAGES), COUNT);
  return {
    losses: Float64Array.from(losses),
    teachers: await teacher.parameters(),
    students: await students.parameters(),
    counts,
  };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

describe('ten steps of MLPs on the GPU', () => {
  it.each(['uniform', 'gaussian', 'blurred'] as const)('follow the f64 twin on %s noise', async (distribution) => {
    const actual = await trajectory(createGpuProcessor(gpu()).mlps, [3, 4, 5], distribution);
    const expected = await trajectory(createCpuProcessor('f64').mlps, [3, 4, 5], distribution);
    expect(largestDifference(actual.losses, expected.losses)).toBeLessThan(1e-4);
    expect(largestDifference(actual.teachers, expected.teachers)).toBeLessThan(1e-3);
    expect(largestDifference(actual.students, expected.students)).toBeLessThan(1e-3);
  });

  it('are the same for a seed alone and among eight, bit by bit', async () => {
    const alone = await trajectory(createGpuProcessor(gpu()).mlps, [3]);
    const among = await trajectory(createGpuProcessor(gpu()).mlps, [0, 1, 2, 3, 4, 5, 6, 7]);
    const size = NETWORK.parameters.size;
    expect([...alone.teachers]).toEqual([...among.teachers.subarray(3 * size, 4 * size)]);
    expect([...alone.students]).toEqual([...among.students.subarray(6 * size, 8 * size)]);
    expect([...alone.counts]).toEqual([...among.counts.subarray(6 * 25, 8 * 25)]);
  });

  it('are the same bits every time, at any pace', async () => {
    const [first, second] = [
      await trajectory(createGpuProcessor(gpu()).mlps, [7, 8]),
      await trajectory(createGpuProcessor(gpu()).mlps, [7, 8], 'uniform', 1),
    ];
    expect([...second.students]).toEqual([...first.students]);
    expect([...second.losses]).toEqual([...first.losses]);
  });

  it('can be looked at while their losses are under way, and show what they will show', async () => {
    const { mlps } = createGpuProcessor(gpu());
    const { networks, task } = await teach(mlps, [1, 2]);
    const images = await mlps.images(IMAGES);
    const training = await mlps.training(networks, task);
    const look = () => Promise.all([networks.confusion(images, COUNT), networks.parameters(), training.snapshot()]);
    const looks: { done: number; seen: ReturnType<typeof look> }[] = [];
    await training.advance(7, 0, () => looks.push({ done: training.step, seen: look() }));
    expect(looks.map(({ done }) => done)).toEqual([0]);
    const seen = await looks[0]!.seen;
    expect(seen[2].step).toBe(7);
    expect(seen).toEqual(await look());
  });

  it('go on from a snapshot as if nothing had happened', async () => {
    const { mlps } = createGpuProcessor(gpu());
    const through = await teach(mlps, [1, 2]);
    const training = await mlps.training(through.networks, through.task);
    await training.advance(6);
    const snapshot = await training.snapshot();
    await training.advance(4);
    const other = createGpuProcessor(gpu()).mlps;
    const { networks, task } = await teach(other, [1, 2]);
    const rest = await other.training(networks, task, snapshot);
    expect(rest.step).toBe(6);
    await rest.advance(4);
    expect([...(await networks.parameters())]).toEqual([...(await through.networks.parameters())]);
  });
});

describe('questions to networks', () => {
  it('give the logits of the twin for more rows than one batch holds', async () => {
    const rows = Float32Array.from({ length: 64 * 150 }, (_, i) => ((i * 7) % 31) / 15 - 1);
    const [actual, expected] = await Promise.all(
      [createGpuProcessor(gpu()).mlps, createCpuProcessor('f64').mlps].map(async (mlps) =>
        (await mlps.networks('asked', NETWORK, initsOf(NETWORK, [1, 2, 3]))).logits(rows),
      ),
    );
    expect(largestDifference(actual!, expected!)).toBeLessThan(1e-5);
  });

  it('count every image once, also when counted again', async () => {
    const { mlps } = createGpuProcessor(gpu());
    const networks = await mlps.networks('counted', NETWORK, initsOf(NETWORK, [1, 2]));
    const images = await mlps.images(IMAGES);
    const cpu = createCpuProcessor('f32').mlps;
    const twin = await cpu.networks('counted', NETWORK, initsOf(NETWORK, [1, 2]));
    const expected = await twin.confusion(await cpu.images(IMAGES), 37);
    for (let time = 0; time < 2; time++) expect([...(await networks.confusion(images, 37))]).toEqual([...expected]);
  });
});

describe('a device that fails', () => {
  it('that is destroyed in mid-run ends the run with device-lost', async () => {
    const doomed = await openGpu();
    const { mlps } = createGpuProcessor(doomed);
    const { networks, task } = await teach(mlps, [1]);
    const training = await mlps.training(networks, task);
    await training.advance(2);
    doomed.device.destroy();
    await expect(training.advance(2)).rejects.toMatchObject({ name: 'RunError', code: 'device-lost' });
  });

  it('that is too small says so before training', async () => {
    const { maxStorageBufferBindingSize } = gpu().device.limits;
    const processor = createGpuProcessor(gpu());
    const { mlps } = processor;
    const { networks, task } = await teach(mlps, [1]);
    const batch = Math.ceil(maxStorageBufferBindingSize / 4 / 64) + 1;
    const training = mlps.training(networks, { ...task, batch });
    await expect(training).rejects.toMatchObject({ name: 'RunError', code: 'out-of-memory' });
    processor.free();
  });

  it('names the kernel, the place and the line of a broken shader', async () => {
    const broken = kernelNamed('confusion').source.replace('var prediction = 0u;', 'var prediction = nothing;');
    const line = broken.split('\n').findIndex((text) => text.includes('nothing')) + 1;
    const compiled = gpu().compile(readKernel('broken', broken), { BATCH: 8, LOGITS: 4, CLASSES: 4 });
    await expect(compiled).rejects.toMatchObject({
      code: 'shader-failed',
      detail: expect.stringMatching(new RegExp(`broken.wgsl:${line}:\\d+ [^]*var prediction = nothing;`)),
    });
  });

  it('names what a kernel lacks, and what it does not know', async () => {
    await expect(gpu().pipeline('forward', {})).rejects.toThrow('needs the constant BATCH');
    await expect(gpu().pipeline('cacheLogits', { ROWS: 1 })).rejects.toThrow(/needs the constant|has no constant ROWS/);
    await expect(gpu().pipeline('nonsense', {})).rejects.toThrow('there is no kernel “nonsense”');
  });
});
