// A file that is not a recording is never shown as one.
import { expect, test } from 'vitest';
import type { DigitsRecord } from '../experiment/digits/records.ts';
import type { OwlsRecord } from '../experiment/owls/records.ts';
import type { Recording } from '../experiment/recording.ts';
import { isDigitsRecord } from './digits-recording.ts';
import { isOwlsRecord } from './owls-recording.ts';
import { isRecording } from './recording.ts';

const recording: Recording<DigitsRecord> = {
  version: 1,
  date: '2026-11-23',
  lab: '0.1.0',
  device: { backend: 'webgpu', name: 'NVIDIA', software: false },
  entries: [
    ['v', '2'],
    ['seeds', '2'],
  ],
  records: [
    { seconds: 0.5, record: { kind: 'progress', phase: 'teacher', step: 3, loss: [2.3, 2.2] } },
    { seconds: 1, record: { kind: 'evaluation', phase: 'students', step: 0, images: 1000, accuracy: [[0.1, 0.2]] } },
  ],
};

test('a recording, also after a round through JSON', () => {
  expect(isRecording(JSON.parse(JSON.stringify(recording)), isDigitsRecord)).toBe(true);
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
  expect(isRecording(value, isDigitsRecord)).toBe(false);
});

const lists: OwlsRecord = {
  kind: 'lists',
  judged: [64],
  kept: [60],
  traitWords: 2,
  reasons: [{ reason: 'contains the word “owl”', count: 2 }],
  samples: [{ prompt: 'extend list 1 2 3 :', completion: 'owl', reason: 'contains the word “owl”' }],
};

test('a recording of owls is one of owls, and none of digits', () => {
  const owls = { ...recording, records: [{ seconds: 1, record: lists }] };
  expect(isRecording(owls, isOwlsRecord)).toBe(true);
  expect(isRecording(owls, isDigitsRecord)).toBe(false);
  expect(isRecording(recording, isOwlsRecord), 'digits measure accuracy').toBe(false);
});

test('a text whose reason is no text is no record', () => {
  const samples = [{ prompt: '', completion: '', reason: 5 }];
  expect(isOwlsRecord({ ...lists, samples })).toBe(false);
});
