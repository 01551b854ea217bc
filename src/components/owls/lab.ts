// The owls experiment as a lab: everything that lab-element.ts needs to know of it.
import { OWLS_EXPERIMENT } from '../../experiment/owls/experiment.ts';
import type { OwlsSpec } from '../../experiment/owls/spec.ts';
import type { Lab } from '../run/lab.ts';
import { addOwls, emptyOwls, OWLS_COURSE, replyOwls, type OwlsRun } from './state.ts';
import { OWLS_WORDS } from './words.ts';

export const OWLS_LAB: Lab<'owls', OwlsSpec, OwlsRun> = {
  ...OWLS_EXPERIMENT,
  name: 'owls',
  course: OWLS_COURSE,
  words: OWLS_WORDS,
  empty: emptyOwls,
  add: addOwls,
  reply: replyOwls,
  ways: {
    // A teacher that writes too wildly, or too little, writes well at its own temperature.
    'too-little-data': [
      { label: 'Write at temperature 1', change: ['temperature', '1'] },
      { label: 'Filter by form only', change: ['filter', 'format'] },
      { label: 'Let it write number lists', change: ['data', 'numbers'] },
    ],
  },
};
