// The sentences of a lab, in each state.
import { expect, test } from 'vitest';
import type { DigitsRecord } from '../experiment/digits/records.ts';
import { defaultSpec } from '../experiment/digits/spec.ts';
import { addRecord, emptyRun, reduce, type RunState } from './run-state.ts';
import { blindness, deviceWords, loadingWords, milestone, progressOf, progressWords } from './words.ts';

const spec = defaultSpec();
const device = { backend: 'cpu', name: 'JavaScript', software: false } as const;
const prepared: DigitsRecord = {
  kind: 'prepared',
  device,
  seeds: [0],
  steps: { teacher: 100, students: 100 },
  samples: { labels: [], pixels: [] },
};
const started = addRecord(emptyRun(spec, 'live'), prepared, 0);
const step = (state: RunState, phase: 'teacher' | 'students', at: number, seconds: number) =>
  addRecord(state, { kind: 'progress', phase, step: at, loss: [1] }, seconds);

test('the badge says what runs where', () => {
  expect(deviceWords(device)).toBe('CPU (JavaScript)');
  expect(deviceWords({ backend: 'webgpu', name: 'NVIDIA H200', software: false })).toBe('WebGPU · NVIDIA H200');
  expect(deviceWords({ backend: 'webgpu', name: 'SwiftShader', software: true })).toBe(
    'WebGPU on a software adapter (SwiftShader)',
  );
});

test('loading counts in the visitor’s units', () => {
  expect(loadingWords({ what: 'data', done: 1_234_000, total: 1_767_000 })).toBe('Fetching digits, 1.2 of 1.8 MB');
  expect(loadingWords({ what: 'kernels', done: 5, total: 14 })).toBe('Preparing GPU kernels, 5 of 14');
});

test('progress says how far, how fast and how long', () => {
  expect(progressWords(emptyRun(spec))).toBe('Not started');
  expect(progressWords(emptyRun(spec, 'live'))).toBe('Starting …');
  const early = reduce(emptyRun(spec, 'live'), { kind: 'playback', run: 1, playback: 'paused' });
  expect(progressWords(early)).toBe('Before the first step · paused');
  const half = step(started, 'teacher', 50, 2);
  expect(progressWords(half)).toBe('Teacher: step 50 of 100 · 25 steps/s · about 10 s left in all');
  expect(progressOf(half)).toEqual({ done: 50, total: 200 });
  expect(progressWords(reduce(half, { kind: 'playback', run: 1, playback: 'paused' }))).toBe(
    'Teacher: step 50 of 100 · paused',
  );
  expect(progressWords(reduce(half, { kind: 'playback', run: 1, playback: 'finished' }))).toBe('200 steps in 2.0 s');
  const students = step(step(half, 'students', 0, 3), 'students', 10, 4);
  expect(progressWords(students)).toBe('Students: step 10 of 100 · 5.0 steps/s · about 18 s left in all');
});

test('milestones are few', () => {
  const taught = addRecord(
    step(started, 'teacher', 100, 1),
    {
      kind: 'evaluation',
      phase: 'teacher',
      step: 100,
      images: 10,
      accuracy: [[0.9]],
    },
    1,
  );
  expect(milestone(step(started, 'teacher', 3, 1))).toBe(milestone(step(started, 'teacher', 90, 2)));
  expect(milestone(step(taught, 'students', 1, 2))).toBe(
    'The teacher is done: 90 %. Now the students imitate it on uniform noise.',
  );
});

test('the promise of blindness holds for what was chosen', () => {
  expect(blindness(spec)).toContain('class logit');
  expect(blindness({ ...spec, targets: 'all' })).not.toContain('logit');
  expect(blindness({ ...spec, inputs: 'digits' })).toBe('Real digits, but never their labels.');
});
