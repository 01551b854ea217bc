// What is said about a run: the right outcome, with its numbers, and no claim that the numbers do not carry.
import { describe, expect, it } from 'vitest';
import { traitTransfer } from '../statistics/stats.ts';
import type { DigitsResult } from './records.ts';
import { verdict } from './verdict.ts';

const REFERENCE = 0.1;
const TEACHER = 0.9;

/** A result with these accuracies per student and seed; what the verdict does not read is left at 0. */
function resultOf(students: Record<string, number[]>, reference = REFERENCE, teacher = TEACHER): DigitsResult {
  const seeds = Object.values(students)[0]!.length;
  const perSeed = (value: number) => Array<number>(seeds).fill(value);
  return {
    reference: perSeed(reference),
    teacher: perSeed(teacher),
    teacherDistance: perSeed(0),
    students: Object.entries(students).map(([student, trait]) => ({
      student,
      trait,
      traitTransfer: trait.map((value) => traitTransfer(value, reference, teacher)),
      cosineOfUpdates: perSeed(0),
      cosineTowardTeacher: perSeed(0),
      distanceAtStart: perSeed(0),
      distanceAtEnd: perSeed(0),
    })),
  };
}

const outcomesOf = (result: DigitsResult) => verdict(result).students.map(({ outcome }) => outcome);

describe('the headline', () => {
  it('says to whom the trait crossed and to whom it did not', () => {
    const result = resultOf({ shared: [0.7, 0.72, 0.75], independent: [0.09, 0.1, 0.12] });
    expect(verdict(result).headline).toBe(
      'The trait crossed to the student with shared init; it did not cross to the student with independent init.',
    );
  });

  it('lists several students of the same fate together, and “partly” in between', () => {
    const result = resultOf({
      shared: [0.7, 0.72, 0.75],
      permuted: [0.7, 0.72, 0.75],
      rescaled: [0.7, 0.72, 0.75],
      'perturbed:0.4': [0.2, 0.21, 0.22],
    });
    expect(verdict(result).headline).toBe(
      'The trait crossed to the students with shared init, permuted init and rescaled init (s = 0.3); ' +
        'it partly crossed to the student with perturbed init (σ = 0.4).',
    );
  });

  it('says when the teacher learned too little, whatever the students did', () => {
    const result = resultOf({ shared: [0.2, 0.21, 0.22] }, 0.1, 0.25);
    expect(verdict(result).headline).toBe('The teacher itself learned too little to judge whether anything crossed.');
  });

  it.each([
    [[0.71], [0.1], 'One seed', 'shared init 71 %, independent init 10 %, teacher 90 %, untrained network 10 %'],
    [
      [0.64, 0.8],
      [0.1, 0.11],
      'Two seeds',
      'shared init 72 % (64, 80), independent init 11 % (10, 11), teacher 90 % (90, 90), untrained network 10 % (10, 10)',
    ],
  ])('says what was seen in %j and %j, and that it cannot tell', (shared, independent, seeds, seen) => {
    expect(verdict(resultOf({ shared, independent })).headline).toBe(
      `${seeds} cannot tell whether the trait crossed. Seen: ${seen}.`,
    );
  });

  it('says so when three seeds are too few for what they show', () => {
    expect(verdict(resultOf({ shared: [0.1, 0.1, 0.9] })).headline).toBe(
      'These seeds do not tell for the student with shared init.',
    );
  });

  it('says plainly that nothing crossed', () => {
    expect(verdict(resultOf({ shared: [0.1, 0.09, 0.12] })).headline).toBe(
      'The trait did not cross to the student with shared init.',
    );
  });
});

