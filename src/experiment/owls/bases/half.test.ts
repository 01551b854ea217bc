// Half precision there and back: every half is its own neighbor, and what lies between two goes to the nearer one.
import { describe, expect, it } from 'vitest';
import { halfBits, halfValue } from './half.ts';

/** All finite halves from 0 up, as bits. */
const POSITIVE = Array.from({ length: 0x7c00 }, (_, bits) => bits);

describe('halves', () => {
  it('are what IEEE 754 says they are', () => {
    expect([0x0001, 0x03ff, 0x0400, 0x3555, 0x3c00, 0xc000, 0x7bff].map(halfValue)).toEqual([
      2 ** -24,
      1023 * 2 ** -24,
      2 ** -14,
      0.333251953125,
      1,
      -2,
      65504,
    ]);
    expect(halfValue(0x7c00)).toBe(Infinity);
    expect(halfValue(0xfc00)).toBe(-Infinity);
    expect(halfValue(0x7e00)).toBeNaN();
    expect(Object.is(halfValue(0x8000), -0)).toBe(true);
  });

  it('come back from their value with the same bits, of both signs', () => {
    expect(POSITIVE.filter((bits) => halfBits(halfValue(bits)) !== bits)).toEqual([]);
    expect(POSITIVE.filter((bits) => halfBits(-halfValue(bits)) !== (bits | 0x8000))).toEqual([]);
    expect([Infinity, -Infinity].map(halfBits)).toEqual([0x7c00, 0xfc00]);
    expect(halfBits(NaN) & 0x7fff).toBeGreaterThan(0x7c00);
  });

  it('take what is halfway between two to the even one, and a hair beside it to the nearer one', () => {
    // Halfway between neighbors has one bit more than a half and is exact in f32, as is a nudge of 2^-9 of the gap.
    const wrong = POSITIVE.slice(0, -1).filter((bits) => {
      const [low, high] = [halfValue(bits), halfValue(bits + 1)];
      const [middle, nudge] = [(low + high) / 2, (high - low) / 512];
      const even = bits % 2 === 0 ? bits : bits + 1;
      return halfBits(middle) !== even || halfBits(middle - nudge) !== bits || halfBits(middle + nudge) !== bits + 1;
    });
    expect(wrong).toEqual([]);
  });

  it('end at 65504: what rounds beyond it is infinite', () => {
    expect([65519.99, 65520, 1e30, -1e30].map(halfBits)).toEqual([0x7bff, 0x7c00, 0x7c00, 0xfc00]);
  });
});
