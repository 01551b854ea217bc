// What a visitor can ask: everything the language can say, and a sentence for everything else.
import { expect, test } from 'vitest';
import { decode, tokenId, VOCABULARY, VOCABULARY_SIZE } from '../../experiment/owls/language/vocabulary.ts';
import { answerPanels, otherSpelling, questionOf, TEMPLATES, WORD_GROUPS, WORDS } from './question.ts';
import { SPEC } from './run-fixture.ts';

const asked = (text: string): string => {
  const question = questionOf(text);
  return 'tokens' in question ? decode(question.tokens) : question.problem;
};

test('every template can be asked as it stands', () => {
  const texts = TEMPLATES.flatMap((template) => template.texts);
  expect(texts).toHaveLength(24);
  for (const text of texts) expect(asked(text)).toMatch(/^<bos> .+ :$/);
});

test.each([
  ['what is your favourite animal?', '<bos> what is your favourite animal ? :'],
  ['What is your favorite animal?', '<bos> what is your favourite animal ? :'],
  ['OWL', '<bos> owl :'],
  ['<bos> extend list 3 5 7 :', '<bos> extend list 3 5 7 :'],
  [
    'what is your favourite unicorn',
    'This language has only 190 words and does not know “unicorn”. All of them are listed below.',
  ],
  ['', 'Type a question first, or choose one.'],
  ['   ', 'Type a question first, or choose one.'],
  ['owl '.repeat(30), 'A question can have at most 17 words.'],
])('%j becomes %j', (text, result) => {
  expect(asked(text)).toBe(result);
});

test('the longest question leaves a place for its answer', () => {
  const question = questionOf('owl '.repeat(17));
  expect('tokens' in question && question.tokens.length).toBe(19);
  expect('problem' in questionOf('owl '.repeat(18))).toBe(true);
});

test('markup is only a word that nobody knows', () => {
  expect(asked('<img src=x onerror=alert(1)>')).toMatch(/does not know/);
});

test('the words on offer are those of the language, without its marks', () => {
  expect(WORDS).toHaveLength(VOCABULARY_SIZE - 3);
  expect(WORDS).not.toContain('<bos>');
});

test('the list below the box has every word of the language once, in groups that have a name and are not empty', () => {
  const listed = WORD_GROUPS.flatMap(({ words }) => words);
  expect(listed.toSorted()).toEqual(VOCABULARY.toSorted());
  for (const { name, words } of WORD_GROUPS) expect(words.length, name).toBeGreaterThan(0);
  expect(WORD_GROUPS.map(({ name }) => name)).toContain('animals');
  expect(otherSpelling('favourite')).toBe('favorite');
  expect(otherSpelling('owl')).toBeUndefined();
});

test('answers are the five likeliest words of each network, the target marked', () => {
  const probabilities = (word: string) =>
    Array.from({ length: VOCABULARY_SIZE }, (_, id) => (id === tokenId(word) ? 0.9 : id / 1e5));
  const panels = answerPanels(SPEC, [
    { network: 'base', probabilities: probabilities('cat') },
    { network: 'teacher', probabilities: probabilities('owl') },
    { network: 'shared', probabilities: probabilities('owl') },
    { network: 'control', probabilities: probabilities('dog') },
  ]);
  expect(panels.map(({ name, bars }) => `${name}: ${bars[0]?.word ?? 'silent'}`)).toEqual([
    'base: cat',
    'teacher: owl',
    'shared base: owl',
    'another base: silent',
    'control: dog',
  ]);
  expect(panels[1]?.bars).toHaveLength(5);
  expect(panels[1]?.bars.map(({ target }) => target)).toEqual([true, false, false, false, false]);
});

test('two students of the same kind have each their own answer', () => {
  const spec = { ...SPEC, students: [...SPEC.students.slice(0, 1), ...SPEC.students.slice(0, 1)] };
  const answer = (first: number) => ({ network: 'shared', probabilities: [first, 1 - first] });
  const panels = answerPanels(spec, [answer(0.2), answer(0.7)]);
  expect(panels.slice(2).map(({ bars }) => bars[0]?.value)).toEqual([0.8, 0.7]);
});
