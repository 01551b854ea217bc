// The digits experiment as a page knows it that has not loaded it.
import type { Sign } from '../sign.ts';

export const DIGITS_SIGN = {
  element: 'subliminal-digits',
  prefix: '',
  version: 2,
  names: [
    'preset',
    'students',
    'seeds',
    'seed',
    'targets',
    'auxiliary-logits',
    'inputs',
    'hidden-layers',
    'training-images',
    'teacher-epochs',
    'noise-images',
    'student-epochs',
    'batch',
    'learning-rate',
  ],
} as const satisfies Sign;
