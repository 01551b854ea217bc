// What training transformers on the CPU promises besides right gradients: what trains and how far, snapshots, models
// side by side, and that what does not count changes nothing.
import { describe, expect, it } from 'vitest';
import {
  sequenceBatchAt,
  type TransformerTask,
  type Sequences,
} from '../../experiment/processor/transformer-processor.ts';
import { view } from '../../experiment/processor/parameters.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { isTrunk } from '../../experiment/processor/transformer.ts';
import { ADAM, network, ofModel, randomSequences, randomTransformers, taskOf } from '../fixtures/transformers.ts';
import { createCpuProcessor } from '../processor.ts';
import type { Precision } from '../kernels.ts';

const sequences = randomSequences(7, 5);
const { tensors, size } = network.parameters;

interface Trained {
  readonly before: Real;
  readonly after: Real;
  readonly losses: Real;
  readonly norms: Real;
  readonly adamM: Real;
}

/** Trains `models` networks for some steps. */
async function train(
  models: number,
  steps: number,
  changes: Partial<TransformerTask> = {},
  { precision = 'f64' as Precision, on = sequences, seed = 20 } = {},
): Promise<Trained> {
  const { transformers } = createCpuProcessor(precision);
  const networks = await transformers.networks('models', network, randomTransformers(models, seed));
  const before = await networks.parameters();
  const training = await transformers.training(networks, taskOf(await transformers.sequences(on), models, changes));
  const { losses, gradientNorms } = await training.advance(steps);
  const { adamM } = await training.snapshot();
  return { before, after: await networks.parameters(), losses, norms: gradientNorms, adamM };
}

/** The length of one model's update. */
function updateLength({ before, after }: Trained, model: number): number {
  return Math.hypot(...ofModel(after, model).map((value, i) => value - ofModel(before, model)[i]!));
}

describe('what trains', () => {
  const isFrozen: TransformerTask['trains'] = (tensor) => !isTrunk(tensor) || tensor.name === 'key1';

  it.each([
    ['Adam', ADAM],
    ['gradient descent', { kind: 'sgd' }],
  ] as const)('moves with %s, and nothing else', async (_name, optimizer) => {
    const { before, after, adamM } = await train(1, 3, { optimizer, trains: (tensor) => !isFrozen(tensor) });
    for (const tensor of tensors) {
      const [old, now, moment] = [before, after, adamM].map((flat) => [...view(flat, tensor)]);
      if (isFrozen(tensor)) {
        expect(now, tensor.name).toEqual(old);
        expect(moment, tensor.name).toEqual(moment!.map(() => 0));
      } else {
        expect(now, tensor.name).not.toEqual(old);
      }
    }
  });

  it('has the same gradient whatever else is frozen, and a norm of its own', async () => {
    const options = { clip: Infinity, learningRate: () => 0 };
    const all = await train(1, 1, options);
    const trunk = await train(1, 1, { ...options, trains: isTrunk });
    let squares = 0;
    for (const tensor of tensors.filter(isTrunk)) {
      expect([...view(trunk.adamM, tensor)], tensor.name).toEqual([...view(all.adamM, tensor)]);
      for (const m of view(all.adamM, tensor)) squares += (m / (1 - ADAM.beta1)) ** 2;
    }
    expect(trunk.norms[0]).toBeCloseTo(Math.sqrt(squares), 12);
    expect(trunk.norms[0]).toBeLessThan(0.99 * all.norms[0]!);
  });

  it('can be one matrix of a head or one bias alone', async () => {
    for (const name of ['value0', 'mlpInBias1', 'mlpOut0', 'position']) {
      const { before, after } = await train(1, 1, { trains: (tensor) => tensor.name === name });
      const moved = tensors.filter((tensor) => view(before, tensor).some((old, i) => old !== view(after, tensor)[i]));
      expect(moved.map((tensor) => tensor.name)).toEqual([name]);
    }
  });
});

describe('an update', () => {
  const sgd = { kind: 'sgd' } as const;

  it('of gradient descent is the gradient times the learning rate', async () => {
    const gradient = await train(2, 1, { clip: Infinity, learningRate: () => 0 });
    const { before, after } = await train(2, 1, { clip: Infinity, optimizer: sgd, learningRate: () => 0.25 });
    after.forEach((value, i) => {
      expect(value).toBeCloseTo(before[i]! - (0.25 * gradient.adamM[i]!) / (1 - ADAM.beta1), 13);
    });
  });

  it('is clipped model by model, only where the norm is above the clip', async () => {
    const { norms } = await train(2, 1);
    const clip = (norms[0]! + norms[1]!) / 2;
    const trained = await train(2, 1, { clip, optimizer: sgd, learningRate: () => 0.5 });
    expect([...trained.norms]).toEqual([...norms]);
    for (let model = 0; model < 2; model++) {
      expect(updateLength(trained, model)).toBeCloseTo(0.5 * Math.min(clip, norms[model]!), 8);
    }
    expect(Math.abs(norms[0]! - norms[1]!)).toBeGreaterThan(0.01);
  });

  it('of Adam begins with a learning rate in every direction, and follows the schedule', async () => {
    const learningRate = (step: number) => (step === 0 ? 0.003 : 0);
    const { before, after } = await train(1, 3, { learningRate });
    const first = view(after, tensors[2]!).map((value, i) => Math.abs(value - view(before, tensors[2]!)[i]!));
    for (const moved of first) expect(moved).toBeCloseTo(0.003, 5);
  });

  it('lowers the loss', async () => {
    const { losses } = await train(2, 200, { batch: 7 });
    for (let model = 0; model < 2; model++) expect(losses[2 * 199 + model]).toBeLessThan(0.2 * losses[model]!);
  });
});

