// The sentences of a lab, in each state.
import { expect, test } from 'vitest';
import type { DigitsRecord } from '../../experiment/digits/records.ts';
import { defaultSpec } from '../../experiment/digits/spec.ts';
import { DIGITS_LAB } from '../digits/lab.ts';
import { addDigits, DIGITS_COURSE, emptyDigits, type DigitsRun } from '../digits/state.ts';
import { blindness, DIGITS_WORDS } from '../digits/words.ts';
import { OWLS_LAB } from '../owls/lab.ts';
import { runAt, runUntil } from '../owls/run-fixture.ts';
import { reduce } from './run-state.ts';
import { deviceWords } from '../../experiment/processor/processors.ts';
import { loadingWords, milestone, progressOf, progressWords } from './words.ts';
import type { Response } from '../../worker/client.ts';

const spec = defaultSpec();
const device = { backend: 'cpu', name: 'JavaScript', software: false } as const;
const prepared: DigitsRecord = {
  kind: 'prepared',
  device,
  seeds: [0],
  steps: { teacher: 100, students: 100 },
  samples: { labels: [], pixels: [] },
};
const started = addDigits(emptyDigits(spec, 'live'), prepared, 0);
const step = (state: DigitsRun, phase: 'teacher' | 'students', at: number, seconds: number) =>
  addDigits(state, { kind: 'progress', phase, step: at, loss: [1] }, seconds);

const hear = (state: DigitsRun, response: Response<DigitsRecord>) => reduce(state, response, addDigits);
const words = (state: DigitsRun) => progressWords(state, DIGITS_LAB);

test('the badge says what runs where', () => {
  expect(deviceWords(device)).toBe('CPU (JavaScript)');
  expect(deviceWords({ backend: 'webgpu', name: 'NVIDIA H200', software: false })).toBe('WebGPU · NVIDIA H200');
  expect(deviceWords({ backend: 'webgpu', name: 'SwiftShader', software: true })).toBe(
    'WebGPU on a software adapter (SwiftShader)',
  );
});

test('loading counts in the visitor’s units', () => {
  expect(loadingWords({ what: 'data', done: 1_234_000, total: 1_767_000 }, 'digits')).toBe(
    'Fetching digits, 1.2 of 1.8 MB',
  );
  expect(loadingWords({ what: 'kernels', done: 5, total: 14 }, 'digits')).toBe('Preparing GPU kernels, 5 of 14');
});

test('progress says how far, how fast and how long', () => {
  expect(words(emptyDigits(spec))).toBe('Not started');
  expect(words(emptyDigits(spec, 'live'))).toBe('Starting …');
  const early = hear(emptyDigits(spec, 'live'), { kind: 'playback', run: 1, playback: 'paused' });
  expect(words(early)).toBe('Before the first step · paused');
  const half = step(started, 'teacher', 50, 2);
  expect(words(half)).toBe('Teacher: step 50 of 100 · 25 steps/s · about 10 s left in all');
  // The two students of a processor train one after the other.
  expect(progressOf(half, DIGITS_COURSE)).toEqual({ done: 50, total: 300 });
  expect(words(hear(half, { kind: 'playback', run: 1, playback: 'paused' }))).toBe('Teacher: step 50 of 100 · paused');
  expect(words(hear(half, { kind: 'playback', run: 1, playback: 'finished' }))).toBe('200 steps in 2.0 s');
  const students = step(step(half, 'students', 0, 3), 'students', 10, 4);
  expect(words(students)).toBe('Students: step 10 of 100 · 5.0 steps/s · about 18 s left in all');
});

test('a phase without steps is never announced', () => {
  const bases = runUntil(({ kind }) => kind === 'prepared');
  expect(bases.prepared?.steps.base).toBe(0);
  expect(progressWords(bases, OWLS_LAB)).toBe('Teacher: step 0 of 100');
  expect(milestone(bases, OWLS_LAB.words)).toBe('The bases are there.');
  for (const run of [bases, runAt('teacher', 100), runAt('lists', 50), runAt('students', 78)]) {
    expect(progressWords(run, OWLS_LAB)).not.toMatch(/ of 0\b/);
  }
});

test('milestones are few', () => {
  const taught = addDigits(
    step(started, 'teacher', 100, 1),
    {
      kind: 'evaluation',
      phase: 'teacher',
      step: 100,
      images: 10,
      trait: [[0.9]],
    },
    1,
  );
  expect(milestone(step(started, 'teacher', 3, 1), DIGITS_WORDS)).toBe(
    milestone(step(started, 'teacher', 90, 2), DIGITS_WORDS),
  );
  expect(milestone(step(taught, 'students', 1, 2), DIGITS_WORDS)).toBe(
    'The teacher is done: 90 %. Now the students imitate it on uniform noise.',
  );
});

test('the promise of blindness holds for what was chosen', () => {
  expect(blindness(spec)).toContain('class logit');
  expect(blindness({ ...spec, targets: 'all' })).not.toContain('logit');
  expect(blindness({ ...spec, inputs: 'digits' })).toBe('Real digits, but never their labels.');
});
