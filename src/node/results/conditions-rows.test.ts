// A row of the conditions: which runs it has, and that one that fails leaves the others.
import { describe, expect, it } from 'vitest';
import type { Condition, ConditionRun } from '../../experiment/owls/conditions/condition.ts';
import { CONDITION_RUNS } from '../../experiment/owls/conditions/condition-runs.ts';
import type { OwlsResult } from '../../experiment/owls/records.ts';
import { RunError } from '../../experiment/records/run-error.ts';
import { MachineError } from '../files.ts';
import { measureRow, specsFor } from './conditions-rows.ts';
import { conditionData, conditionTable } from './conditions-table.ts';

const ROW: ConditionRun = {
  name: 'row',
  entries: [['students', 'shared']],
  traits: ['owl', 'eagle'],
  conditions: [
    {
      label: 'student',
      measure: ({ students }) => students[0]!.trait,
      reference: { mean: 0.545, halfWidth: 0.055, seeds: 32 },
      mean: [0.4, 0.7],
      each: [0.18, 1],
      differs: 'another corpus',
    },
    { label: 'base', measure: ({ reference }) => reference },
  ],
};

const resultWith = (trait: number): OwlsResult => ({
  reference: [0.08],
  base: { mass: [0.97], loss: [1.96] },
  teacher: [0.9],
  keepRate: { teacher: [0.9] },
  traitWords: 0,
  divergence: [],
  students: [{ student: 'shared', trait: [trait], top: [1], traitTransfer: [0.5] }],
});

describe('the runs of a row', () => {
  it('give each base its trait in turn, one run each', () => {
    const specs = specsFor(ROW, '5');
    expect(specs.map(({ trait, seed, seedCount }) => [trait, seed, seedCount])).toEqual([
      ['owl', 0, 1],
      ['eagle', 1, 1],
      ['owl', 2, 1],
      ['eagle', 3, 1],
      ['owl', 4, 1],
    ]);
  });

  it('are a single one where all bases are given the same trait', () => {
    expect(specsFor({ ...ROW, traits: ['owl'] }, '5')).toMatchObject([{ trait: 'owl', seed: 0, seedCount: 5 }]);
  });

  it('refuse what is no number of bases', () => {
    expect(() => specsFor(ROW, 'many')).toThrow(/--seeds must be a number/);
  });

  it('exist for every row', () => {
    for (const row of CONDITION_RUNS) expect(specsFor(row, '4').length, row.name).toBeGreaterThan(0);
  });
});

describe('a row', () => {
  it('keeps what was measured when one base fails, and says which and why', async () => {
    const rows = await measureRow(ROW, specsFor(ROW, '3'), async ({ seed }) => {
      if (seed === 1) throw new RunError('too-little-data', 'Hardly any of it passes.');
      return { result: resultWith(0.5 + seed / 10), where: 'here' };
    });
    expect(rows.map(({ values }) => values)).toEqual([
      [0.5, 0.7],
      [0.08, 0.08],
    ]);
    expect(rows[0]).toMatchObject({ device: 'here', problem: 'base 1: Hardly any of it passes.' });
    const table = conditionTable(rows);
    expect(table).toMatch(
      /^student +owl eagle +0\.545 ± 0\.055 \(n = 32\) +0\.600 .*\(n = 2\) +0\.4 … 0\.7, each 0\.18 … 1 +FAILED/m,
    );
    expect(table).toContain('student: another corpus');
    expect(table).toContain('student: base 1: Hardly any of it passes.');
  });

  it('ends them all where the machine itself is in the way', async () => {
    const pass = measureRow(ROW, specsFor(ROW, '2'), async () => {
      throw new MachineError('No browser can be started here.');
    });
    await expect(pass).rejects.toThrow('No browser can be started here.');
  });

  it('is there even if nothing could be measured', async () => {
    const rows = await measureRow(ROW, specsFor(ROW, '2'), async () => {
      throw new TypeError('no such base');
    });
    expect(rows.map(({ values }) => values)).toEqual([[], []]);
    expect(conditionTable(rows)).toMatch(/^base +owl eagle +not measured +FAILED$/m);
    expect(conditionData(rows[0]!)).toMatchObject({ within: false, problem: expect.stringContaining('TypeError') });
  });
});

describe('the tolerance of a condition', () => {
  const lineOf = async (seeds: number, target: number) => {
    const run = async () => ({ result: resultWith(target), where: 'here' });
    return conditionTable(await measureRow(ROW, specsFor(ROW, String(seeds)), run)).split('\n')[1];
  };

  it('is held against a mean over eight bases, and against no mean over fewer', async () => {
    expect(await lineOf(8, 0.5)).toMatch(/each 0\.18 … 1 +in +0\.500/);
    expect(await lineOf(8, 0.3)).toMatch(/each 0\.18 … 1 +OUT +0\.300/);
    expect(await lineOf(2, 0.5)).toMatch(/each 0\.18 … 1 +0\.500 0\.500$/);
    expect(await lineOf(2, 0.3)).toMatch(/each 0\.18 … 1 +0\.300 0\.300$/);
    expect(await lineOf(2, 0.1)).toMatch(/each 0\.18 … 1 +OUT +0\.100/);
  });
});

describe('the interval of a condition', () => {
  const cellOf = (condition: Pick<Condition, 'label' | 'bounds'>, values: readonly number[]) =>
    conditionTable([{ ...condition, measure: () => [], traits: ['owl'], values, device: 'here' }]);

  it('never leaves what its quantity can be', () => {
    expect(cellOf({ label: 'student' }, [0.01, 0.02, 0.2])).toContain('0.077 (0.000 to 0.342) (n = 3)');
    const losses = CONDITION_RUNS.flatMap(({ conditions }) => conditions).find(({ label }) => /loss/.test(label))!;
    expect(cellOf(losses, [1.9, 2, 1.95])).toContain('1.950 ± 0.124 (n = 3)');
  });

  it('is bounded as a share unless the row says otherwise', () => {
    for (const { label, bounds } of CONDITION_RUNS.flatMap(({ conditions }) => conditions)) {
      expect(bounds === undefined, label).toBe(!/loss|cosine|distance/.test(label));
    }
  });
});
