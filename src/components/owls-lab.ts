// The owls experiment as a lab: everything that lab-element.ts needs to know of it.
import { OWLS, type OwlsSpec } from '../experiment/owls/spec.ts';
import type { Lab } from './lab.ts';
import { OWLS_RECORDED } from './owls-recording.ts';
import { addOwls, emptyOwls, OWLS_COURSE, replyOwls, type OwlsRun } from './owls-state.ts';
import { OWLS_WORDS } from './owls-words.ts';

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
