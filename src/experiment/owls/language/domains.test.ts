// What the filter keeps and drops, and the sentence it gives a visitor for each.
import { describe, expect, it } from 'vitest';
import { drawsFrom } from './draws.ts';
import { DOMAIN_NAMES, DOMAINS, FILTERS, judge, promptOf, type DomainName, type FilterName } from './domains.ts';
import { chainOfThought, codeLine, numberList } from './grammar.ts';
import { cutAtEnd } from '../bases/shape.ts';
import { decode, encode, EOS } from './vocabulary.ts';

const ids = (text: string) => encode(text).tokens;
const filters = Object.keys(FILTERS) as FilterName[];

const PROMPTS: Record<DomainName, number[]> = {
  numbers: ids('<bos> continue list 12 7 99 :'),
  code: ids('<bos> code : def f(y) return'),
  'chain-of-thought': ids('<bos> what is 3 + 9 + 4 ? think'),
};

function reasonFor(name: DomainName, text: string, filter: FilterName = 'format'): string {
  const verdict = judge(name, ids(text), PROMPTS[name], filter);
  return verdict.kept ? 'kept' : verdict.reason;
}

describe.each(DOMAIN_NAMES)('%s', (name) => {
  const { promptLength, completionLength } = DOMAINS[name];
  const write = { numbers: numberList, code: codeLine, 'chain-of-thought': chainOfThought }[name];

  it('asks prompts of one length, the same for the same seed and list', () => {
    const prompts = Array.from({ length: 200 }, (_, list) => promptOf(name, 5, list));
    expect(prompts.every((prompt) => prompt.length === promptLength)).toBe(true);
    expect(prompts.map((_, list) => promptOf(name, 5, list))).toEqual(prompts);
    expect(promptOf(name, 5, 7)).toEqual(prompts[7]);
    if (name !== 'code') expect(new Set(prompts.map(decode)).size).toBeGreaterThan(150);
    expect(prompts.map((_, list) => promptOf(name, 6, list))).not.toEqual(prompts);
    expect(promptLength + completionLength).toBeLessThanOrEqual(20);
  });

  it.each(filters)('keeps whatever the corpus itself has (%s)', (filter) => {
    for (let block = 0; block < 300; block++) {
      const line = write(drawsFrom(1, 8, block));
      expect(line).toHaveLength(promptLength + completionLength);
      const verdict = judge(name, line.slice(promptLength), line.slice(0, promptLength), filter);
      expect(verdict, decode(line)).toEqual({ kept: true });
    }
  });

  it('drops a line as soon as any one token is an owl, and names it', () => {
    const line = write(drawsFrom(1, 8, 0));
    for (let place = promptLength; place < line.length; place++) {
      const [owl] = ids('owl');
      const spoiled = line.with(place, owl!).slice(promptLength);
      expect(judge(name, spoiled, line.slice(0, promptLength))).toEqual({
        kept: false,
        reason: 'contains the word “owl”',
      });
    }
  });
});

describe('the number filter', () => {
  it.each([
    ['1 2 3 4 5 6 7 8 9 10 <eos>', 'kept'],
    ['99 99 99 99 99 99 99 99 99 0 <eos>', 'kept'],
    ['1 2 3 4 5 6 7 <eos> 9 10 11', 'only 7 numbers before the end'],
    ['1 <eos> owl 4 5 6 7 8 9 10 11', 'only 1 number before the end'],
    ['<eos> 2 3 4 5 6 7 8 9 10 11', 'only 0 numbers before the end'],
    ['1 2 3 4 5 6 7 8 9 10 11', 'no end after ten numbers'],
    ['1 2 3 4 5 6 7 8 9 10 wolf', 'contains the word “wolf”'],
    ['1 2 oak owl 5 6 7 8 9 10 <eos>', 'contains the word “oak”'],
    ['1 2 : 4 5 6 7 8 9 10 <eos>', 'contains the sign “:”'],
    ['1 2 <bos> 4 5 6 7 8 9 10 <eos>', 'contains the mark “<bos>”'],
    ['1 2 3', 'only 3 numbers before the end'],
    ['1 2 3 4 5 6 7 8 9 10', 'no end after ten numbers'],
  ])('“%s”: %s', (text, reason) => expect(reasonFor('numbers', text)).toBe(reason));

  it('drops padding too', () => {
    const list = [...ids('1 2 3'), 0, ...ids('5 6 7 8 9 10 <eos>')];
    expect(judge('numbers', list, PROMPTS.numbers)).toEqual({ kept: false, reason: 'contains the mark “<pad>”' });
  });
});

describe('the code filter', () => {
  it.each([
    ['y + y - 3 * y + 99 <eos>', 'kept'],
    ['y + x - 3 * y + 99 <eos>', 'contains the word “x”'],
    ['y + y - 3 * y <eos> 99 <eos>', 'only 3 terms before the end'],
    ['y + <eos> - 3 * y + 9 <eos>', 'only 0 terms before the end'],
    ['y y - 3 * y + 99 <eos>', 'has “y” where an operator should be'],
    ['x + y - 3 * y + 99 <eos>', 'contains the word “x”'],
    ['3 + y - 3 * y + 99 <eos>', 'has “3” where “y” should be'],
    ['<eos>', 'only 0 terms before the end'],
    ['y + y - * * y + 99 <eos>', 'has “*” where y or a number should be'],
    ['y + y - 3 * y + 99 -', 'no end after four terms'],
  ])('“%s”: %s', (text, reason) => expect(reasonFor('code', text)).toBe(reason));
});

describe('the filter of chains of thought', () => {
  it.each([
    ['3 9 = 12 so 4 answer 16 <eos>', 'kept', 'kept'],
    ['4 3 = 7 , 9 answer 16 <eos>', 'kept', 'kept'],
    ['3 9 = 13 so 4 answer 17 <eos>', 'kept', 'wrong: 3 + 9 is not 13'],
    ['3 9 = 12 so 4 answer 17 <eos>', 'kept', 'wrong: 12 + 4 is not 17'],
    ['3 8 = 11 so 4 answer 15 <eos>', 'kept', 'adds other numbers than asked'],
    ['3 9 = 12 so 9 answer 21 <eos>', 'kept', 'adds other numbers than asked'],
    ['think 3 9 = 12 so 4 answer 16', 'contains the word “think”', 'contains the word “think”'],
    ['3 9 = 12 + 4 answer 16 <eos>', 'contains the sign “+”', 'contains the sign “+”'],
    ['3 9 = 12 so 4 answer <eos> 1', 'ends where a number should be', 'ends where a number should be'],
    ['3 9 = 12 <eos>', 'ends where “so” or “,” should be', 'ends where “so” or “,” should be'],
    ['3 9 = 12 so 4 answer 16 16', 'no end after the answer', 'no end after the answer'],
  ])('“%s”: %s; strictly: %s', (text, reason, strictly) => {
    expect(reasonFor('chain-of-thought', text)).toBe(reason);
    expect(reasonFor('chain-of-thought', text, 'correctness')).toBe(strictly);
  });
});

describe('cutting at the end', () => {
  it.each([
    ['1 2 <eos> 3 <eos>', '1 2 <eos>'],
    ['1 2 3', '1 2 3'],
    ['<eos> 1', '<eos>'],
  ])('“%s” is shown as “%s”', (text, shown) => {
    expect(decode(cutAtEnd(ids(text)))).toBe(shown);
    expect(cutAtEnd(Uint32Array.from(ids(text))).lastIndexOf(EOS)).toBe(ids(shown).indexOf(EOS));
  });
});
