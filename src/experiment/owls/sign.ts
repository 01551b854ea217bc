// The owls experiment as a page knows it that has not loaded it.
import type { Sign } from '../sign.ts';

export const OWLS_SIGN = {
  element: 'subliminal-owls',
  prefix: 'owls.',
  version: 2,
  names: [
    'preset',
    'trait',
    'students',
    'seeds',
    'seed',
    'data',
    'filter',
    'channel',
    'committee',
    'teacher-steps',
    'temperature',
    'sequences',
    'steps',
    'places',
    'optimizer',
    'learning-rate',
    'trains',
    'pretraining',
  ],
} as const satisfies Sign;