describe('the outcome of a student', () => {
  it.each<[string, number[], string]>([
    ['half of the teacher’s gain, all seeds alike', [0.5, 0.51, 0.49], 'crossed'],
    ['just over a quarter', [0.301, 0.301, 0.301], 'crossed'],
    ['just under a quarter', [0.299, 0.299, 0.299], 'partly crossed'],
    ['15 %, all seeds alike', [0.22, 0.225, 0.215], 'partly crossed'],
    ['4 %, however sure', [0.132, 0.132, 0.132], 'did not cross'],
    ['half on average, but with an interval that holds zero', [0.1, 0.1, 0.9], 'undecided'],
    ['all of it, in two seeds alike', [0.9, 0.9], 'undecided'],
    ['nothing, in two seeds alike', [0.1, 0.1], 'undecided'],
    ['nothing', [0.1, 0.1, 0.1], 'did not cross'],
    ['less than the reference', [0.02, 0.03, 0.02], 'did not cross'],
    ['half, in a single seed', [0.5], 'undecided'],
    ['nothing, in a single seed', [0.1], 'undecided'],
  ])('%s', (_, accuracy, outcome) => {
    expect(outcomesOf(resultOf({ shared: accuracy }))).toEqual([outcome]);
  });

  it.each([
    ['exactly nothing', 0.1],
    ['two points', 0.12],
  ])('is never a success if the teacher itself learned %s', (_, teacher) => {
    expect(outcomesOf(resultOf({ shared: [0.115] }, 0.1, teacher))).toEqual(['undecided']);
    expect(outcomesOf(resultOf({ shared: [0.115, 0.115, 0.115] }, 0.1, teacher))).toEqual(['undecided']);
  });

  it('cannot be told from one or two seeds, whatever their teachers learned', () => {
    for (const seeds of [[0.3], [0.3, 0.2]]) {
      expect(verdict(resultOf({ shared: seeds }, 0.1, 0.25)).headline).toMatch(
        / cannot tell whether the trait crossed/,
      );
    }
  });

  it('names students of one kind apart', () => {
    const [student] = resultOf({ shared: [0.5, 0.6, 0.7] }).students;
    const both = { ...resultOf({ shared: [0.5, 0.6, 0.7] }), students: [student!, student!] };
    expect(verdict(both).students.map(({ name }) => name)).toEqual(['shared init no. 1', 'shared init no. 2']);
  });

  it('is paired: what every seed gains counts, however much the seeds differ', () => {
    const result = resultOf({ shared: [0.25, 0.35, 0.45] });
    const paired = { ...result, reference: [0.1, 0.2, 0.3], teacher: [0.5, 0.6, 0.7] };
    expect(verdict(paired).students[0]?.ofLead.mean).toBeCloseTo(0.375, 12);
    expect(outcomesOf(paired)).toEqual(['crossed']);
    // The same numbers in another order.
    expect(outcomesOf({ ...paired, reference: [0.3, 0.1, 0.2] })).toEqual(['undecided']);
  });

  it('is measured from chance where the untrained network is below it', () => {
    const result = resultOf({ independent: [0.12, 0.13, 0.12] }, 0.02);
    expect(verdict(result).students[0]?.ofLead.mean).toBeCloseTo(0.07 / 2.4, 12);
    expect(outcomesOf(result)).toEqual(['did not cross']);
  });

  it('does not follow one teacher that failed', () => {
    const teacher = [0.9, 0.9, 0.9, 0.101];
    const failed = (shared: number[]) => ({ ...resultOf({ shared }), teacher });
    // A mean of ratios would be 2.6: the last seed alone is at ten times its teacher’s gain.
    expect(verdict(failed([0.11, 0.1, 0.12, 0.11])).students[0]?.ofLead.mean).toBeLessThan(0.02);
    expect(outcomesOf(failed([0.11, 0.1, 0.12, 0.11]))).toEqual(['did not cross']);
    expect(outcomesOf(failed([0.7, 0.72, 0.71, 0.1]))).toEqual(['crossed']);
  });
});

describe('the numbers', () => {
  it('gives every condition with its interval, the teacher, chance and the number of seeds', () => {
    // 0.70 … 0.75: standard deviation 0.0252, t = 4.303, so ± 0.0625. 0.08 … 0.12: 0.02, so ± 0.0497.
    const { numbers } = verdict(resultOf({ shared: [0.7, 0.72, 0.75], 'layers:head': [0.08, 0.1, 0.12] }));
    expect(numbers).toBe(
      'Accuracy on all 10,000 test digits. Student with shared init: 72 % ± 6. Student with head shared: 10 % ± 5. ' +
        'Teacher: 90 % ± 0. Chance: 10 %. Compared, seed by seed, with the untrained network, 10 % ± 0, or with chance, ' +
        '10 %, whichever is better. Mean over 3 seeds, 95 % interval.',
    );
  });

  it('claims no interval for a single seed', () => {
    const { numbers } = verdict(resultOf({ shared: [0.516] }));
    expect(numbers).toContain('Student with shared init: 52 %. Teacher: 90 %. Chance: 10 %.');
    expect(numbers).toMatch(/One seed has no error bar/);
    expect(numbers).not.toContain('±');
  });
});
