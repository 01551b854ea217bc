// What people type for a number, in any country: read as they meant it, or refused with both ways to mean it.
import { describe, expect, it } from 'vitest';
import { formatNumber, readNumber } from './typed-number.ts';

describe('a typed number', () => {
  it.each([
    ['3', 3],
    [' 3 ', 3],
    ['+3', 3],
    ['-3', -3],
    ['−3', -3],
    ['0.001', 0.001],
    ['0,001', 0.001],
    ['.5', 0.5],
    [',5', 0.5],
    ['5.', 5],
    ['5,', 5],
    ['1,5', 1.5],
    ['1.25', 1.25],
    ['0,125', 0.125],
    ['-0,125', -0.125],
    ['1.0000', 1],
    ['1,1250', 1.125],
    ['1000', 1000],
    ['60000', 60_000],
    ['1234,567', 1234.567],
    ['1e-3', 0.001],
    ['1,5E-3', 0.0015],
    ['1.125e0', 1.125],
  ])('“%s” is %d', (text, value) => {
    expect(readNumber(text)).toEqual({ value });
  });

  it.each([
    ['1.000', '1 or 1000'],
    ['1,000', '1 or 1000'],
    ['60,000', '60 or 60000'],
    ['1.125', '1.1250 or 1125'],
    ['-1,500', '-1.5 or -1500'],
    ['123.456', '123.4560 or 123456'],
  ])('“%s” can be read two ways, and both are named', (text, ways) => {
    const { value, problem } = readNumber(text);
    expect(value).toBeUndefined();
    expect(problem).toBe(`can be read two ways as “${text}”: write ${ways}`);
  });

  it.each([
    '',
    ' ',
    '.',
    ',',
    'e5',
    'x',
    '1.2.3',
    '1,000,000',
    '1.000,5',
    '1 000',
    "1'000",
    '0x10',
    'NaN',
    'Infinity',
    '1e999',
    '٣',
  ])('“%s” is no number', (text) => {
    expect(readNumber(text)).toEqual({ problem: `must be a number, not “${text}”` });
  });

  it.each([0, 1, 3, 1000, 60_000, 0.001, 1.125, 12.345, 123.456, -1.125, 1234.567, 1 / 3, 1e-7, 1.234e25, 1e300])(
    '%d is written so that it is read back',
    (value) => {
      expect(readNumber(formatNumber(value))).toEqual({ value });
    },
  );

  it('a megabyte of digits and marks is answered at once', { timeout: 1000 }, () => {
    for (const text of ['1'.repeat(1e6), '1,'.repeat(5e5), ','.repeat(1e6), `0.${'0'.repeat(1e6)}x`]) {
      expect(readNumber(text).problem!.length).toBeLessThan(100);
    }
  });
});
