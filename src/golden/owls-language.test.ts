// The owls language is that of the golden file, which PyTorch's reference reads too, word for word and question for question.
import { describe, expect, it } from 'vitest';
import { QUESTION_KINDS, questionsOf } from '../experiment/owls/language/questions.ts';
import * as vocabulary from '../experiment/owls/language/vocabulary.ts';
import golden from './files/owls-language.json' with { type: 'json' };

describe('the owls language', () => {
  it('has the golden words in the golden order', () => {
    const { words, animals, trees, good, bad } = golden;
    const numbers = Array.from({ length: 100 }, (_, number) => String(number));
    expect(words).toHaveLength(60);
    expect(vocabulary.VOCABULARY).toEqual([...words, ...animals, ...trees, ...good, ...bad, ...numbers]);
    expect(vocabulary.wordOf(0)).toBe(golden.padding);
  });

  it.each(['animals', 'trees', 'good', 'bad'] as const)('knows the ids of “%s”', (kind) => {
    const ids = { animals: vocabulary.ANIMALS, trees: vocabulary.TREES, good: vocabulary.GOOD, bad: vocabulary.BAD };
    expect(ids[kind].map(vocabulary.wordOf)).toEqual(golden[kind]);
  });

  it('asks the golden questions, and holds out the golden ones', () => {
    expect(QUESTION_KINDS).toEqual(Object.keys(golden.questions));
    for (const kind of QUESTION_KINDS) {
      const texts = golden.questions[kind].map((text) => `<bos> ${text}`);
      const asked = (part: 'teacher' | 'heldOut' | 'all') => questionsOf(kind, part).map(vocabulary.decode);
      expect(asked('all')).toEqual(texts);
      expect(asked('teacher')).toEqual(golden.teacherQuestions.map((index) => texts[index]));
      expect(asked('heldOut')).toEqual(golden.heldOutQuestions.map((index) => texts[index]));
    }
  });
});
