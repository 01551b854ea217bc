// The digits experiment as a row of the register.
import type { Experiment } from '../experiment.ts';
import { PHASES, type DigitsRecord } from './records.ts';
import { DIGITS_SIGN } from './sign.ts';
import { DIGITS, type DigitsSpec } from './spec.ts';
import { workOf } from './work.ts';

export const DIGITS_EXPERIMENT: Experiment<DigitsSpec, DigitsRecord> = {
  ...DIGITS_SIGN,
  table: DIGITS,
  recording: 'runs/digits-quick.json',
  phases: PHASES,
  portions: {},
  // Needed by those alone who read a recording.
  recorded: async () => (await import('./record-check.ts')).DIGITS_RECORDED,
  workOf,
};
