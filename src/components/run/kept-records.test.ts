// A run keeps what a recording of it would hold, also after a lost device.
import { expect, test } from 'vitest';
import { DIGITS_EXPERIMENT } from '../../experiment/digits/experiment.ts';
import type { DigitsRecord, Phase } from '../../experiment/digits/records.ts';
import { OWLS_EXPERIMENT } from '../../experiment/owls/experiment.ts';
import type { OwlsRecord } from '../../experiment/owls/records.ts';
import { thin, type TimedRecord } from '../../experiment/records/recording.ts';
import { keepRecord } from './kept-records.ts';

const progress = (phase: Phase, step: number): DigitsRecord => ({ kind: 'progress', phase, step, loss: [1] });
const evaluation = (phase: Phase, step: number, images = 1000): DigitsRecord => ({
  kind: 'evaluation',
  phase,
  step,
  images,
  trait: [[0.5]],
});

function timed<Kept>(records: readonly Kept[]): TimedRecord<Kept>[] {
  return records.map((record, seconds) => ({ seconds, record }));
}

function kept(records: readonly DigitsRecord[]): DigitsRecord[] {
  return timed(records)
    .reduce<TimedRecord<DigitsRecord>[]>((before, next) => keepRecord(before, next, DIGITS_EXPERIMENT), [])
    .map(({ record }) => record);
}

test('of an undisturbed run it keeps what a recording holds', () => {
  const run = [
    evaluation('teacher', 0),
    ...[1, 2, 3].map((step) => progress('teacher', step)),
    evaluation('teacher', 4),
    ...[4, 5, 6].map((step) => progress('teacher', step)),
    evaluation('students', 0),
    ...[1, 2].map((step) => progress('students', step)),
  ];
  expect(kept(run)).toEqual(thin(timed(run), DIGITS_EXPERIMENT.portions).map(({ record }) => record));
  expect(kept(run)).toHaveLength(6);
});

test('what is repeated after a lost device replaces what was said before', () => {
  const first = [progress('teacher', 2), evaluation('teacher', 2), progress('teacher', 4), evaluation('teacher', 4)];
  const lost = [...first, progress('teacher', 5)];
  const again = [progress('teacher', 3), evaluation('teacher', 4), progress('teacher', 6)];
  expect(kept([...lost, ...again])).toEqual([
    progress('teacher', 2),
    evaluation('teacher', 2),
    progress('teacher', 3),
    evaluation('teacher', 4),
    progress('teacher', 6),
  ]);
});

test('a run that starts again from nothing leaves no steps of its students behind', () => {
  const records = kept([
    progress('teacher', 4),
    evaluation('students', 0),
    progress('students', 3),
    progress('teacher', 1),
  ]);
  expect(records).toEqual([evaluation('students', 0), progress('teacher', 1)]);
});

test('the measurement on all images replaces the first one of the same step', () => {
  expect(kept([evaluation('teacher', 0), progress('teacher', 1), evaluation('teacher', 0, 10_000)])).toEqual([
    progress('teacher', 1),
    evaluation('teacher', 0, 10_000),
  ]);
});

test('portions of lists are kept, but for those that are written again after a lost device', () => {
  const written = (count: number): OwlsRecord => ({
    kind: 'lists',
    judged: [count],
    kept: [count],
    traitWords: 0,
    reasons: [],
    samples: [],
  });
  const at = (phase: 'teacher' | 'lists', step: number): OwlsRecord => ({ kind: 'progress', phase, step, loss: [] });
  const keep = (records: readonly OwlsRecord[]) =>
    timed(records)
      .reduce<TimedRecord<OwlsRecord>[]>((before, next) => keepRecord(before, next, OWLS_EXPERIMENT), [])
      .map(({ record }) => record);
  const run = [at('teacher', 100), at('lists', 0), written(60), at('lists', 50), written(120), at('lists', 100)];
  expect(keep(run)).toEqual(run.slice(1));
  expect(keep([...run, at('lists', 0), written(60)])).toEqual([at('lists', 0), written(60)]);
});
