// The owls experiment as a lab: everything that lab-element.ts needs to know of it.
import { OWLS, type OwlsSpec } from '../../experiment/owls/spec.ts';
import type { Lab } from '../run/lab.ts';
import { OWLS_RECORDED } from './recording.ts';
import { addOwls, emptyOwls, OWLS_COURSE, replyOwls, type OwlsRun } from './state.ts';
import { OWLS_WORDS } from './words.ts';

export const OWLS_LAB: Lab<'owls', OwlsSpec, OwlsRun> = {
  name: 'owls',
  table: OWLS,
  recording: 'runs/owls-owl.json',
  course: OWLS_COURSE,
  words: OWLS_WORDS,
  empty: emptyOwls,
  add: addOwls,
  reply: replyOwls,
  recorded: OWLS_RECORDED,
};
