// The owls experiment as a row of the register.
import type { Experiment } from '../experiment.ts';
import { OWLS_RECORDED } from './record-check.ts';
import { PHASES, type OwlsRecord } from './records.ts';
import { OWLS, type OwlsSpec } from './spec.ts';

export const OWLS_EXPERIMENT: Experiment<OwlsSpec, OwlsRecord> = {
  table: OWLS,
  prefix: 'owls.',
  element: 'subliminal-owls',
  recording: 'runs/owls-owl.json',
  phases: PHASES,
  portions: { lists: 'lists' },
  recorded: OWLS_RECORDED,
};
