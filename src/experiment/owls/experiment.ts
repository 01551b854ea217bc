// The owls experiment as a row of the register.
import type { Experiment } from '../experiment.ts';
import { PHASES, type OwlsRecord } from './records.ts';
import { OWLS_SIGN } from './sign.ts';
import { OWLS, type OwlsSpec } from './spec.ts';
import { workOf } from './work.ts';

export const OWLS_EXPERIMENT: Experiment<OwlsSpec, OwlsRecord> = {
  ...OWLS_SIGN,
  table: OWLS,
  recording: 'runs/owls-owl.json',
  phases: PHASES,
  portions: { lists: 'lists' },
  // Needed by those alone who read a recording.
  recorded: async () => (await import('./record-check.ts')).OWLS_RECORDED,
  workOf,
};
