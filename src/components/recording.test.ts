// A file that is not a recording is never shown as one.
import { expect, test } from 'vitest';
import type { Recording } from '../experiment/digits/recording.ts';
import { isRecording } from './recording.ts';

const recording: Recording = {
  version: 1,
  date: '2026-11-23',
  lab: '0.1.0',
  device: { backend: 'webgpu', name: 'NVIDIA', software: false },
  entries: [
    ['v', '1'],
    ['seeds', '2'],
  ],
  records: [
    { seconds: 0.5, record: { kind: 'progress', phase: 'teacher', step: 3, loss: [2.3, 2.2] } },
    { seconds: 1, record: { kind: 'evaluation', phase: 'students', step: 0, images: 1000, accuracy: [[0.1, 0.2]] } },
  ],
};

test('a recording, also after a round through JSON', () => {
  expect(isRecording(JSON.parse(JSON.stringify(recording)))).toBe(true);
});

test.each([
  ['nothing', undefined],
  ['a page instead of a file', '<!doctype html>'],
  ['another version', { ...recording, version: 2 }],
  ['no device', { ...recording, device: undefined }],
  ['entries of one text', { ...recording, entries: [['v']] }],
  ['an unknown record', { ...recording, records: [{ seconds: 1, record: { kind: 'guess' } }] }],
  [
    'a record with a hole',
    {
      ...recording,
      records: [
        { seconds: 1, record: { kind: 'evaluation', phase: 'students', step: 0, images: 1, accuracy: [[null]] } },
      ],
    },
  ],
])('not %s', (_, value) => {
  expect(isRecording(value)).toBe(false);
});
