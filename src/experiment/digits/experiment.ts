// The digits experiment as a row of the register.
import type { Experiment } from '../experiment.ts';
import { DIGITS_RECORDED } from './record-check.ts';
import { PHASES, type DigitsRecord } from './records.ts';
import { DIGITS, type DigitsSpec } from './spec.ts';

export const DIGITS_EXPERIMENT: Experiment<DigitsSpec, DigitsRecord> = {
  table: DIGITS,
  prefix: '',
  element: 'subliminal-digits',
  recording: 'runs/digits-quick.json',
  phases: PHASES,
  portions: {},
  recorded: DIGITS_RECORDED,
};