describe('the sequences of a step', () => {
  it('are full batches; what does not fill one is left out', () => {
    expect([0, 1, 2, 3].map((step) => sequenceBatchAt(7, 3, step))).toEqual([
      { epoch: 0, first: 0 },
      { epoch: 0, first: 3 },
      { epoch: 1, first: 0 },
      { epoch: 1, first: 3 },
    ]);
  });

  it('are in the given order unless shuffled', async () => {
    const still = { batch: 7, learningRate: () => 0 };
    const [ordered, shuffled] = [
      await train(1, 4, { ...still, batch: 3, shuffled: false }),
      await train(1, 4, { ...still, batch: 3, shuffled: true }),
    ];
    expect(ordered.losses[2]).toBe(ordered.losses[0]);
    expect(shuffled.losses[2]).not.toBe(shuffled.losses[0]);
  });

  it('are of the set that a model reads', async () => {
    const still = { learningRate: () => 0, batch: 7, shuffled: false };
    const { losses } = await train(2, 1, { ...still, setOf: [1, 0] });
    const one = await train(1, 1, { ...still, setOf: [1] });
    const other = await train(1, 1, { ...still, setOf: [0] });
    expect(losses[0]).toBe(one.losses[0]);
    expect(losses[0]).not.toBe(other.losses[0]);
  });
});

describe('models of a group', () => {
  it('read the same order: one seed for all is as many equal ones', async () => {
    const ofModels = { setOf: [0, 0, 1, 1], orderSeeds: [4, 4, 5, 5] };
    const [each, grouped] = [await train(4, 5, ofModels), await train(4, 5, { ...ofModels, orderSeeds: [4, 5] })];
    expect([...grouped.losses]).toEqual([...each.losses]);
    expect([...grouped.after]).toEqual([...each.after]);
    const other = await train(4, 5, { ...ofModels, orderSeeds: [5, 4] });
    expect([...other.losses]).not.toEqual([...each.losses]);
  });
});

describe('padding', () => {
  it('never changes anything: neither what stands there nor how much there is', async () => {
    const { tokens, targets, sets, count, length } = sequences;
    const wider = (values: Uint32Array): Uint32Array =>
      Uint32Array.from({ length: sets * count * (length + 2) }, (_, at) => {
        const position = at % (length + 2);
        return position < length ? values[Math.floor(at / (length + 2)) * length + position]! : 0;
      });
    const otherwise: Sequences[] = [
      { ...sequences, tokens: tokens.map((token, at) => (token === 0 && targets[at] === 0 ? 7 : token)) },
      { tokens: wider(tokens), targets: wider(targets), sets, count, length: length + 2 },
    ];
    const plain = await train(2, 5);
    for (const on of otherwise) {
      const trained = await train(2, 5, {}, { on });
      expect([...trained.losses]).toEqual([...plain.losses]);
      // The embedding of the padding token takes part in nothing either: its gradient there is 0.
      expect([...trained.after]).toEqual([...plain.after]);
    }
  });
});

describe('several models', () => {
  it.each(['f32', 'f64'] as const)('give the same bits as each alone, in %s', async (precision) => {
    const changes = { setOf: [0, 1, 1], orderSeeds: [4, 5, 6] };
    const together = await train(3, 6, changes, { precision });
    for (let model = 0; model < 3; model++) {
      const own = { setOf: [changes.setOf[model]!], orderSeeds: [changes.orderSeeds[model]!] };
      const alone = await train(1, 6, own, { precision, seed: 20 + model });
      expect([...alone.after]).toEqual(ofModel(together.after, model));
      expect([...alone.losses]).toEqual([...together.losses].filter((_, i) => i % 3 === model));
    }
  });
});

describe('a snapshot', () => {
  it.each(['f32', 'f64'] as const)('goes on with the same bits, in %s', async (precision) => {
    const learningRate = (step: number) => 0.01 / (1 + step);
    const whole = await train(2, 9, { learningRate }, { precision });
    const { transformers } = createCpuProcessor(precision);
    const task = taskOf(await transformers.sequences(sequences), 2, { learningRate });
    const networks = await transformers.networks('first', network, randomTransformers(2, 20));
    const training = await transformers.training(networks, task);
    await training.advance(4);
    const snapshot = await training.snapshot();
    await training.advance(1);
    expect(snapshot.step).toBe(4);
    const others = await transformers.networks('second', network, new Float64Array(2 * size));
    const resumed = await transformers.training(others, task, snapshot);
    const { losses } = await resumed.advance(5);
    expect(resumed.step).toBe(9);
    expect([...losses]).toEqual([...whole.losses].slice(8));
    expect([...(await others.parameters())]).toEqual([...whole.after]);
  });
});

describe('distillation', () => {
  it('has no loss and no gradient where the student is its teacher, and its teacher stays as it is', async () => {
    const { transformers } = createCpuProcessor('f32');
    const on = await transformers.sequences(sequences);
    const teachers = await transformers.networks('teachers', network, randomTransformers(2, 20));
    const before = await teachers.parameters();
    const follow = async (seed: number) => {
      const students = await transformers.networks('students', network, randomTransformers(2, seed));
      const objective = { kind: 'distillation', teachers, from: 2, to: network.vocabulary } as const;
      return (await transformers.training(students, taskOf(on, 2, { objective }))).advance(60);
    };
    const same = await follow(20);
    expect([...same.losses].every((loss) => loss < 1e-12)).toBe(true);
    const other = await follow(70);
    expect(other.losses[0]).toBeGreaterThan(0.1);
    expect(other.losses.at(-1)).toBeLessThan(0.5 * other.losses[1]!);
    expect(await teachers.parameters()).toEqual(before);
  });
});
