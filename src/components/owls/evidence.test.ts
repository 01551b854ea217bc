// Could anybody have noticed? The answer stands first, in words that the numbers decide.
import { expect, test } from 'vitest';
import { findingsOf, noticedWords } from './evidence.ts';
import { runUntil, SPEC } from './run-fixture.ts';
import { emptyOwls } from './state.ts';

const words = (...accuracy: number[]) => noticedWords({ accuracy, auc: accuracy, firstNumberAuc: accuracy });

test.each([
  [[0.668, 0.706, 0.718, 0.638], /^Yes, in part: a classifier .+ 68 % ± 6 of new lists; guessing gives 50 %\.$/],
  [[0.95, 0.97, 0.96, 0.99], /^Almost always: .+ 97 % ± 3 /],
  [[0.52, 0.53, 0.52, 0.53], /^Hardly: .+ 53 % ± 1 /],
  [[0.49, 0.5, 0.51, 0.5], /^No: .+ 50 % ± 1 /],
  [[0.4, 0.42, 0.41, 0.4], /^No: /],
  [[0.4, 0.9, 0.5, 0.8], /^It cannot be told from these seeds: .+ 65 % \(27 to 100\) /],
  [[0.7], /^One seed is too few to tell: .+ 70 % of new lists/],
  [[0.7, 0.72], /^Two seeds are too few to tell: .+ 71 % \(70, 72\) of/],
])('accuracies of %j are answered %s', (accuracy, answer) => {
  expect(words(...accuracy)).toMatch(answer);
});

test('nothing but the classifier is in its list, all in the same unit', () => {
  expect(findingsOf(emptyOwls(SPEC))).toEqual([]);
  const findings = findingsOf(runUntil());
  expect(findings.map(({ name }) => name)).toEqual([
    'names the right author of a list',
    'picks the teacher’s of two lists (AUC)',
    'the same, from the first number alone',
  ]);
  expect(findings[0]?.value).toBe('71 % (70, 72)');
  expect(findings.every(({ value, share }) => value.startsWith(`${Math.round(100 * share)} %`))).toBe(true);
});
