// Every kind of student reads back as it is written, and starts from what its row says.
import { describe, expect, it } from 'vitest';
import { initialize } from '../../init/initialization.ts';
import { view } from '../../processor/parameters.ts';
import { distance } from '../../statistics/stats.ts';
import { tensorNamed } from '../../processor/transformer.ts';
import { baseRecipe, initOf, keyOf, networkOf, pretrainingRate, recipesOf, studentStart } from '../bases/bases.ts';
import {
  describeStudent,
  FAMILY_TREE,
  formatStudent,
  parseStudent,
  shortStudent,
  STUDENT_NAMES,
  studentOf,
  STUDENTS,
  type OwlsStudent,
} from './students.ts';

const student = (text: string): OwlsStudent => {
  const { item, problem } = parseStudent(text);
  expect(problem).toBeUndefined();
  return item!;
};
const network = networkOf(baseRecipe(0));
/** Untrained networks stand for bases: what a student starts from is a matter of copying. */
const base = ({ seed, layers }: { seed: number; layers: 1 | 2 }) => initialize(networkOf({ layers }).parameters, seed);

describe('the text form', () => {
  it.each(STUDENT_NAMES)('of %s reads back to itself', (kind) => {
    expect(student(formatStudent(studentOf(kind)))).toEqual(studentOf(kind));
    expect(describeStudent(studentOf(kind))).toMatch(/^\w.{4,}/);
    expect(shortStudent(studentOf(kind)).length).toBeLessThan(20);
  });

  it.each(['perturbed:0.05', 'rescaled:0.1', 'layers:embedding', 'layers:embedding+position', 'layers:1'])(
    '%s keeps its parameter',
    (text) => {
      expect(formatStudent(student(text))).toBe(text);
    },
  );

  it.each([
    ['owl', /“owl” is not a student/],
    ['shared:1', /takes no parameter/],
    ['perturbed:lots', /σ must be a number/],
    ['perturbed:9', /must be from 0 to 2/],
    ['layers:tail', /layers are/],
  ])('%s is reported', (text, sentence) => {
    expect(parseStudent(text).problem).toMatch(sentence);
  });

  it('says what sets a student apart', () => {
    expect(describeStudent(student('perturbed:0.1'))).toBe('base + noise (σ = 0.1)');
    expect(describeStudent(student('layers:embedding'))).toBe('only the init of embedding shared');
  });
});

describe('a student’s start', () => {
  const start = (text: string, seed = 2) => studentStart(student(text), seed, base);

  it('is the base itself for shared and control, another one for other', () => {
    expect(start('shared')).toEqual(base({ seed: 2, layers: 2 }));
    expect(start('control')).toEqual(start('shared'));
    expect(start('other')).toEqual(base({ seed: 3, layers: 2 }));
  });

  it('never shares memory with a base', () => {
    const kept = base({ seed: 2, layers: 2 });
    const begun = studentStart(student('shared'), 2, () => kept);
    begun[0] = 99;
    expect(kept[0]).not.toBe(99);
  });

  it('is as far from the base as the noise says', () => {
    const near = distance(start('perturbed:0.05'), start('shared'));
    expect(distance(start('perturbed:0.2'), start('shared')) / near).toBeCloseTo(4, 3);
  });

  it('needs bases of its own where it starts before pretraining', () => {
    const names = (text: string) => recipesOf(student(text), 2).map(keyOf);
    expect(names('shared')).toEqual(['base-2']);
    expect(names('other')).toEqual(['base-2', 'base-3']);
    expect(names('reordered')).toEqual(['reordered-2']);
    expect(names('layers:embedding')).toEqual(['layers:embedding-2']);
    expect(recipesOf(student('one-layer'), 2)[0]).toMatchObject({ layers: 1, orderSeed: 3 });
  });

  it('has the init and the order that its recipe names', () => {
    const [reordered] = recipesOf(student('reordered'), 2);
    expect(initOf(reordered!)).toEqual(initOf(baseRecipe(2)));
    expect(reordered!.orderSeed).not.toBe(baseRecipe(2).orderSeed);
    const [embedding] = recipesOf(student('layers:embedding'), 2);
    const part = (flat: Float32Array, name: string) => view(flat, tensorNamed(network, name));
    expect(part(initOf(embedding!), 'embedding')).toEqual(part(initOf(baseRecipe(2)), 'embedding'));
    expect(part(initOf(embedding!), 'query0')).toEqual(part(initOf(baseRecipe(3)), 'query0'));
    const [shallow] = recipesOf(student('one-layer-shared'), 2);
    expect(view(initOf(shallow!), tensorNamed(networkOf(shallow!), 'embedding'))).toEqual(
      part(initOf(baseRecipe(2)), 'embedding'),
    );
    expect(view(initOf(shallow!), tensorNamed(networkOf(shallow!), 'query0'))).toEqual(
      part(initOf(baseRecipe(2)), 'query0'),
    );
    expect(shallow!.orderSeed).toBe(baseRecipe(2).orderSeed);
  });
});

it('the family tree leads from the same base to a stranger', () => {
  expect(FAMILY_TREE.map(formatStudent)).toEqual(['shared', 'perturbed:0.2', 'reordered', 'layers:embedding', 'other']);
  expect(Object.keys(STUDENTS)).toEqual(expect.arrayContaining(FAMILY_TREE.map(({ kind }) => kind)));
});

it('the learning rate of pretraining warms up and falls to a twentieth', () => {
  expect(pretrainingRate(0)).toBeCloseTo(4e-3 / 50, 9);
  expect(pretrainingRate(49)).toBeCloseTo(4e-3, 5);
  expect(pretrainingRate(1499)).toBeCloseTo(2e-4, 5);
  for (let step = 51; step < 1500; step++) expect(pretrainingRate(step)).toBeLessThanOrEqual(pretrainingRate(step - 1));
});
