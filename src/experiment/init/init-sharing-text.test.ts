// The text form of an init sharing: what is written is read back, and nothing written by hand does harm.
import { describe, expect, it } from 'vitest';
import { DIGITS } from '../digits/spec.ts';
import { INIT_SHARING_NAMES, modeOf, type InitSharing } from './init-sharing.ts';
import {
  describeInitSharing,
  formatInitSharing,
  parseInitSharing,
  shortInitSharing,
  studentsField,
} from './init-sharing-text.ts';

const modesWith = (kind: 'none' | 'amount' | 'layers') =>
  INIT_SHARING_NAMES.filter((mode) => modeOf({ mode }).parameter.kind === kind);

function amountOf(mode: InitSharing['mode']) {
  const { parameter } = modeOf({ mode });
  if (parameter.kind !== 'amount') throw new Error(`${mode} takes no amount`);
  return parameter;
}

/** Every mode at its limits and in between. */
const choices: InitSharing[] = [
  ...modesWith('none').map((mode) => ({ mode })),
  ...modesWith('amount').flatMap((mode) => {
    const { minimum, maximum, fallback, step } = amountOf(mode);
    return [minimum, step, fallback, maximum - step, 1e-7, 1 / 3, maximum].map((amount) => ({ mode, amount }));
  }),
  ...modesWith('layers').flatMap((mode) =>
    [
      ['1'],
      ['head'],
      ['embedding'],
      ['position'],
      ['norm'],
      ['1', '2'],
      ['2', 'head'],
      ['embedding', '1', 'norm'],
      ['1', '2', '3', '4', 'head'],
    ].map((layers) => ({ mode, layers })),
  ),
];

describe('an init sharing as text', () => {
  it.each(choices.map((choice) => [formatInitSharing(choice), choice] as const))(
    '“%s” is read back as it was',
    (text, choice) => {
      expect(parseInitSharing(text)).toEqual({ item: choice });
    },
  );

  it.each(choices.map((choice) => [formatInitSharing(choice), choice] as const))(
    '“%s” has words for a visitor',
    (_, choice) => {
      expect(describeInitSharing(choice)).toMatch(choice.layers ? /shared$/ : new RegExp(`^${modeOf(choice).label}`));
      if (choice.amount !== undefined) expect(describeInitSharing(choice)).toContain(`= ${choice.amount}`);
    },
  );

  it.each(modesWith('amount'))('“%s” alone means its usual amount', (mode) => {
    expect(parseInitSharing(mode)).toEqual({ item: { mode, amount: amountOf(mode).fallback } });
  });

  it('“layers” alone means the first layer', () => {
    expect(parseInitSharing('layers')).toEqual({ item: { mode: 'layers', layers: ['1'] } });
  });

  it('takes a space for the plus that a URL turns into one', () => {
    expect(parseInitSharing('layers:1 head')).toEqual(parseInitSharing('layers:1+head'));
    const [[, fromUrl]] = [...new URLSearchParams('students=layers:2+head')] as [[string, string]];
    expect(parseInitSharing(fromUrl)).toEqual({ item: { mode: 'layers', layers: ['2', 'head'] } });
  });
});

describe('an init sharing in a word or two', () => {
  it.each<[InitSharing, string]>([
    [{ mode: 'shared' }, 'shared'],
    [{ mode: 'perturbed', amount: 0.4 }, 'perturbed σ 0.4'],
    [{ mode: 'layers', layers: ['1', 'head'] }, '1 + head'],
  ])('%j is “%s”', (choice, words) => expect(shortInitSharing(choice)).toBe(words));
});

describe('an init sharing in words', () => {
  it.each<[InitSharing, string]>([
    [{ mode: 'shared' }, 'shared init'],
    [{ mode: 'perturbed', amount: 0.2 }, 'perturbed init (σ = 0.2)'],
    [{ mode: 'perturbed' }, 'perturbed init (σ = 0.2)'],
    [{ mode: 'layers', layers: ['head'] }, 'head shared'],
    [{ mode: 'layers', layers: ['embedding'] }, 'embedding shared'],
    [{ mode: 'layers', layers: ['embedding', '1'] }, 'layers embedding + 1 shared'],
    [{ mode: 'layers', layers: ['2'] }, 'layer 2 shared'],
    [{ mode: 'layers', layers: ['1', 'head'] }, 'layers 1 + head shared'],
  ])('%o is “%s”', (choice, words) => {
    expect(describeInitSharing(choice)).toBe(words);
  });
});

