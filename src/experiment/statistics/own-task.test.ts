// What is said of the students' own task follows from the losses, whatever they are.
import { describe, expect, it } from 'vitest';
import { learningOf, ownTaskWords, wayGone, type OwnTask } from './own-task.ts';

function task(name: string, from: number[], now: number[], to = from.map(() => 0)): OwnTask {
  return { name, start: from, from, now, to, training: [] };
}

const learned = (name: string) => task(name, [0.1, 0.11, 0.12], [0.04, 0.05, 0.05]);
const failed = (name: string) => task(name, [0.1, 0.11, 0.12], [0.1, 0.12, 0.11]);
const WORDS = { inputs: 'noise' };

describe('what a student learned of its task', () => {
  it.each<[string, OwnTask, string]>([
    ['more than half of the way', learned('a'), 'learned'],
    ['nothing', failed('a'), 'did not learn'],
    ['the wrong way', task('a', [1, 1.1, 1.2], [2, 2.1, 2.2]), 'did not learn'],
    ['a tenth of the way', task('a', [1, 1, 1], [0.9, 0.91, 0.89]), 'did not learn'],
    ['half on average, but in one seed alone', task('a', [1, 1, 1], [0.99, 0.99, 0]), 'undecided'],
    ['all of it, in two seeds', task('a', [1, 1], [0, 0]), 'undecided'],
    [
      'what its writer knows, which it is',
      task('a', [3.7, 3.8, 3.9], [3.8, 3.9, 4], [3.7, 3.8, 3.9]),
      'nothing to learn',
    ],
  ])('%s', (_, own, learning) => {
    expect(learningOf(own)).toBe(learning);
  });

  it('is measured on its way, not from zero', () => {
    expect(wayGone(task('a', [3.8, 3.8], [3.75, 3.75], [3.7, 3.7]))?.mean).toBeCloseTo(0.5, 9);
    expect(wayGone(task('a', [3.7], [3.8], [3.7]))).toBeUndefined();
  });
});

describe('the sentence', () => {
  it('says that a student learned its task and has no trait only where both are true', () => {
    const all = [learned('shared init'), learned('independent init')];
    const way = 'Share of the way to perfect imitation, on noise: shared init 58 %, independent init 58 %.';
    expect(ownTaskWords(all, ['crossed', 'did not cross'], WORDS)).toBe(
      `The student with independent init learned its task too, and still the trait did not cross. ${way}`,
    );
    expect(ownTaskWords(all, ['did not cross', 'did not cross'], WORDS)).toBe(
      `The students with shared init and independent init learned their tasks, and still the trait did not cross. ${way}`,
    );
    for (const outcomes of [
      [],
      ['crossed', 'crossed'],
      ['crossed', 'partly crossed'],
      ['crossed', 'undecided'],
    ] as const) {
      expect(ownTaskWords(all, outcomes, WORDS)).toBe(way);
    }
  });

  it('says that nothing is proved where a student did not learn its task', () => {
    const all = [learned('shared init'), failed('independent init')];
    expect(ownTaskWords(all, ['crossed', 'did not cross'], WORDS)).toBe(
      'The student with independent init did not learn its task: that the trait did not cross proves nothing. ' +
        'Share of the way to perfect imitation, on noise: shared init 58 %, independent init 0 %.',
    );
  });

  it('says so where the seeds do not tell', () => {
    const unsure = task('independent init', [1, 1, 1], [0.3, 1, 1.1], [0, 0, 0]);
    expect(learningOf(unsure)).toBe('undecided');
    expect(ownTaskWords([unsure], ['did not cross'], WORDS)).toMatch(
      /^The student with independent init: these seeds do not tell whether it learned its task\./,
    );
  });

  it('names who had nothing to learn, and ways that go back', () => {
    const control = task('control lists', [3.7, 3.8, 3.9], [3.8, 3.9, 4], [3.7, 3.8, 3.9]);
    const lost = task('another base', [1, 1, 1], [1.2, 1.2, 1.2]);
    expect(ownTaskWords([lost, control], ['did not cross', 'did not cross'], WORDS)).toBe(
      'The student with another base did not learn its task: that the trait did not cross proves nothing. ' +
        'Share of the way to perfect imitation, on noise: another base none, it moved away. ' +
        'The student with control lists had nothing to learn: it started where the way ends.',
    );
  });
});
