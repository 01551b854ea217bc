// What each init-sharing mode does to the weights. That permuted and rescaled inits compute the teacher's function is
// in cpu/mlp/same-function.test.ts, where there is a processor to compute it.
import { describe, expect, it } from 'vitest';
import { initialize } from './initialization.ts';
import {
  applyInitSharing,
  INIT_SHARING_NAMES,
  modeOf,
  strangerSeed,
  type InitContext,
  type InitSharing,
} from './init-sharing.ts';
import { formatInitSharing } from './init-sharing-text.ts';
import { describeMlp } from '../processor/mlp.ts';
import { view, type Tensor } from '../processor/parameters.ts';
import { randomBits, standardNormal, STREAM } from '../random.ts';
import { distance } from '../statistics/stats.ts';

const { parameters } = describeMlp(30, [25, 20], 10, 5);
const SEED = 6;

function fresh(): InitContext {
  return {
    parameters,
    seed: SEED,
    reference: initialize(parameters, SEED),
    stranger: initialize(parameters, strangerSeed(SEED)),
    strangerSeed: strangerSeed(SEED),
  };
}

/** Every mode, with every kind of parameter it takes: limits, fallback, single and several layers. */
const choices: InitSharing[] = INIT_SHARING_NAMES.flatMap((mode): InitSharing[] => {
  const { parameter } = modeOf({ mode });
  if (parameter.kind === 'none') return [{ mode }];
  if (parameter.kind === 'layers') {
    return [['1'], ['2'], ['head'], ['1', '2'], ['2', 'head'], ['1', '2', 'head']].map((layers) => ({ mode, layers }));
  }
  const { minimum, fallback, maximum } = parameter;
  return [minimum, fallback, maximum].map((amount) => ({ mode, amount }));
});

function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const sorted = (values: Float32Array) => values.slice().sort();
const tensorNamed = (name: string): Tensor => parameters.tensors.find((tensor) => tensor.name === name)!;
const weights = parameters.tensors.filter(({ name }) => name.startsWith('weight'));
const biases = parameters.tensors.filter(({ name }) => name.startsWith('bias'));

describe.each(choices.map((choice) => ({ name: formatInitSharing(choice), choice })))(
  'the init $name',
  ({ choice }) => {
    it('is a new array of finite numbers, one per parameter', () => {
      const context = fresh();
      const init = applyInitSharing(choice, context);
      expect(init).toHaveLength(parameters.size);
      expect(init.every(Number.isFinite)).toBe(true);
      expect([context.reference.buffer, context.stranger.buffer]).not.toContain(init.buffer);
    });

    it('leaves the reference and the stranger as they were', () => {
      const context = fresh();
      applyInitSharing(choice, context).fill(7);
      expect(context.reference).toEqual(fresh().reference);
      expect(context.stranger).toEqual(fresh().stranger);
    });

    it('does not depend on the students made before it', () => {
      const alone = applyInitSharing(choice, fresh());
      const context = fresh();
      for (const other of choices) applyInitSharing(other, context);
      expect(applyInitSharing(choice, context)).toEqual(alone);
    });

    it('refuses a stranger of the same seed', () => {
      expect(() => applyInitSharing(choice, { ...fresh(), strangerSeed: SEED })).toThrow(/another seed/);
    });
  },
);

describe('what the modes copy', () => {
  const context = fresh();
  const { reference, stranger } = context;
  const apply = (choice: InitSharing) => applyInitSharing(choice, context);

  it('shared: everything; independent: nothing', () => {
    expect(apply({ mode: 'shared' })).toEqual(reference);
    expect(apply({ mode: 'independent' })).toEqual(stranger);
  });

  it.each([[['1']], [['head']], [['1', 'head']], [['1', '2', 'head']]])('layers %j: exactly these layers', (layers) => {
    const init = apply({ mode: 'layers', layers });
    for (const tensor of weights) {
      const origin = layers.includes(tensor.layer) ? reference : stranger;
      expect(view(init, tensor), tensor.name).toEqual(view(origin, tensor));
    }
  });

  it('layers: the biases go with their layer', () => {
    const trained = {
      ...context,
      reference: reference.map((value) => value + 1),
      stranger: stranger.map((value) => value - 1),
    };
    const init = applyInitSharing({ mode: 'layers', layers: ['2'] }, trained);
    expect([...view(init, tensorNamed('bias0'))]).toEqual(Array(25).fill(-1));
    expect([...view(init, tensorNamed('bias1'))]).toEqual(Array(20).fill(1));
  });

  it('interpolated: the reference at α = 1, the stranger at α = 0', () => {
    expect(apply({ mode: 'interpolated', amount: 1 })).toEqual(reference);
    expect(apply({ mode: 'interpolated', amount: 0 })).toEqual(stranger);
  });

  it.each([0.3, 0.5, 0.7, 0.9])('interpolated at α = %f: the weights keep their spread', (amount) => {
    const init = apply({ mode: 'interpolated', amount });
    for (const tensor of weights) {
      // Four standard errors of a standard deviation.
      const ratio = standardDeviation(view(init, tensor)) / tensor.initStd;
      expect(Math.abs(ratio - 1), tensor.name).toBeLessThan(4 / Math.sqrt(2 * tensor.size));
    }
  });

  it('interpolated: α of every weight is the reference’s', () => {
    const init = apply({ mode: 'interpolated', amount: 0.6 });
    for (const index of [0, 100, parameters.size - 20]) {
      expect(init[index]).toBeCloseTo(0.6 * reference[index]! + 0.8 * stranger[index]!, 6);
    }
  });
});

