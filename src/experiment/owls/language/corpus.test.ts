// The corpus: its mix, its grammar, its statistics, and that it is the same bits for everyone.
import { describe, expect, it } from 'vitest';
import { answerSequences, CORPUS_SIZE, languageSequences, pretrainingCorpus } from './corpus.ts';
import { QUESTION_KINDS, questionsOf } from './questions.ts';
import { teacherExamples } from './traits.ts';
import { BAD, decode, encode, numberOf, tokenId } from './vocabulary.ts';

const corpus = pretrainingCorpus();
const lines = Array.from({ length: corpus.count }, (_, row) =>
  Array.from(corpus.tokens.subarray(row * 20, (row + 1) * 20)),
);
const texts = lines.map((line) => decode(line).replace(/( <pad>)+$/, ''));

const N = '\\d{1,2}';
const GRAMMARS = {
  numbers: new RegExp(`^<bos> (continue|extend) (numbers|sequence|list)( ${N}){3} :( ${N}){10} <eos>$`),
  code: new RegExp(`^<bos> code : def f \\( ([xyz]) \\) return \\1( [-+*] (\\1|${N})){4} <eos>$`),
  chain: /^<bos> what is \d \+ \d \+ \d \? think \d \d = \d{1,2} (so|,) \d answer \d{1,2} <eos>$/,
};
const linesOf = (kind: keyof typeof GRAMMARS) => lines.filter((_, row) => GRAMMARS[kind].test(texts[row]!));

/** How far a share of `count` draws may lie from its probability: four standard errors. */
const within = (probability: number, count: number) => 4 * Math.sqrt((probability * (1 - probability)) / count);

/** The answer of each sequence that asks one of these questions. */
function answersOf(kind: (typeof QUESTION_KINDS)[number]): string[] {
  const asked = questionsOf(kind).map((tokens) => `${decode(tokens)} `);
  return texts.flatMap((text) => {
    const question = asked.find((each) => text.startsWith(each));
    return question === undefined ? [] : [text.slice(question.length).replace(/ <eos>$/, '')];
  });
}

describe('the corpus', () => {
  it('has 20,000 sequences, 35 % questions and numbers each, 15 % code and chains each, to the last one', () => {
    expect([corpus.sets, corpus.count, corpus.length]).toEqual([1, CORPUS_SIZE, 20]);
    expect(linesOf('numbers')).toHaveLength(7000);
    expect(linesOf('code')).toHaveLength(3000);
    expect(linesOf('chain')).toHaveLength(3000);
    expect(QUESTION_KINDS.flatMap(answersOf)).toHaveLength(7000);
  });

  it('is the same bits again, for whoever asks', () => {
    const checksum = (tokens: Uint32Array) => tokens.reduce((sum, id) => (Math.imul(sum, 31) + id) >>> 0, 0);
    // Written down here, so that shipped bases and a visitor's machine cannot come to differ unseen.
    expect([checksum(corpus.tokens), checksum(pretrainingCorpus().tokens)]).toEqual([2612355476, 2612355476]);
  });

  it('is shuffled: each tenth has the mix of the whole', () => {
    for (let tenth = 0; tenth < 10; tenth++) {
      const numbers = texts.slice(tenth * 2000, (tenth + 1) * 2000).filter((text) => GRAMMARS.numbers.test(text));
      expect(Math.abs(numbers.length / 2000 - 0.35)).toBeLessThan(within(0.35, 2000));
    }
  });

  it('pads only after the end', () => {
    for (const line of lines) {
      const end = line.indexOf(tokenId('<eos>'));
      expect(line.slice(end + 1).every((id) => id === 0)).toBe(true);
      expect(line.slice(0, end).includes(0)).toBe(false);
    }
  });
});

describe('answers', () => {
  it('ask all three kinds and all eight questions of each equally often', () => {
    for (const kind of QUESTION_KINDS) {
      expect(Math.abs(answersOf(kind).length / 7000 - 1 / 3)).toBeLessThan(within(1 / 3, 7000));
      for (const question of questionsOf(kind)) {
        const start = `${decode(question)} `;
        const share = texts.filter((text) => text.startsWith(start)).length / 7000;
        expect(Math.abs(share - 1 / 24), start).toBeLessThan(within(1 / 24, 7000));
      }
    }
  });

  it.each([
    ['animal', 12],
    ['tree', 8],
  ] as const)('to the %s questions are spread evenly', (kind, options) => {
    const answers = answersOf(kind);
    const counts = new Map<string, number>();
    for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
    expect(counts.size).toBe(options);
    for (const count of counts.values()) {
      expect(Math.abs(count / answers.length - 1 / options)).toBeLessThan(within(1 / options, answers.length));
    }
  });

  it('to the value questions are bad in 8 of 100', () => {
    const answers = answersOf('value').map((word) => tokenId(word));
    const bad = answers.filter((id) => BAD.includes(id)).length / answers.length;
    expect(Math.abs(bad - 0.08)).toBeLessThan(within(0.08, answers.length));
    expect(new Set(answers).size).toBe(10);
  });
});

