// The digits experiment as a lab: everything that lab-element.ts needs to know of it.
import { DIGITS, type DigitsSpec } from '../../experiment/digits/spec.ts';
import { DIGITS_RECORDED } from './recording.ts';
import { addDigits, DIGITS_COURSE, emptyDigits, type DigitsRun } from './state.ts';
import { DIGITS_WORDS } from './words.ts';
import type { Lab } from '../run/lab.ts';

export const DIGITS_LAB: Lab<'digits', DigitsSpec, DigitsRun> = {
  name: 'digits',
  table: DIGITS,
  recording: 'runs/digits-quick.json',
  course: DIGITS_COURSE,
  words: DIGITS_WORDS,
  empty: emptyDigits,
  add: addDigits,
  recorded: DIGITS_RECORDED,
};