describe('the noise of a perturbed init', () => {
  const context = fresh();

  it.each([0.1, 0.4, 2])('has a standard deviation of σ = %f times that of its tensor', (amount) => {
    const init = applyInitSharing({ mode: 'perturbed', amount }, context);
    for (const tensor of weights) {
      const before = view(context.reference, tensor);
      const noise = view(init, tensor).map((value, index) => value - before[index]!);
      const ratio = standardDeviation(noise) / (amount * standardDeviation(before));
      expect(Math.abs(ratio - 1), tensor.name).toBeLessThan(4 / Math.sqrt(2 * tensor.size));
    }
  });

  it('leaves biases that are all 0 alone', () => {
    const init = applyInitSharing({ mode: 'perturbed', amount: 0.4 }, context);
    for (const tensor of biases)
      expect(
        view(init, tensor).every((value) => value === 0),
        tensor.name,
      ).toBe(true);
  });

  it('is the same noise in the same proportion at every σ', () => {
    const [small, large] = [0.1, 0.2].map((amount) => applyInitSharing({ mode: 'perturbed', amount }, context));
    expect(distance(context.reference, large!) / distance(context.reference, small!)).toBeCloseTo(2, 5);
  });

  it('is not the stranger’s init again', () => {
    const noise = applyInitSharing({ mode: 'perturbed', amount: 1 }, context).map(
      (value, index) => value - context.reference[index]!,
    );
    const dot = noise.reduce((sum, value, index) => sum + value * context.stranger[index]!, 0);
    const squares = context.stranger.reduce((sum, value) => sum + value * value, 0);
    expect(Math.abs(dot / squares)).toBeLessThan(4 / Math.sqrt(parameters.size));
  });
});

describe('symmetries of the network', () => {
  const context = fresh();
  const { reference, stranger } = context;

  it('permuted: the same weights in other places, as far away as a stranger', () => {
    const init = applyInitSharing({ mode: 'permuted' }, context);
    for (const tensor of parameters.tensors) {
      expect(sorted(view(init, tensor)), tensor.name).toEqual(sorted(view(reference, tensor)));
    }
    expect(distance(reference, init)).toBeGreaterThan(0.9 * distance(reference, stranger));
  });

  it('permuted: a unit takes its bias along', () => {
    const numbered = reference.slice();
    const [weight, bias] = [tensorNamed('weight0'), tensorNamed('bias0')];
    view(numbered, bias).forEach((_, unit, values) => (values[unit] = view(numbered, weight)[unit]!));
    const init = applyInitSharing({ mode: 'permuted' }, { ...context, reference: numbered });
    expect(view(init, bias)).toEqual(view(init, weight).subarray(0, bias.size));
    expect(view(init, bias)).not.toEqual(view(numbered, bias));
  });

  it('permuted: inputs and logits stay where they are', () => {
    const wide = describeMlp(6, [], 3, 2).parameters;
    const only = {
      parameters: wide,
      seed: SEED,
      reference: initialize(wide, 0),
      stranger: initialize(wide, 1),
      strangerSeed: strangerSeed(SEED),
    };
    expect(applyInitSharing({ mode: 'permuted' }, only)).toEqual(only.reference);
  });

  it('rescaled: each unit’s incoming weights are e^(s·z) times as large, its outgoing ones smaller by the same factor', () => {
    const init = applyInitSharing({ mode: 'rescaled', amount: 0.3 }, context);
    const factor = (block: number, unit: number) =>
      Math.exp(0.3 * standardNormal(randomBits(SEED, STREAM.rescaling, block, unit)));
    const middle = tensorNamed('weight1');
    const [before, after] = [view(reference, middle), view(init, middle)];
    for (let from = 0; from < 25; from++) {
      for (let to = 0; to < 20; to++) {
        const ratio = after[from * 20 + to]! / before[from * 20 + to]!;
        expect(Math.abs(ratio / (factor(1, to) / factor(0, from)) - 1)).toBeLessThan(1e-6);
      }
    }
  });

  it('rescaled by factors without spread: an exact copy', () => {
    expect(applyInitSharing({ mode: 'rescaled', amount: 0 }, context)).toEqual(reference);
  });
});

describe('strangerSeed', () => {
  const seeds = [...Array(64).keys(), 999_999, 1_000_000, 1_000_031, 0x7fffffff, 0xfffffffe];

  it('is never the seed itself', () => {
    for (const seed of seeds) expect(strangerSeed(seed)).not.toBe(seed);
  });

  it('pairs seeds up, so no two share a stranger', () => {
    for (const seed of seeds) expect(strangerSeed(strangerSeed(seed))).toBe(seed);
    expect(new Set(seeds.map(strangerSeed)).size).toBe(seeds.length);
  });
});

describe('the origin of a layer, for the diagram', () => {
  it.each(INIT_SHARING_NAMES)('%s: “copied” marks exactly the layers whose weights are the reference’s', (mode) => {
    const { parameter } = modeOf({ mode });
    const choice: InitSharing =
      parameter.kind === 'layers'
        ? { mode, layers: ['2'] }
        : parameter.kind === 'amount'
          ? { mode, amount: parameter.fallback }
          : { mode };
    const context = fresh();
    const init = applyInitSharing(choice, context);
    for (const tensor of weights) {
      const copied = view(init, tensor).every((value, index) => value === view(context.reference, tensor)[index]);
      expect(modeOf(choice).origin(tensor.layer, choice) === 'copied', tensor.name).toBe(copied);
    }
  });
});
