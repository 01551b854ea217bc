// The pace of the records: a few a second, whatever the machine.
import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** The steps of the next records if a record of n steps takes `milliseconds(n)`. */
function stepsAfter(pace: Pace, records: number, milliseconds: (steps: number) => number): number[] {
  return Array.from({ length: records }, () => {
    pace.took(pace.steps(), milliseconds(pace.steps()));
    return pace.steps();
  });
}

describe('Pace', () => {
  it('starts with a single step, so that something is seen at once', () => {
    expect(new Pace().steps()).toBe(1);
  });

  it('doubles while records come too fast, up to a limit', () => {
    expect(stepsAfter(new Pace(), 10, () => 5)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 256, 256]);
  });

  it('finds records that waste little of a tenth of a second, where answers come ten times a second', () => {
    const took = (count: number) => Math.ceil((9 * count) / 100) * 100;
    const steps = stepsAfter(new Pace(), 40, took).at(-1)!;
    expect((9 * steps) / took(steps)).toBeGreaterThan(0.9);
    expect(took(steps)).toBeLessThanOrEqual(300);
  });

  it('does not let a single slow record change its mind, but several', () => {
    const pace = new Pace();
    const settled = stepsAfter(pace, 40, (count) => 10 * count).at(-1)!;
    expect(stepsAfter(pace, 2, (count) => 100 * count)).toEqual([settled, settled]);
    expect(stepsAfter(pace, 1, (count) => 10 * count)).toEqual([settled]);
    expect(stepsAfter(pace, 40, (count) => 100 * count).at(-1)).toBe(1);
  });

  it('learns nothing from a record that a measurement cut short', () => {
    const pace = new Pace();
    stepsAfter(pace, 3, () => 5);
    pace.took(1, 500);
    expect(pace.steps()).toBe(8);
  });

  it('starts anew with steps of another kind, which may take far longer', () => {
    const pace = new Pace();
    stepsAfter(pace, 8, () => 5);
    pace.restart();
    expect(pace.steps()).toBe(1);
  });

  it.each([0.5, 5, 40, 300])('comes to rest on a machine that needs %f ms a step', (perStep) => {
    const seen = stepsAfter(new Pace(), 60, (count) => perStep * count);
    expect(new Set(seen.slice(30)).size).toBe(1);
    const milliseconds = seen.at(-1)! * perStep;
    expect(milliseconds).toBeLessThanOrEqual(Math.max(160, perStep));
    expect(milliseconds).toBeGreaterThanOrEqual(Math.min(80, 256 * perStep));
  });
});
