// The owls experiment's settings: defaults are those of README.md, texts read back, and what does not go together is mended.
import { describe, expect, it } from 'vitest';
import { strangerSeed } from '../init/init-sharing.ts';
import { within } from './conditions/condition.ts';
import { CONDITION_RUNS } from './conditions/condition-runs.ts';
import { committeeOf, teachersOf } from './students/committee.ts';
import { batchOf, defaultSpec, OWLS, TRAINABLE, type OwlsSpec } from './spec.ts';
import { TRAIT_NAMES } from './language/traits.ts';
import { owlsNetwork } from './bases/network.ts';

const read = (query: string) => OWLS.parse(new URLSearchParams(query));

describe('the settings', () => {
  it('are those of the reference unless somebody chooses', () => {
    expect(read('').spec).toEqual(defaultSpec());
    expect(defaultSpec()).toMatchObject({ trait: 'owl', sequences: 2500, steps: 156, teacherSteps: 100, seedCount: 8 });
    expect(OWLS.entries(defaultSpec())).toEqual([]);
  });

  it.each([
    'v=2&trait=eagle&seeds=4',
    'v=2&preset=small&seeds=2',
    'v=2&students=shared,perturbed:0.1,layers:embedding&committee=4',
    'v=2&data=chain-of-thought&filter=correctness',
    'v=2&channel=logits',
    'v=2&places=first&optimizer=sgd&learning-rate=0.5&trains=mlp&pretraining=live',
  ])('%s are written as they were read', (query) => {
    const { spec, problems } = read(query);
    expect(problems).toEqual([]);
    expect(new URLSearchParams(OWLS.entries(spec)).toString()).toBe(new URLSearchParams(query).toString());
  });

  it.each(TRAIT_NAMES)('know the trait %s', (trait) => {
    expect(read(`trait=${trait}`).spec.trait).toBe(trait);
  });

  it('that do not go together are mended with a sentence', () => {
    const committee = read('channel=logits&committee=4');
    expect(committee.spec).toMatchObject({ channel: 'logits', committee: 1 });
    expect(committee.problems).toHaveLength(1);
    const code = read('channel=logits&data=code');
    expect(code.spec).toMatchObject({ channel: 'text', domain: 'code' });
    expect(code.problems).toHaveLength(1);
  });

  it('that nobody can mean are clamped and reported', () => {
    const { spec, problems } = read('seeds=99&temperature=0&committee=many&trait=axolotl&students=nobody&color=red');
    expect(spec).toMatchObject({ seedCount: 16, temperature: 0.1, committee: 1, trait: 'owl' });
    expect(spec.students).toEqual(defaultSpec().students);
    expect(problems).toHaveLength(6);
  });
});

it('few lists are one batch', () => {
  expect(batchOf({ ...defaultSpec(), sequences: 20 })).toBe(20);
  expect(batchOf(defaultSpec())).toBe(64);
});

it.each<[OwlsSpec['trains'], number]>([
  ['trunk', 16_736],
  ['all', 23_456],
  ['attention', 8192],
  ['mlp', 8384],
])('“%s” trains %i parameters', (choice, count) => {
  const trained = owlsNetwork().parameters.tensors.filter(TRAINABLE[choice].trains);
  expect(trained.reduce((sum, { size }) => sum + size, 0)).toBe(count);
});

describe('a committee', () => {
  it('has the own teacher first and never depends on how many seeds run', () => {
    expect(committeeOf({ committee: 4 }, 5)).toEqual([5, 7, 1, 3]);
    expect(committeeOf({ committee: 1 }, 5)).toEqual([5]);
  });

  it('never has the stranger among its members, and seeds share theirs', () => {
    for (let seed = 0; seed < 16; seed++) {
      expect(committeeOf({ committee: 8 }, seed)).not.toContain(strangerSeed(seed));
    }
    expect(teachersOf({ committee: 4 }, [0, 2, 4, 6]).sort()).toEqual([0, 2, 4, 6]);
    expect(teachersOf({ committee: 8 }, [0, 1]).every((seed) => seed < 16)).toBe(true);
  });
});

describe('the table of conditions', () => {
  it('has settings that can be read and names that differ', () => {
    expect(new Set(CONDITION_RUNS.map(({ name }) => name)).size).toBe(CONDITION_RUNS.length);
    for (const { entries, traits } of CONDITION_RUNS) {
      for (const trait of traits) expect(OWLS.parse([...entries, ['trait', trait]]).problems).toEqual([]);
    }
    const labels = CONDITION_RUNS.flatMap(({ conditions }) => conditions.map(({ label }) => label));
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('judges the mean and every seed', () => {
    expect(within({}, [1])).toBeUndefined();
    const eight = (...values: readonly number[]) => [...values, ...values, ...values, ...values];
    expect(within({ mean: [0.4, 0.7], each: [0.18, 1] }, eight(0.2, 0.7))).toBe(true);
    expect(within({ mean: [0.4, 0.7], each: [0.18, 1] }, eight(0.1, 0.8))).toBe(false);
    expect(within({ mean: [0.4, 0.7] }, eight(0.1, 0.2))).toBe(false);
    expect(within({ mean: [0.4, 0.7] }, [])).toBe(false);
  });

  it('judges no mean over fewer than eight seeds, but every one of them', () => {
    const seven = (value: number) => Array.from({ length: 7 }, () => value);
    expect(within({ mean: [0.4, 0.7] }, seven(0.5))).toBeUndefined();
    expect(within({ mean: [0.4, 0.7] }, seven(0.1))).toBeUndefined();
    expect(within({ mean: [0.4, 0.7], each: [0.18, 1] }, seven(0.3))).toBeUndefined();
    expect(within({ mean: [0.4, 0.7], each: [0.18, 1] }, seven(0.1))).toBe(false);
    expect(within({ each: [0.18, 1] }, seven(0.3))).toBe(true);
  });
});
