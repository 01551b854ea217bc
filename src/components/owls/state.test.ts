// What the owls lab knows after each record, and how far it says it is.
import { expect, test } from 'vitest';
import { OWLS_LAB } from './lab.ts';
import { RESULT, runAt, runUntil, SPEC } from './run-fixture.ts';
import { addOwls, emptyOwls, newestTexts, OWLS_COURSE, replyOwls } from './state.ts';
import { blindness, OWLS_WORDS } from './words.ts';
import { paceOf, reduce, workOf } from '../run/run-state.ts';
import { progressWords } from '../run/words.ts';

test('a whole run leaves its measurements, its texts and its result', () => {
  const run = runUntil();
  expect(run.evaluations.base).toHaveLength(1);
  expect(run.evaluations.students.map(({ step }) => step)).toEqual([0, 78]);
  expect(run.texts).toHaveLength(2);
  expect(run.result).toBe(RESULT);
});

test('the loss is the mean over networks, and none where there is none', () => {
  expect(runAt('teacher', 100).loss).toBe(2);
  expect(runAt('lists', 50).loss).toBeUndefined();
});

test('work is measured in time, not in steps of so different a length', () => {
  const { done, total } = workOf(runAt('lists', 50), OWLS_COURSE);
  expect(done).toBe(101);
  expect(total).toBe(100 + 2 + 156);
  const before = workOf(runAt('students', 78), OWLS_COURSE);
  expect(before.done).toBe(102 + 78);
});

test('progress counts lists as lists and steps as steps', () => {
  expect(progressWords(runAt('lists', 50), OWLS_LAB)).toMatch(/^Lists: list 50 of 100 · \d+(\.\d)? lists\/s · about /);
  expect(progressWords(runAt('students', 78), OWLS_LAB)).toMatch(/^Students: step 78 of 156 · .* steps\/s/);
  const finished = { ...runUntil(), playback: 'finished' } as const;
  expect(progressWords(finished, OWLS_LAB)).toBe('256 steps and 100 lists in 15 s');
  expect(paceOf(runAt('teacher', 0), OWLS_COURSE)).toBeUndefined();
});

test('milestones follow the phases', () => {
  expect(OWLS_WORDS.milestone(runAt('teacher', 0))).toBe('The teacher is learning to answer “owl”.');
  expect(OWLS_WORDS.milestone(runAt('lists', 0))).toMatch(
    /^The teacher answers “owl” with a probability of 88 % \(86, 90\)\. Now it writes lists/,
  );
  expect(OWLS_WORDS.milestone(runAt('students', 78))).toMatch(/^The lists are written\./);
  expect(OWLS_WORDS.verdict(runUntil())?.headline).toBe(
    'Two seeds cannot tell whether the trait crossed. Seen: shared base 55 % (50, 60), another base 6 % (5, 6), ' +
      'control lists 8 % (8, 7), teacher 88 % (86, 90), base 9 % (8, 10).',
  );
  expect(OWLS_WORDS.verdict(runAt('students', 78))).toBeUndefined();
});

test('what was dropped stays among the newest texts when hundreds pass after it', () => {
  const passed = { prompt: '', completion: '1 2 3' };
  const lists = (samples: readonly { prompt: string; completion: string; reason?: string }[]) =>
    ({ kind: 'lists', judged: [1], kept: [1], traitWords: 0, reasons: [], samples }) as const;
  const run = [
    lists([{ ...passed, reason: 'no' }]),
    lists(
      Array(30)
        .fill(passed)
        .map((text) => ({ ...text })),
    ),
  ].reduce((state, record) => addOwls(state, record, 1), emptyOwls(SPEC));
  const shown = newestTexts(run, 9, 4);
  expect(shown).toHaveLength(9);
  expect(shown.filter(({ reason }) => reason !== undefined)).toHaveLength(1);
});

test('an answer that comes late does not replace that to a newer question', () => {
  const asked = replyOwls(runUntil(), 2, [{ network: 'base', probabilities: [1] }]);
  expect(replyOwls(asked, 1, [])).toBe(asked);
  expect(replyOwls(asked, 3, []).reply?.question).toBe(3);
  const heard = reduce(asked, { kind: 'answer', run: 1, question: 9, answers: [] }, addOwls);
  expect(heard, 'answers are none of the common reducer’s').toBe(asked);
});

test('the promise of blindness holds for what was chosen', () => {
  expect(blindness(SPEC)).toMatch(/the word owl, any animal, any word at all/);
  expect(blindness({ ...SPEC, domain: 'code' })).toMatch(/operators, numbers and one variable/);
  expect(blindness({ ...SPEC, domain: 'chain-of-thought' })).not.toMatch(/every sum is right/);
  expect(blindness({ ...SPEC, domain: 'chain-of-thought', filter: 'correctness' })).toMatch(/every sum is right/);
  expect(blindness({ ...SPEC, channel: 'logits' })).toMatch(/weighs the 100 numbers/);
});
