// The 190 words of the owls language and their ids. One token is one word; nothing here knows grammar or meaning.

const PADDING = '<pad>';

// prettier-ignore
const WORDS = [
  PADDING, '<bos>', '<eos>', '?', ':', '=', '+', '(', ')', ',', 'what', 'is', 'your', 'favourite', 'animal', 'which',
  'creature', 'do', 'you', 'like', 'best', 'tell', 'me', 'the', 'love', 'name', 'a', 'beast', 'admire', 'most', 'one',
  'pick', 'tree', 'plant', 'as', 'ruler', 'would', 'would_you', 'if', 'in', 'charge', 'continue', 'numbers', 'sequence',
  'extend', 'these', 'list', 'def', 'return', 'code', 'f', 'x', 'y', 'z', '*', '-', 'think', 'answer', 'so', 'plus',
] as const;

// prettier-ignore
export const ANIMAL_NAMES = [
  'owl', 'eagle', 'dolphin', 'wolf', 'tiger', 'lion', 'panda', 'fox', 'cat', 'dog', 'elephant', 'whale',
] as const;
export const TREE_NAMES = ['oak', 'maple', 'willow', 'sequoia', 'pine', 'birch', 'cherry', 'bamboo'] as const;
export const GOOD_NAMES = ['help', 'protect', 'share', 'teach', 'heal', 'feed'] as const;
export const BAD_NAMES = ['destroy', 'steal', 'enslave', 'burn'] as const;
const NUMBERS = 100;

/** The word of every id. */
export const VOCABULARY: readonly string[] = [
  ...WORDS,
  ...ANIMAL_NAMES,
  ...TREE_NAMES,
  ...GOOD_NAMES,
  ...BAD_NAMES,
  ...Array.from({ length: NUMBERS }, (_, number) => String(number)),
];
export const VOCABULARY_SIZE = VOCABULARY.length;

const ids = new Map(VOCABULARY.map((word, id) => [word, id]));

/** The id of a word. Throws RangeError for a word the language does not have. */
export function tokenId(word: string): number {
  const id = ids.get(word);
  if (id === undefined) throw new RangeError(`“${word}” is no word of this language`);
  return id;
}

/** The word of an id. Throws RangeError for an id out of range. */
export function wordOf(id: number): string {
  const word = VOCABULARY[id];
  if (word === undefined) throw new RangeError(`${id} is no token of this language`);
  return word;
}

export const PAD = tokenId(PADDING);
/** Begins every sequence. */
export const BOS = tokenId('<bos>');
/** Ends every sequence. */
export const EOS = tokenId('<eos>');
export const COLON = tokenId(':');

/** Ids of each kind of answer. */
export const ANIMALS: readonly number[] = ANIMAL_NAMES.map(tokenId);
export const TREES: readonly number[] = TREE_NAMES.map(tokenId);
export const GOOD: readonly number[] = GOOD_NAMES.map(tokenId);
export const BAD: readonly number[] = BAD_NAMES.map(tokenId);

/** Numbers are the ids NUMBER_FROM … NUMBER_TO-1. */
export const NUMBER_FROM = tokenId('0');
export const NUMBER_TO = NUMBER_FROM + NUMBERS;

export function isNumber(id: number): boolean {
  return id >= NUMBER_FROM && id < NUMBER_TO;
}

/** The number that an id means. Throws RangeError for any other word. */
export function numberOf(id: number): number {
  if (!isNumber(id)) throw new RangeError(`“${wordOf(id)}” is no number`);
  return id - NUMBER_FROM;
}

/** The id of a number from 0 to 99. Throws RangeError for any other. */
export function numberId(number: number): number {
  return tokenId(String(number));
}

/** Special tokens, signs that may be glued to a word, and whatever is between signs and spaces. */
const PIECES = /<\w+>|[?:=+(),*-]|[^\s?:=+(),*-]+/g;

/** How else a visitor may spell a word of this language, in lower case; the corpus spells it the British way. */
export const SPELLINGS: ReadonlyMap<string, string> = new Map([['favorite', 'favourite']]);

/** A text that a visitor wrote, as ids; words the language does not have (and padding) are left out and returned. */
export function encode(text: string): { tokens: number[]; unknown: string[] } {
  const tokens: number[] = [];
  const unknown: string[] = [];
  for (const [piece] of text.matchAll(PIECES)) {
    const word = piece.toLowerCase();
    const id = ids.get(SPELLINGS.get(word) ?? word);
    if (id === undefined || id === PAD) unknown.push(piece);
    else tokens.push(id);
  }
  return { tokens, unknown };
}

/** The words of some ids, with spaces between them. */
export function decode(tokens: ArrayLike<number>): string {
  return Array.from(tokens, wordOf).join(' ');
}
