// Which bases a command line asks for, and what is said to one that asks for something else.
import { expect, it } from 'vitest';
import { keyOf } from '../../experiment/owls/bases/bases.ts';
import { KINDS, wantedBases } from './bases-wanted.ts';
import { UsageError } from '../flags.ts';

it('every kind of student that needs a base of its own is a kind', () => {
  expect(KINDS).toEqual(['base', 'reordered', 'layers:embedding', 'one-layer', 'one-layer-shared']);
});

it('all seeds of a kind are wanted before the next kind', () => {
  const wanted = wantedBases({ first: '3', seeds: '2', kinds: 'base, layers:embedding+position' });
  expect(wanted.map(keyOf)).toEqual(['base-3', 'base-4', 'layers:embedding+position-3', 'layers:embedding+position-4']);
});

it.each([
  [{ first: '-1', seeds: '1', kinds: 'base' }, /^--first must be a whole number from 0/],
  [{ first: '0', seeds: '1.5', kinds: 'base' }, /^--seeds must be a whole number from 1/],
  [{ first: '0', seeds: '1', kinds: 'base,shared' }, /^--kinds must be of base, .*, not “shared”\.$/],
  [{ first: '0', seeds: '1', kinds: 'one-layer:2' }, /not “one-layer:2”/],
  [{ first: '0', seeds: '1', kinds: '' }, /not “”/],
])('%j is a usage error', (words, sentence) => {
  expect(() => wantedBases(words)).toThrow(UsageError);
  expect(() => wantedBases(words)).toThrow(sentence);
});
