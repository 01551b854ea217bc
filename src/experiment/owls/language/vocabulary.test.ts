// The language's words: ids both ways, and what becomes of a text that a visitor wrote. The golden file is compared with
// all of it in src/golden.
import { describe, expect, it } from 'vitest';
import * as vocabulary from './vocabulary.ts';
import { decode, encode, isNumber, numberId, numberOf, tokenId, VOCABULARY, wordOf } from './vocabulary.ts';

describe('the vocabulary', () => {
  it('has 190 words, none twice', () => {
    expect(vocabulary.VOCABULARY_SIZE).toBe(190);
    expect(new Set(VOCABULARY).size).toBe(190);
  });

  it('finds each word by its id and each id by its word', () => {
    VOCABULARY.forEach((word, id) => {
      expect(tokenId(word)).toBe(id);
      expect(wordOf(id)).toBe(word);
    });
  });

  it('puts padding first, so that a target of 0 means none', () => {
    const { PAD, BOS, EOS, COLON } = vocabulary;
    expect([PAD, BOS, EOS, COLON].map(wordOf)).toEqual(['<pad>', '<bos>', '<eos>', ':']);
    expect(PAD).toBe(0);
  });

  it('ends with the numbers', () => {
    expect([vocabulary.NUMBER_FROM, vocabulary.NUMBER_TO]).toEqual([90, 190]);
    for (let number = 0; number < 100; number++) {
      expect(numberId(number)).toBe(90 + number);
      expect(numberOf(90 + number)).toBe(number);
    }
    expect(VOCABULARY.map((_, id) => isNumber(id)).indexOf(true)).toBe(90);
    expect([-1, 0, 89, 190].filter(isNumber)).toEqual([]);
  });

  it('understands the American spelling of every word that it spells the British way', () => {
    const british = VOCABULARY.filter((word) => /[^y]our|(is|ys)e(d|r|s)?$|ogue$|[^aeiou]tre$|grey/.test(word));
    expect(british).toEqual(['favourite']);
    expect([...vocabulary.SPELLINGS.values()]).toEqual(british);
    expect(encode('Your favorite?')).toEqual(encode('your favourite ?'));
  });

  it('throws for what it does not have', () => {
    for (const word of ['owls', '', 'constructor', '100', '07']) expect(() => tokenId(word)).toThrow(RangeError);
    for (const id of [-1, 190, 0.5, NaN]) expect(() => wordOf(id)).toThrow(RangeError);
    expect(() => numberOf(tokenId('owl'))).toThrow('“owl” is no number');
    expect(() => numberId(100)).toThrow(RangeError);
  });
});

describe('a text of a visitor', () => {
  it('may be written in capitals, with its signs glued to the words', () => {
    const { tokens, unknown } = encode('  What is your FAVOURITE animal?:\n');
    expect(decode(tokens)).toBe('what is your favourite animal ? :');
    expect(unknown).toEqual([]);
  });

  it.each([
    ['def f(x) return x+3*x-12', 'def f ( x ) return x + 3 * x - 12'],
    ['think 3 4=7, 5 answer 12', 'think 3 4 = 7 , 5 answer 12'],
    ['<bos> would_you <eos>', '<bos> would_you <eos>'],
    ['', ''],
  ])('“%s” is read as “%s”', (text, words) => {
    expect(decode(encode(text).tokens)).toBe(words);
  });

  it('loses the words that are not in the language, and says which', () => {
    const { tokens, unknown } = encode('Tell me, dear Penguin: 100 or 7? <pad> 🦉 <script> __proto__');
    expect(decode(tokens)).toBe('tell me , : 7 ?');
    expect(unknown).toEqual(['dear', 'Penguin', '100', 'or', '<pad>', '🦉', '<script>', '__proto__']);
  });

  it('is read back from what is decoded', () => {
    const everything = VOCABULARY.map((_, id) => id).slice(1);
    expect(encode(decode(everything))).toEqual({ tokens: everything, unknown: [] });
  });
});
