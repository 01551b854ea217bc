// The reducer: what a lab knows after each response of the worker.
import { describe, expect, test } from 'vitest';
import type { DigitsRecord } from '../../experiment/digits/records.ts';
import { defaultSpec } from '../../experiment/digits/spec.ts';
import type { Response } from '../../worker/client.ts';
import { addDigits, DIGITS_COURSE, emptyDigits, type DigitsRun } from '../digits/state.ts';
import { isUnderWay, paceOf, reduce, statusOf, workOf } from './run-state.ts';

const spec = defaultSpec();
const started = emptyDigits(spec, 'live');
const prepared: DigitsRecord = {
  kind: 'prepared',
  device: { backend: 'cpu', name: 'JavaScript, f32', software: false },
  seeds: [0, 1, 2],
  steps: { teacher: 316, students: 316 },
  samples: { labels: [], pixels: [] },
};

function evaluation(phase: 'teacher' | 'students', step: number, trait: number, images = 1000): DigitsRecord {
  return { kind: 'evaluation', phase, step, images, trait: [[trait]] };
}

function after(records: readonly DigitsRecord[], state: DigitsRun = started): DigitsRun {
  return records.reduce((before, record, second) => addDigits(before, record, second), state);
}

function hear(state: DigitsRun, ...responses: readonly Response<DigitsRecord>[]): DigitsRun {
  return responses.reduce((before, response) => reduce(before, response, addDigits), state);
}

describe('status', () => {
  test('empty, loading, then what the worker says', () => {
    expect(statusOf(emptyDigits(spec))).toBe('empty');
    expect(statusOf(started)).toBe('loading');
    expect(statusOf(after([prepared]))).toBe('playing');
    const paused = hear(after([prepared]), { kind: 'playback', run: 1, playback: 'paused' });
    expect(statusOf(paused)).toBe('paused');
  });

  test('a run is under way from its start until somebody pauses it', () => {
    expect(isUnderWay(emptyDigits(spec))).toBe(false);
    expect(isUnderWay(started)).toBe(true);
    expect(isUnderWay(after([prepared]))).toBe(true);
    const pausedEarly = hear(started, { kind: 'playback', run: 1, playback: 'paused' });
    expect(statusOf(pausedEarly)).toBe('loading');
    expect(isUnderWay(pausedEarly)).toBe(false);
  });

  test('loading words end with the last byte and with the prepared record', () => {
    const half = hear(started, { kind: 'loading', run: 1, what: 'data', done: 1, total: 2 });
    expect(half.loading).toEqual({ what: 'data', done: 1, total: 2 });
    expect(hear(half, { kind: 'loading', run: 1, what: 'data', done: 2, total: 2 }).loading).toBeUndefined();
    expect(after([prepared], half).loading).toBeUndefined();
  });

  test('a failure ends the run but keeps what it measured', () => {
    const state = hear(after([prepared, evaluation('teacher', 0, 0.1)]), {
      kind: 'failure',
      run: 1,
      code: 'not-finite',
      message: 'Training stopped.',
      detail: '',
    });
    expect(statusOf(state)).toBe('failed');
    expect(state.failure?.code).toBe('not-finite');
    expect(state.evaluations.teacher).toHaveLength(1);
  });

  test('a notice is kept once and changes nothing else', () => {
    const notice: Response<DigitsRecord> = { kind: 'notice', run: 1, code: 'no-adapter', message: 'The CPU trains.' };
    const state = hear(after([prepared]), notice, notice);
    expect(state.notices).toEqual(['The CPU trains.']);
    expect(statusOf(state)).toBe('playing');
  });
});

describe('records', () => {
  test('of the students’ own task stay, one per step, with the loss of their newest batch', () => {
    const imitation = (step: number, loss: number): DigitsRecord => ({
      kind: 'imitation',
      phase: 'students',
      step,
      loss: [[loss]],
      blind: [0.05],
    });
    const progress = (phase: 'teacher' | 'students', step: number, loss: number[]): DigitsRecord => ({
      kind: 'progress',
      phase,
      step,
      loss,
    });
    const state = after([
      progress('teacher', 316, [0.3]),
      imitation(0, 0.1),
      progress('students', 0, []),
      imitation(16, 0.05),
      progress('students', 16, [0.04]),
    ]);
    expect(state.imitation.map(({ step }) => step)).toEqual([0, 16]);
    expect(state.trainingLoss).toEqual([0.04]);
    expect(after([imitation(16, 0.06)], state).imitation.map(({ loss }) => loss[0]?.[0])).toEqual([0.1, 0.06]);
    expect(after([progress('teacher', 316, [0.3]), progress('students', 0, [])]).trainingLoss).toBeUndefined();
  });

  test('a repeated evaluation of the same phase and step replaces the first, in place', () => {
    const state = after([
      evaluation('teacher', 0, 0.09),
      evaluation('teacher', 16, 0.5),
      evaluation('students', 0, 0.1),
      evaluation('teacher', 0, 0.093, 10_000),
    ]);
    expect(state.evaluations.teacher.map(({ step, images }) => [step, images])).toEqual([
      [0, 10_000],
      [16, 1000],
    ]);
    expect(state.evaluations.students).toHaveLength(1);
  });

  test('the newest answers of each phase are kept', () => {
    const answers = (step: number): DigitsRecord => ({ kind: 'answers', phase: 'teacher', step, answers: [[step]] });
    expect(after([answers(1), answers(2)]).answers).toEqual({ teacher: answers(2) });
  });

  test('the old value is never changed', () => {
    const before = after([evaluation('teacher', 0, 0.09)]);
    const copy = structuredClone(before);
    addDigits(before, evaluation('teacher', 0, 0.5), 9);
    expect(before).toEqual(copy);
  });
});

describe('progress', () => {
  const progress = (phase: 'teacher' | 'students', step: number): DigitsRecord => ({
    kind: 'progress',
    phase,
    step,
    loss: [1],
  });

  test('work of both phases adds up', () => {
    const state = after([prepared, progress('teacher', 316), progress('students', 4)]);
    // On a CPU a step of two students takes as long as two of the teacher.
    expect(workOf(state, DIGITS_COURSE)).toEqual({ done: 324, total: 948 });
  });

  test('speed is measured within the phase', () => {
    let state = addDigits(after([prepared]), progress('teacher', 100), 1);
    state = addDigits(state, progress('teacher', 200), 2);
    // 116 steps of the teacher and, on a CPU, 316 of two students each.
    expect(paceOf(state, DIGITS_COURSE)).toEqual({ stepsPerSecond: 100, secondsLeft: 7.48 });
    state = addDigits(state, progress('students', 10), 3);
    state = addDigits(state, progress('students', 20), 4);
    expect(paceOf(state, DIGITS_COURSE)).toEqual({ stepsPerSecond: 10, secondsLeft: 29.6 });
  });

  test('a run thrown back by a lost device measures its speed anew', () => {
    let state = addDigits(after([prepared]), progress('teacher', 200), 2);
    state = addDigits(state, progress('teacher', 80), 3);
    expect(paceOf(state, DIGITS_COURSE)).toBeUndefined();
    expect(workOf(state, DIGITS_COURSE).done).toBe(80);
  });
});
