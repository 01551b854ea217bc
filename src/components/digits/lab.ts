// The digits experiment as a lab: everything that lab-element.ts needs to know of it.
import { DIGITS_EXPERIMENT } from '../../experiment/digits/experiment.ts';
import type { DigitsSpec } from '../../experiment/digits/spec.ts';
import { addDigits, DIGITS_COURSE, emptyDigits, type DigitsRun } from './state.ts';
import { DIGITS_WORDS } from './words.ts';
import type { Lab } from '../run/lab.ts';

export const DIGITS_LAB: Lab<'digits', DigitsSpec, DigitsRun> = {
  ...DIGITS_EXPERIMENT,
  name: 'digits',
  course: DIGITS_COURSE,
  words: DIGITS_WORDS,
  empty: emptyDigits,
  add: addDigits,
};
