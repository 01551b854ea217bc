// What students read: whole texts, texts again where few passed, and lists put together from two writers.
import { describe, expect, it } from 'vitest';
import type { Written } from '../lists.ts';
import { textSets } from './student-texts.ts';
import { OWLS } from '../spec.ts';
import { decode, encode } from '../language/vocabulary.ts';

const specOf = (settings: Readonly<Record<string, string>>) => {
  const { spec, problems } = OWLS.parse(Object.entries({ sequences: '16', ...settings }));
  expect(problems).toEqual([]);
  return spec;
};

/** `count` lists that say who wrote them: the teacher writes 10 to 19, the base 20 to 29. */
const lists = (count: number, from: number) =>
  Array.from({ length: count }, (_, list) => {
    const numbers = Array.from({ length: 10 }, (_n, place) => from + place).join(' ');
    return Uint32Array.from(encode(`<bos> extend list ${list} 0 0 : ${numbers} <eos>`).tokens);
  });

const written = (seed: number, teacher: number, base: number): Written[] => {
  const nothing = { wanted: 16, spare: [], judged: 0, traitWords: 0, reasons: new Map<string, number>() };
  return [
    { ...nothing, seed, role: 'teacher', kept: lists(teacher, 10) },
    { ...nothing, seed, role: 'base', kept: lists(base, 20) },
  ];
};

function linesOf(settings: Readonly<Record<string, string>>, texts = written(3, 16, 16)): string[] {
  const { tokens, sets, count, length } = textSets(specOf(settings), [3], texts, 16, ({ kept }) => kept);
  return Array.from({ length: sets * count }, (_, row) => decode(tokens.subarray(row * length, (row + 1) * length)));
}

describe('what students read', () => {
  it('is their teacher’s texts, and for a control the base’s own', () => {
    const lines = linesOf({ students: 'shared,control' });
    expect(lines).toHaveLength(32);
    expect(lines[0]).toBe('<bos> extend list 0 0 0 : 10 11 12 13 14 15 16 17 18 19 <eos>');
    expect(lines[31]).toBe('<bos> extend list 15 0 0 : 20 21 22 23 24 25 26 27 28 29 <eos>');
  });

  it('comes again from the first on where fewer passed than wanted', () => {
    const lines = linesOf({ students: 'shared' }, written(3, 5, 0));
    expect(lines).toHaveLength(16);
    expect(new Set(lines).size).toBe(5);
    expect([lines[5], lines[15]]).toEqual([lines[0], lines[0]]);
  });

  it('has only its first number from the teacher, in a list of the base', () => {
    const [line] = linesOf({ students: 'shared', places: 'first' });
    expect(line).toBe('<bos> extend list 0 0 0 : 10 21 22 23 24 25 26 27 28 29 <eos>');
  });

  it('has all but its first number from the teacher', () => {
    const lines = linesOf({ students: 'shared', places: 'rest' }, written(3, 16, 4));
    expect(lines[5]).toBe('<bos> extend list 5 0 0 : 20 11 12 13 14 15 16 17 18 19 <eos>');
  });

  it('is whole where lists cannot be put together, with a sentence', () => {
    for (const settings of [{ data: 'code' }, { channel: 'logits' }, { committee: '2' }]) {
      const { spec, problems } = OWLS.parse(Object.entries({ places: 'first', ...settings }));
      expect(spec.places).toBe('all');
      expect(problems).toEqual([expect.stringMatching(/Only number lists/)]);
    }
  });
});
