// What is too long loses its middle: the end tells one parameter from another.
import { expect, test } from 'vitest';
import { fitted, textWidth, wrapped } from './text-fit.ts';

test.each([
  ['shared', 42, 'shared'],
  ['interpolated α 0.95', 112, 'interpol…α 0.95'],
  ['interpolated α 0.90', 112, 'interpol…α 0.90'],
  ['embedding + position only', 80, 'embed…only'],
  ['shared', 20, 's…'],
  ['shared', 0, '…'],
])('%j in %i px is %j', (text, room, result) => {
  expect(fitted(text, room)).toBe(result);
});

test('whatever the room, what is left fits into it', () => {
  for (let room = 7; room < 400; room += 3) {
    for (const size of [11, 12]) {
      expect(textWidth(fitted('only the init of embedding + position shared', room, size), size)).toBeLessThanOrEqual(
        room,
      );
    }
  }
});

test('a sentence goes on in the next line where it does not fit', () => {
  const sentence = 'The curves appear as the networks learn.';
  expect(wrapped(sentence, 400)).toEqual([sentence]);
  expect(wrapped(sentence, 106)).toEqual(['The curves', 'appear as the', 'networks learn.']);
  expect(wrapped(sentence, 10).join(' ')).toBe(sentence);
});