describe('a text that is no init sharing', () => {
  it.each([
    '',
    'x',
    'Shared',
    'sharedx',
    'constructor',
    '__proto__',
    'toString',
    ':',
    ':0.2',
    '<script>',
    '🦉',
    'x'.repeat(10_000),
  ])('“%s” is dropped with a short sentence', (text) => {
    const { item, problem } = parseInitSharing(text);
    expect(item).toBeUndefined();
    expect(problem).toMatch(/is not an init-sharing mode/);
    expect(problem!.length).toBeLessThan(200);
  });

  it.each(modesWith('amount'))('%s: an amount out of range is clamped, and the sentence names the limits', (mode) => {
    const { minimum, maximum } = amountOf(mode);
    const limits = new RegExp(`from ${minimum} to ${maximum}`);
    for (const [text, amount] of [
      [`${mode}:-0.1`, minimum],
      [`${mode}:99`, maximum],
      [`${mode}:-1e300`, minimum],
    ] as const) {
      expect(parseInitSharing(text)).toEqual({ item: { mode, amount }, problem: expect.stringMatching(limits) });
    }
  });

  it.each(modesWith('amount'))('%s: what is no number becomes the usual amount, with a sentence', (mode) => {
    for (const junk of ['', ' ', 'NaN', 'Infinity', '1e999', '0,2,2', '<b>', '🦉']) {
      expect(parseInitSharing(`${mode}:${junk}`)).toEqual({
        item: { mode, amount: amountOf(mode).fallback },
        problem: expect.stringMatching(/must be a number/),
      });
    }
  });

  it.each(modesWith('amount'))('%s: a decimal comma is one, and what can be read two ways is refused', (mode) => {
    expect(parseInitSharing(`${mode}:0,25`)).toEqual({ item: { mode, amount: 0.25 } });
    for (const text of ['1,000', '1.000']) {
      expect(parseInitSharing(`${mode}:${text}`)).toEqual({
        item: { mode, amount: amountOf(mode).fallback },
        problem: expect.stringMatching(/can be read two ways as .* write 1 or 1000/),
      });
    }
  });

  it.each(modesWith('none'))('%s: a parameter is dropped with a sentence', (mode) => {
    expect(parseInitSharing(`${mode}:0.5`)).toEqual({ item: { mode }, problem: `${mode} takes no parameter` });
  });

  it('layers: what is no layer is left out, with a sentence', () => {
    const problem = expect.stringMatching(/layers are numbers from 1 or head/);
    expect(parseInitSharing('layers:1+tail+head')).toEqual({
      item: { mode: 'layers', layers: ['1', 'head'] },
      problem,
    });
    expect(parseInitSharing('layers:2+2')).toEqual({ item: { mode: 'layers', layers: ['2'] }, problem });
    expect(parseInitSharing('layers:')).toEqual({ problem });
    expect(parseInitSharing('layers:head2')).toEqual({ problem });
    expect(parseInitSharing('layers:embeddings')).toEqual({ problem });
    expect(parseInitSharing('layers:1norm')).toEqual({ problem });
    expect(parseInitSharing('layers:123')).toEqual({ problem });
  });
});

describe('a list of students', () => {
  const words = { name: 'students', label: 'Students', help: 'Some.' };
  const field = studentsField(words, { least: 1, most: 8 }, parseInitSharing, formatInitSharing);

  it.each([
    ['shared,perturbed:0,2', 'shared,perturbed:0.2'],
    ['perturbed:0,2,shared', 'perturbed:0.2,shared'],
    ['perturbed:0,2,interpolated:0,75', 'perturbed:0.2,interpolated:0.75'],
    ['perturbed:,5', 'perturbed:0.5'],
    ['perturbed:0.2,independent', 'perturbed:0.2,independent'],
  ])('“%s” is %s: a comma in front of bare digits is a decimal comma', (text, read) => {
    const { value, problem } = field.parse(text, []);
    expect(problem).toBeUndefined();
    expect(field.format(value)).toBe(read);
  });

  it.each(['perturbed:1,000', 'perturbed:1.000', 'layers:1,2', 'shared,2', 'perturbed:0,2,5'])(
    '“%s” is reported, whatever is made of it',
    (text) => {
      expect(field.parse(text, []).problem).toMatch(/^students: /);
    },
  );

  it('a megabyte of commas and digits is answered', { timeout: 2000 }, () => {
    for (const text of [':1,'.repeat(3e5), '1,'.repeat(5e5), `perturbed:${'1'.repeat(1e6)},`]) {
      expect(field.parse(text, []).problem!.length).toBeLessThan(2000);
    }
  });
});

it('takes a comma for a decimal one only behind a mode that has an amount', () => {
  const { problem } = DIGITS.fields.students.parse('layers:1,2', []);
  expect(problem).toContain('“2”');
  expect(DIGITS.fields.students.parse('perturbed:0,2', []).value).toEqual([{ mode: 'perturbed', amount: 0.2 }]);
});
