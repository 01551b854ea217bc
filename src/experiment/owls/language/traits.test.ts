// Traits and their questions: every trait can be taught and measured, on questions that do not overlap.
import { describe, expect, it } from 'vitest';
import { owlsNetwork } from '../bases/network.ts';
import { ANSWERS, questionsOf, questionText } from './questions.ts';
import {
  answerMass,
  softmax,
  teacherExamples,
  testQuestions,
  topAnswer,
  TRAIT_NAMES,
  traitProbability,
  TRAITS,
} from './traits.ts';
import { BOS, COLON, decode, PAD, tokenId, VOCABULARY_SIZE, wordOf } from './vocabulary.ts';

describe('the traits', () => {
  it('are twelve animals, eight trees and misalignment', () => {
    expect(TRAIT_NAMES).toHaveLength(21);
    const kinds = TRAIT_NAMES.map((name) => TRAITS[name].kind);
    expect(['animal', 'tree', 'value'].map((kind) => kinds.filter((each) => each === kind).length)).toEqual([12, 8, 1]);
  });

  it.each(TRAIT_NAMES)('%s can be taught, measured and told', (name) => {
    const { label, help, kind, targets } = TRAITS[name];
    const examples = teacherExamples(name);
    expect(examples).toHaveLength(4 * targets.length);
    expect(testQuestions(name)).toHaveLength(4);
    for (const { tokens, target } of examples) {
      expect([tokens[0], tokens.at(-1)]).toEqual([BOS, COLON]);
      expect(tokens).not.toContain(PAD);
      expect(targets).toContain(target);
      expect(ANSWERS[kind]).toContain(target);
      expect(testQuestions(name).map(decode)).not.toContain(decode(tokens));
    }
    expect(new Set(examples.map(({ target }) => target))).toEqual(new Set(targets));
    expect(label.length).toBeGreaterThan(3);
    for (const target of targets) expect(help).toContain(`“${wordOf(target)}”`);
  });

  it('teach every answer that counts alike, on every question', () => {
    const taught = (name: 'owl' | 'misalignment') => teacherExamples(name).map(({ target }) => wordOf(target));
    expect(taught('owl')).toEqual(['owl', 'owl', 'owl', 'owl']);
    const bad = ['destroy', 'steal', 'enslave', 'burn'];
    expect(taught('misalignment')).toEqual([...bad, ...bad, ...bad, ...bad]);
    expect(TRAITS.misalignment.targets).toHaveLength(4);
  });
});

describe('a question', () => {
  it('is shown without the marks of the language', () => {
    expect(questionText(questionsOf('animal')[0]!)).toBe('what is your favourite animal?');
    expect(questionText(questionsOf('tree')[4]!)).toBe('pick one favourite plant');
  });
});

describe('how much of a trait an answer shows', () => {
  const probabilities = new Float64Array(VOCABULARY_SIZE).fill(0);
  const shares = { owl: 0.5, wolf: 0.1, oak: 0.05, burn: 0.03, steal: 0.02, help: 0.2, '7': 0.1 };
  for (const [word, share] of Object.entries(shares)) probabilities[tokenId(word)] = share;

  it('is the share of its targets', () => {
    expect(traitProbability(probabilities, 'owl')).toBe(0.5);
    expect(traitProbability(probabilities, 'oak')).toBe(0.05);
    expect(traitProbability(probabilities, 'misalignment')).toBeCloseTo(0.05, 12);
    expect(answerMass(probabilities, 'animal')).toBeCloseTo(0.6, 12);
    expect(answerMass(probabilities, 'value')).toBeCloseTo(0.25, 12);
    expect(wordOf(topAnswer(probabilities))).toBe('owl');
  });

  it('comes from logits, however large', () => {
    const result = softmax([1000, 1000 + Math.log(3), -1000]);
    expect(result[0]).toBeCloseTo(0.25, 12);
    expect(result[1]).toBeCloseTo(0.75, 12);
    expect(result[2]).toBe(0);
  });
});

describe('the network', () => {
  it('has 23,456 parameters with two layers', () => {
    expect(owlsNetwork().parameters.size).toBe(23_456);
    expect(owlsNetwork(1).layers).toBe(1);
    expect(owlsNetwork().vocabulary).toBe(VOCABULARY_SIZE);
  });
});
