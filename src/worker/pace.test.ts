// The pace of the records: a few a second, whatever the machine.
import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** The steps of the next records if every record takes `milliseconds`. */
function stepsAfter(pace: Pace, records: number, milliseconds: number): number[] {
  return Array.from({ length: records }, () => {
    pace.took(milliseconds);
    return pace.steps();
  });
}

describe('Pace', () => {
  it('starts with a single step, so that something is seen at once', () => {
    expect(new Pace().steps()).toBe(1);
  });

  it('doubles while records come too fast, up to a limit', () => {
    expect(stepsAfter(new Pace(), 10, 5)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 256, 256]);
  });

  it('halves while records come too slowly, down to one step', () => {
    const pace = new Pace();
    stepsAfter(pace, 4, 5);
    expect(stepsAfter(pace, 6, 400)).toEqual([8, 4, 2, 1, 1, 1]);
  });

  it('stays where it is while records come a few times a second', () => {
    const pace = new Pace();
    stepsAfter(pace, 3, 5);
    for (const milliseconds of [60, 100, 150]) expect(stepsAfter(pace, 3, milliseconds)).toEqual([8, 8, 8]);
  });

  it('starts anew with steps of another kind, which may take far longer', () => {
    const pace = new Pace();
    stepsAfter(pace, 8, 5);
    pace.restart();
    expect(pace.steps()).toBe(1);
  });

  it.each([0.5, 5, 40, 300])('comes to rest on a machine that needs %f ms a step', (perStep) => {
    const pace = new Pace();
    const seen: number[] = [];
    for (let record = 0; record < 30; record++) {
      pace.took(pace.steps() * perStep);
      seen.push(pace.steps());
    }
    expect(new Set(seen.slice(10)).size).toBe(1);
    const milliseconds = seen.at(-1)! * perStep;
    expect(milliseconds).toBeLessThanOrEqual(Math.max(150, perStep));
    expect(milliseconds).toBeGreaterThanOrEqual(Math.min(60, 256 * perStep));
  });
});
