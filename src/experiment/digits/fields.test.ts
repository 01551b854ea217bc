// Every field of the digits experiment, read from the texts that visitors, bloggers and attackers write.
import { describe, expect, it } from 'vitest';
import type { Field } from '../spec/fields.ts';
import { INIT_SHARING_NAMES } from '../init/init-sharing.ts';
import { defaultSpec, DIGITS_FIELDS, type DigitsSpec } from './spec.ts';

const keys = Object.keys(DIGITS_FIELDS) as (keyof DigitsSpec)[];
const spec = defaultSpec();

/** A field with its default, as texts: what a test can do with every field alike. */
interface Row {
  readonly name: string;
  readonly control: Field<unknown>['control'];
  readonly standard: string;
  /** Parses, and formats what came out. */
  read(text: string): { text: string; problem?: string };
  isAllowed(text: string): boolean;
}

function rowOf<Key extends keyof DigitsSpec>(key: Key): Row {
  const field = DIGITS_FIELDS[key];
  return {
    name: field.name,
    control: field.control,
    standard: field.format(spec[key]),
    read(text) {
      const { value, problem } = field.parse(text, spec[key]);
      return { text: field.format(value), ...(problem !== undefined && { problem }) };
    },
    isAllowed(text) {
      const { control } = field;
      if (control.kind === 'choice') return control.options.some(({ value }) => value === text);
      if (control.kind === 'text') return text.split(',').length <= 8 && text.split(',').every(isListItem);
      const value = Number(text);
      return value >= control.minimum && value <= control.maximum && (!control.integer || Number.isInteger(value));
    },
  };
}

/** An item of one of the two lists: a number of units, or an init sharing. */
function isListItem(text: string): boolean {
  const units = Number(text);
  return Number.isInteger(units)
    ? units >= 4 && units <= 1024
    : INIT_SHARING_NAMES.some((mode) => text.startsWith(mode));
}

const rows = keys.map(rowOf);
const junk: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['a space', ' '],
  ['NaN', 'NaN'],
  ['a number too large for a number', '1e999'],
  ['minus infinity', '-Infinity'],
  ['a script', '<script>alert(1)</script>'],
  ['an emoji', '🦉'],
  ['a name every object has', '__proto__'],
  ['ten thousand letters', 'x'.repeat(10_000)],
  ['ten thousand items', 'x,'.repeat(10_000)],
  ['only commas', ','.repeat(10_000)],
];

describe('the table of fields', () => {
  it('names every field once, in a form that URL, attribute and flag can share', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(keys.length);
    for (const { name } of rows) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rows.map(({ name }) => name)).not.toContain('v');
  });

  it('says what each field is, and what each choice means', () => {
    for (const key of keys) {
      const { label, help, control } = DIGITS_FIELDS[key];
      expect(label).not.toBe('');
      expect(help).toMatch(/\.$/);
      const options = control.kind === 'choice' ? control.options : [];
      for (const option of options) expect(option.help, `${key} ${option.value}`).toMatch(/\.$/);
    }
  });
});

describe.each(rows)('the field $name', ({ name, standard, read, isAllowed }) => {
  it('reads back what it writes', () => {
    expect(read(standard)).toEqual({ text: standard });
    expect(read(` ${standard} `)).toEqual({ text: standard });
  });

  it('has a default that it allows', () => {
    expect(isAllowed(standard)).toBe(true);
  });

  it.each(junk)('makes an allowed value and one short sentence of %s', (_, text) => {
    const { text: value, problem } = read(text);
    expect(isAllowed(value), value).toBe(true);
    expect(problem).toMatch(new RegExp(`^${name}\\b.*\\.$`));
    expect(problem!.length, 'length of the sentence').toBeLessThan(1000);
  });
});

const numbers = rows.flatMap(({ control, ...row }) => (control.kind === 'number' ? [{ ...row, ...control }] : []));
const choices = rows.flatMap(({ control, ...row }) => (control.kind === 'choice' ? [{ ...row, ...control }] : []));

describe.each(numbers)('the number $name', ({ name, standard, minimum, maximum, read }) => {
  it('may be at either limit', () => {
    for (const limit of [minimum, maximum]) expect(read(String(limit))).toEqual({ text: String(limit) });
  });

  it('is never guessed where it can be read two ways', () => {
    for (const text of ['1.000', '1,000']) {
      expect(read(text)).toEqual({
        text: standard,
        problem: `${name} can be read two ways as “${text}”: write 1 or 1000.`,
      });
    }
  });

  it('is clamped where it is out of range, with a sentence that names the limits', () => {
    const beyond = [
      [String(maximum + 1), maximum],
      ['1e300', maximum],
      [String(minimum - 1), minimum],
      ['-1e300', minimum],
    ] as const;
    for (const [text, value] of beyond) {
      const { text: used, problem } = read(text);
      expect(used).toBe(String(value));
      expect(problem).toContain(`from ${minimum} to ${maximum}`);
    }
  });
});

describe.each(numbers.filter(({ integer }) => integer))('the whole number $name', ({ minimum, read }) => {
  it('is rounded, with a sentence', () => {
    const { text, problem } = read(String(minimum + 0.6));
    expect(text).toBe(String(minimum + 1));
    expect(problem).toContain('must be a whole number');
  });
});

describe.each(choices)('the choice $name', ({ options, read }) => {
  it('may be each of its options, and nothing that merely looks like one', () => {
    for (const { value } of options) {
      expect(read(value)).toEqual({ text: value });
      expect(read(value.toUpperCase()).problem).toContain(`not “${value.toUpperCase()}”`);
    }
  });
});

describe('the list of hidden layers', () => {
  const hidden = (text: string) => DIGITS_FIELDS.hidden.parse(text, [64, 64]);

  it('keeps the layers that can be and says what is wrong with the others', () => {
    expect(hidden('32, 16')).toEqual({ value: [32, 16] });
    expect(hidden('4,1024')).toEqual({ value: [4, 1024] });
    for (const bad of ['3', '1025', '8.5', 'x', '', '-64', '1e9']) {
      expect(hidden(`32,${bad}`)).toEqual({ value: [32], problem: expect.stringMatching(/4 to 1024 units/) });
    }
  });

  it('has at most four', () => {
    expect(hidden('5,6,7,8')).toEqual({ value: [5, 6, 7, 8] });
    expect(hidden('5,6,7,8,9')).toEqual({
      value: [5, 6, 7, 8],
      problem: expect.stringMatching(/at most 4 are possible/),
    });
  });
});

describe('the list of students', () => {
  const students = (text: string) => DIGITS_FIELDS.students.parse(text, spec.students);

  it('keeps the order, and the same mode may come twice', () => {
    expect(students('independent,perturbed:0.1,perturbed:0.4').value).toEqual([
      { mode: 'independent' },
      { mode: 'perturbed', amount: 0.1 },
      { mode: 'perturbed', amount: 0.4 },
    ]);
  });

  it('has at most eight', () => {
    const { value, problem } = students(Array(9).fill('shared').join(','));
    expect(value).toHaveLength(8);
    expect(problem).toMatch(/at most 8 are possible/);
  });

  it('drops what is no student and names it', () => {
    const { value, problem } = students('shared,clone');
    expect(value).toEqual([{ mode: 'shared' }]);
    expect(problem).toMatch(/“clone” is not an init-sharing mode/);
  });
});
