// Far more of everything than anybody means: the remarks stay few, and what is beyond the limits is not looked at.
import { describe, expect, it } from 'vitest';
import { DIGITS } from '../digits/spec.ts';
import { shorten } from './fields.ts';
import { parseInitSharing } from '../init/init-sharing-text.ts';
import { OWLS } from '../owls/spec.ts';

const many = (count: number, entry: (index: number) => [string, string]) =>
  Array.from({ length: count }, (_, index) => entry(index));

describe('of a name given many times', () => {
  it('there is one remark if nobody knows it', () => {
    const { problems } = DIGITS.parse(many(1500, () => ['chess', '1']));
    expect(problems).toEqual(['“chess” is not a setting; it was ignored.']);
  });

  it('there is one remark if its value is wrong, and the last value counts', () => {
    const { spec, problems } = OWLS.parse([...many(1500, (index) => ['seeds', `no ${index}`]), ['seeds', '3']]);
    expect(problems).toEqual(['seeds must be a number, not “no 1499”.']);
    expect(spec.seedCount).toBe(3);
  });
});

describe('of very many settings', () => {
  it('the first five thousand are read, and it is said that these were not all', () => {
    const { spec, problems } = DIGITS.parse([['seeds', '5'], ...many(6000, () => ['chess', '1']), ['seeds', '7']]);
    expect(spec.seedCount).toBe(5);
    expect(problems).toEqual([
      'Only the first 5000 of 6002 settings were read.',
      '“chess” is not a setting; it was ignored.',
    ]);
  });

  it('there are few remarks however many are wrong', () => {
    const wrong = Object.values(DIGITS.fields).flatMap(({ name }) => many(40, (index) => [name, `?${index}`]));
    const unknown = many(300, (index) => [`name ${index}`, '1']);
    expect(DIGITS.parse([...wrong, ...unknown]).problems.length).toBeLessThanOrEqual(20);
  });
});

describe('a list', () => {
  it.each([
    ['of commas', ','.repeat(1e6)],
    ['of a million students', 'shared,'.repeat(1e6)],
    ['of a million that are none', 'x,'.repeat(1e6)],
    ['of one endless student', 'shared'.repeat(2e5)],
    ['of endless layers', `layers:${'1+'.repeat(5e5)}1`],
  ])('%s gives one short remark', (_, text) => {
    for (const [table, name] of [
      [DIGITS, 'students'],
      [OWLS, 'students'],
      [DIGITS, 'hidden-layers'],
    ] as const) {
      const { problems } = table.parse([[name, text]]);
      expect(problems).toHaveLength(1);
      expect(problems[0]!.length).toBeLessThan(600);
    }
  });

  it('of layers says how many can be named', () => {
    const { item, problem } = parseInitSharing(`layers:${'1+'.repeat(5e5)}1`);
    expect(item).toBeUndefined();
    expect(problem).toMatch(/names more than 16 layers$/);
  });
});

it('a parameter with something behind it is not taken for the parameter alone', () => {
  expect(parseInitSharing('perturbed:0.2:0.9').problem).toMatch(/σ must be a number/);
});

it('text that is shown back breaks no line, steers no terminal and turns nothing around', () => {
  expect(shorten('a\nb\u0000c\u001b[2Jd\u2028e\u202ef\ud83e')).toBe('a\ufffdb\ufffdc\ufffd[2Jd\ufffde\ufffdf\ufffd');
  expect(shorten('🦉'.repeat(40))).toMatch(/^(🦉)+\ufffd?…$/);
  expect(shorten('é 漢字 🦉 👩‍👩‍👧')).toBe('é 漢字 🦉 👩‍👩‍👧');
});