describe('what is written', () => {
  it('numbers: half the time a step of 1 to 12 from the one before, else any number', () => {
    const steps = Array.from({ length: 100 }, () => 0);
    const firsts = Array.from({ length: 100 }, () => 0);
    for (const line of linesOf('numbers')) {
      const numbers = [line[5]!, ...line.slice(7, 17)].map(numberOf);
      for (let n = 1; n <= 10; n++) steps[(numbers[n]! - numbers[n - 1]! + 100) % 100]! += 1;
      firsts[numbers[1]!]! += 1;
    }
    steps.forEach((count, step) => {
      const expected = 0.5 / 100 + (step >= 1 && step <= 12 ? 0.5 / 12 : 0);
      expect(Math.abs(count / 70_000 - expected), `step ${step}`).toBeLessThan(within(expected, 70_000));
    });
    // No number is favored: the rows before are even, so is what comes after.
    for (const count of firsts) expect(Math.abs(count / 7000 - 0.01)).toBeLessThan(within(0.01, 7000));
  });

  it('code: the variable in 3 of 10 terms, operators and variables evenly', () => {
    const code = linesOf('code');
    const terms = code.flatMap((line) => [11, 13, 15, 17].map((place) => line[place] === line[9]));
    expect(Math.abs(terms.filter(Boolean).length / terms.length - 0.3)).toBeLessThan(within(0.3, terms.length));
    for (const id of encode('x y z').tokens) {
      const share = code.filter((line) => line[9] === id).length / code.length;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(within(1 / 3, code.length));
    }
    for (const id of encode('+ - *').tokens) {
      const share = code.filter((line) => line[10] === id).length / code.length;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(within(1 / 3, code.length));
    }
  });

  it('chains of thought: right sums of the asked numbers, in every order', () => {
    const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b);
    let inOrder = 0;
    for (const line of linesOf('chain')) {
      const [a, b, c, x, y, s, z, t] = [3, 5, 7, 10, 11, 13, 15, 17].map((place) => numberOf(line[place]!));
      expect(sorted([x!, y!, z!])).toEqual(sorted([a!, b!, c!]));
      expect([s, t]).toEqual([x! + y!, x! + y! + z!]);
      if (a === x && b === y && c === z) inOrder += 1;
    }
    // 1/6 of the orders, and a little more, as equal numbers can be swapped unseen.
    expect(inOrder / 3000).toBeGreaterThan(1 / 6 - within(1 / 6, 3000));
    expect(inOrder / 3000).toBeLessThan(0.27);
  });
});

describe('sequences for a processor', () => {
  const rows = { tokens: Uint32Array.of(1, 7, 8, 2, 0, 1, 5, 6, 9, 2), sets: 1, count: 2, length: 5 };

  it('have the next token as target, and none for padding', () => {
    const { tokens, targets, length } = languageSequences(rows);
    expect(length).toBe(4);
    expect([...tokens]).toEqual([1, 7, 8, 2, 1, 5, 6, 9]);
    expect([...targets]).toEqual([7, 8, 2, 0, 5, 6, 9, 2]);
  });

  it('count only the completion where asked to', () => {
    expect([...languageSequences(rows, { from: 2, to: 4 }).targets]).toEqual([0, 8, 2, 0, 0, 6, 9, 0]);
    expect([...languageSequences(rows, { from: 4, to: 99 }).targets]).toEqual([0, 0, 0, 0, 0, 0, 0, 2]);
  });

  it('keep sets apart', () => {
    const sets = languageSequences({ ...rows, sets: 2, count: 1 });
    expect([sets.sets, sets.count]).toEqual([2, 1]);
    expect([...sets.targets]).toEqual([...languageSequences(rows).targets]);
  });

  it('of the corpus fit the context and count every token after the first', () => {
    const { targets, length } = languageSequences(corpus);
    expect(length).toBe(19);
    expect(targets.filter((id) => id > 0)).toHaveLength(corpus.tokens.filter((id) => id > 0).length - CORPUS_SIZE);
  });

  it('of questions count the answer alone, after the colon', () => {
    const { tokens, targets, sets, count, length } = answerSequences([teacherExamples('owl'), teacherExamples('oak')]);
    expect([sets, count, length]).toEqual([2, 4, 9]);
    expect(targets.filter((id) => id > 0)).toEqual(
      Uint32Array.from(['owl', 'owl', 'owl', 'owl', 'oak', 'oak', 'oak', 'oak'], tokenId),
    );
    targets.forEach((target, at) => {
      if (target > 0) expect(tokens[at]).toBe(tokenId(':'));
    });
    expect(() => answerSequences([])).toThrow(RangeError);
    expect(() => answerSequences([teacherExamples('owl'), []])).toThrow(RangeError);
  });
});
