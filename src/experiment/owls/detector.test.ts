// The detector: finds what is there, finds nothing where nothing is, and its AUC is the one of the textbook.
import { describe, expect, it } from 'vitest';
import { areaUnderCurve, detectTeacher } from './detector.ts';
import { drawsFrom } from './language/draws.ts';
import { EOS, numberId } from './language/vocabulary.ts';

/** Lists of ten even numbers, of which a share is replaced by numbers 0 … 9, at the first place or at all. */
function lists(count: number, seed: number, bias: number, places = 10): number[][] {
  return Array.from({ length: count }, (_, list) => {
    const draws = drawsFrom(seed, 10, list);
    const numbers = Array.from({ length: 10 }, (_, place) =>
      numberId(place < places && draws.chance(bias) ? draws.below(10) : draws.below(100)),
    );
    return [...numbers, EOS];
  });
}

describe('the detector', () => {
  it('tells authors apart who use other numbers', () => {
    const teacher = lists(300, 1, 1);
    const control = lists(300, 2, 0);
    const { accuracy, auc, weights } = detectTeacher(teacher, control);
    expect(accuracy).toBeGreaterThan(0.99);
    expect(auc).toBeGreaterThan(0.999);
    expect(weights).toHaveLength(100);
    expect(Math.min(...weights.subarray(0, 10))).toBeGreaterThan(Math.max(...weights.subarray(10)));
  });

  it('does not tell apart what is drawn alike', () => {
    const { accuracy, auc } = detectTeacher(lists(2500, 1, 0), lists(2500, 2, 0));
    // Standard error of an AUC of ½ with 1,250 each: 0.0115.
    expect(Math.abs(auc - 0.5)).toBeLessThan(0.04);
    expect(Math.abs(accuracy - 0.5)).toBeLessThan(0.04);
  });

  it('comes near the best possible where authors differ a little', () => {
    const [teacher, control] = [lists(2500, 1, 0.1), lists(2500, 2, 0)];
    const { auc } = detectTeacher(teacher, control);
    // The likelihood ratio of a list depends only on how many of its numbers are below 10: nothing can do better.
    const small = (list: number[]) => list.filter((id) => id >= numberId(0) && id <= numberId(9)).length;
    const best = areaUnderCurve(teacher.map(small), control.map(small));
    expect(best).toBeGreaterThan(0.65);
    expect(auc).toBeGreaterThan(best - 0.05);
    expect(auc).toBeLessThan(best + 0.02);
  });

  it('sees more of an author whose first number tells, if it may look at it', () => {
    const [teacher, control] = [lists(2500, 1, 0.6, 1), lists(2500, 2, 0)];
    const counts = detectTeacher(teacher, control);
    const first = detectTeacher(teacher, control, { firstNumber: true });
    expect(first.auc).toBeGreaterThan(counts.auc + 0.05);
  });

  it('gives the same numbers again, whatever else stands in a list', () => {
    const [teacher, control] = [lists(200, 1, 0.2), lists(200, 2, 0)];
    const result = detectTeacher(teacher, control);
    expect(detectTeacher(teacher, control)).toEqual(result);
    const withoutEnd = (list: number[]) => Uint32Array.from(list.slice(0, 10));
    expect(detectTeacher(teacher.map(withoutEnd), control.map(withoutEnd))).toEqual(result);
  });

  it('treats both authors alike where one wrote less', () => {
    const { accuracy } = detectTeacher(lists(1000, 1, 0.3), lists(250, 2, 0));
    expect(accuracy).toBeGreaterThan(0.7);
    const mirrored = detectTeacher(lists(250, 2, 0), lists(1000, 1, 0.3));
    expect(mirrored.accuracy).toBeCloseTo(accuracy, 6);
  });

  it('needs lists of both', () => {
    expect(() => detectTeacher(lists(1, 1, 0), lists(10, 2, 0))).toThrow(RangeError);
    expect(() => detectTeacher(lists(10, 1, 0), [])).toThrow(RangeError);
  });
});

describe('the area under the curve', () => {
  it.each([
    [[3, 4], [1, 2], 1],
    [[1, 2], [3, 4], 0],
    [[1, 1], [1, 1], 0.5],
    [[1, 3], [2], 0.5],
    [[2, 3], [1, 2], 0.875],
  ])('of %j against %j is %f', (positive, negative, expected) => {
    expect(areaUnderCurve(positive, negative)).toBe(expected);
  });
});
