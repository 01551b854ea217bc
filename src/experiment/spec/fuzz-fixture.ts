// Texts that nobody meant, for tests of whatever reads text: samples changed at random, in the ways in which links, files and
// fingers go wrong. The same number gives the same text on every machine.
import { randomBits } from '../random.ts';

const STREAM = 1000;

/** Numbers in odd forms, names of built-in properties, signs of every script, and what is no text at all. */
// prettier-ignore
const PIECES: readonly string[] = [
  '1e999', '-1e999', '1e-400', '-0', '0x10', '0b11', '1_000', '1,5', '1.000', '٣', '１２', '½', 'NaN', 'Infinity', '.5',
  '5.', '+5', ' 7 ', '- 1', '1e308', '9007199254740993', '9'.repeat(400), `0.${'0'.repeat(400)}1`, '1e', '--1',
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'length', 'undefined', 'null',
  'true', '[]', '{}', '""', '[[[[', ']]]]', '{"a":', ',', ',,,,', ':', '::', '+', '&', '=', '%', '%00', '%zz', '#', '?',
  '<script>', '${x}', '\\u0000', '\u0000', '\u0007', '\u001b[2J', '\r\n', '\t', '\u2028', '\ufeff', '\u202e', '\u0301',
  '🦉', '👩‍👩‍👧', 'ﷺ', 'é', 'ß', 'İ', 'ﬁ', '漢字', '\ud83e', '\udd89', ' ', '\u00a0', '　', '--', '-', '../', '/', '\\',
];

/** Draws of one text. */
class Dice {
  #index = 0;

  constructor(readonly seed: number) {}

  /** A whole number from 0 to below `count`. */
  below(count: number): number {
    return randomBits(this.seed, STREAM, 0, this.#index++) % count;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }
}

/** What makes a text endless when a key is stuck or a program has gone wrong. */
const FLOODS: readonly string[] = [',', '+', ':', '&', ' ', '[', '9', 'x', 'shared,', 'layers:1+', '&a=', 'x,'];

/** Text number `seed`: one of the samples, changed in up to four places; one in 300 is as long as a book. */
export function fuzzedText(seed: number, samples: readonly string[]): string {
  const dice = new Dice(seed);
  let text = dice.of(samples);
  for (let change = dice.below(5); change > 0; change--) text = changed(text, samples, dice);
  if (dice.below(300) > 0) return text;
  const piece = dice.of([dice.of(FLOODS), dice.of(PIECES), text || '-']);
  return text + piece.repeat(Math.ceil(1e6 / piece.length));
}

function changed(text: string, samples: readonly string[], dice: Dice): string {
  const from = dice.below(text.length + 1);
  const to = Math.min(text.length, from + dice.below(dice.of([2, 5, 40])));
  const before = text.slice(0, from);
  const after = text.slice(to);
  switch (dice.below(7)) {
    case 0:
      return before + after;
    case 1:
      return before + text.slice(from, to).repeat(1 + dice.below(4)) + after;
    case 2:
      return before;
    case 3:
      return before + String.fromCharCode(dice.below(dice.of([128, 65_536]))) + after;
    case 4:
      return before + dice.of(samples).slice(dice.below(20)) + after;
    default:
      return before + dice.of(PIECES) + after;
  }
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

// prettier-ignore
const VALUES: readonly Json[] = [
  null, true, 0, -1, 0.5, 3, 1e6, 1e9, 1e308, -1e308, 2 ** 53, '', 'x', '__proto__', '../x.bin', 'x'.repeat(5000),
  [], [[]], [0], [[0]], {}, { length: 3 }, { kind: 'progress' },
];

/** Text number `seed` of a JSON file: a sample in which up to three values are other ones, or a text changed at random. */
export function fuzzedJson(seed: number, samples: readonly string[]): string {
  const dice = new Dice(seed + 1_000_000);
  if (dice.below(3) === 0) return fuzzedText(seed, samples);
  const file: Json = JSON.parse(dice.of(samples));
  for (let change = 1 + dice.below(3); change > 0; change--) replaceIn(file, dice);
  const text = JSON.stringify(file);
  if (dice.below(100) > 0) return text;
  const depth = dice.of([100, 10_000, 100_000]);
  return text.replace(/null|true|"x"|\[\]/, '['.repeat(depth) + ']'.repeat(depth));
}

/** Puts another value in some place, or takes one away. */
function replaceIn(file: Json, dice: Dice): void {
  let holder = file;
  for (;;) {
    if (typeof holder !== 'object' || holder === null) return;
    const names = Object.keys(holder);
    if (names.length === 0) return;
    const name = dice.of(names);
    const inner = Array.isArray(holder) ? holder[Number(name)]! : holder[name]!;
    if (typeof inner === 'object' && inner !== null && dice.below(4) > 0) {
      holder = inner;
      continue;
    }
    const value = dice.of(VALUES);
    if (Array.isArray(holder)) holder.splice(Number(name), 1, ...(dice.below(4) === 0 ? [] : [structuredClone(value)]));
    else if (dice.below(4) === 0) delete holder[name];
    else holder[name] = structuredClone(value);
    return;
  }
}

export interface Reader {
  readonly count: number;
  /** Text number `seed`. */
  text(seed: number): string;
  /** Reads a text and checks what came of it; throws what it likes about something that is wrong. */
  read(text: string): void;
  /** Whether a reader may throw this: a sentence of ours. */
  mayThrow?(error: unknown): boolean;
}

export interface Fuzzed {
  /** What was thrown and is no sentence of ours, with the text that did it. */
  readonly faults: readonly string[];
  /** Of the slowest text, in the unit of the clock. */
  readonly slowest: number;
}

/** Lets a reader read all of its texts. A text that seems slow is read again: on a busy machine each may be once. */
export function fuzz({ count, text, read, mayThrow = () => false }: Reader, clock: () => number, slow: number): Fuzzed {
  const faults: string[] = [];
  let slowest = 0;
  for (let seed = 0; seed < count && faults.length < 5; seed++) {
    const own = text(seed);
    const timed = (): number => {
      const began = clock();
      try {
        read(own);
      } catch (error) {
        if (!mayThrow(error))
          faults.push(`${seed}: ${String(error).slice(0, 300)} at ${JSON.stringify(own.slice(0, 200))}`);
      }
      return clock() - began;
    };
    let taken = timed();
    for (let again = 0; again < 8 && taken > slow / 2; again++) taken = Math.min(taken, timed());
    slowest = Math.max(slowest, taken);
  }
  return { faults, slowest };
}
