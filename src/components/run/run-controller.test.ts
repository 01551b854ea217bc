// A run and its thread: a broken thread is replaced, and a run that has not begun can be paused and ended.
import type { ReactiveControllerHost } from 'lit';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DigitsRecord } from '../../experiment/digits/records.ts';
import { DIGITS, type DigitsSpec } from '../../experiment/digits/spec.ts';
import type { Recording } from '../../experiment/records/recording.ts';
import type { Response } from '../../worker/client.ts';
import { DIGITS_LAB } from '../digits/lab.ts';
import type { DigitsRun } from '../digits/state.ts';
import { readSettings } from '../settings/settings.ts';
import { RunController } from './run-controller.ts';
import { statusOf } from './run-state.ts';

/** A thread that only remembers what it was told. */
class SilentWorker {
  static readonly all: SilentWorker[] = [];
  readonly kinds: string[] = [];
  terminated = false;
  onmessage: (event: { data: Response }) => void = () => {};
  onerror: (event: { message: string }) => void = () => {};

  constructor() {
    SilentWorker.all.push(this);
  }

  postMessage({ kind }: { kind: string }): void {
    this.kinds.push(kind);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(response: Response): void {
    this.onmessage({ data: response });
  }
}

const host: ReactiveControllerHost = {
  addController: () => {},
  removeController: () => {},
  requestUpdate: () => {},
  updateComplete: Promise.resolve(true),
};
const settings = readSettings(DIGITS, []);
const others = readSettings(DIGITS, [['seeds', '5']]);
const prepared: DigitsRecord = {
  kind: 'prepared',
  device: { backend: 'cpu', name: 'JavaScript, f32', software: false },
  seeds: [0, 1, 2],
  steps: { teacher: 316, students: 316 },
  samples: { labels: [], pixels: [] },
};
const recording: Recording<DigitsRecord> = {
  version: 2,
  date: '2026-11-23',
  lab: '0.1.0',
  device: prepared.device,
  entries: [],
  records: [{ seconds: 0, record: prepared }],
};

vi.stubGlobal('Worker', SilentWorker);
vi.stubGlobal('document', { baseURI: 'http://localhost/' });
vi.stubGlobal('requestAnimationFrame', () => 1);
vi.stubGlobal('cancelAnimationFrame', () => {});
afterAll(() => {
  vi.unstubAllGlobals();
});

function threadNumber(index: number): SilentWorker {
  const thread = SilentWorker.all[index];
  if (!thread) throw new Error(`there is no thread number ${index}`);
  return thread;
}

let controller: RunController<'digits', DigitsSpec, DigitsRun>;
beforeEach(() => {
  SilentWorker.all.length = 0;
  controller = new RunController(host, DIGITS_LAB, () => {});
});
afterEach(() => controller.hostDisconnected());

test('a thread that did not load is replaced by the next one who needs it', async () => {
  const probe = controller.probe();
  const broken = threadNumber(0);
  broken.onerror({ message: '404' });
  expect(await probe).toMatchObject({ webgpu: false, code: 'no-thread' });
  expect(controller.state.failure, 'no run has failed').toBeUndefined();

  controller.start(settings);
  expect(SilentWorker.all).toHaveLength(2);
  expect(broken.terminated).toBe(true);
  expect(threadNumber(1).kinds).toEqual(['start']);
});

test('so is a thread that made a mistake in a run, but not one that ran out of memory', () => {
  controller.start(settings);
  const failure = { kind: 'failure', message: '', detail: '' } as const;
  threadNumber(0).say({ ...failure, run: 1, code: 'out-of-memory' });
  controller.start(settings);
  expect(SilentWorker.all).toHaveLength(1);
  threadNumber(0).say({ ...failure, run: 2, code: 'internal' });
  expect(controller.state.failure?.code).toBe('internal');
  controller.start(settings);
  expect(SilentWorker.all).toHaveLength(2);
});

test('a run that is still loading can be ended, and what was there before is back', () => {
  controller.show(recording, settings.spec);
  const before = controller.state;
  controller.start(others);
  controller.start(others);
  expect(statusOf(controller.state)).toBe('loading');
  controller.stop(others.spec);
  expect(controller.state).toBe(before);
  expect(controller.records).toEqual(recording.records);
  expect(threadNumber(0).kinds).toEqual(['start', 'start', 'stop']);
  expect(controller.isStale(settings)).toBe(false);
});

test('with nothing before, ending it leaves axes for the settings in the controls', () => {
  controller.start(settings);
  controller.stop(others.spec);
  expect(controller.state).toMatchObject({ origin: 'none', spec: others.spec });
  threadNumber(0).say({ kind: 'record', run: 1, record: prepared, seconds: 0 });
  expect(controller.state.origin, 'the ended run is heard no more').toBe('none');
});

test('the networks of a run that was put away and came back can be asked no more; those of a new one can', () => {
  controller.start(settings);
  threadNumber(0).say({ kind: 'record', run: 1, record: prepared, seconds: 0 });
  threadNumber(0).say({ kind: 'playback', run: 1, playback: 'finished' });
  expect(controller.ask([1])).toBe(1);
  controller.start(others);
  controller.stop(others.spec);
  expect(controller.state.spec, 'the first run is back').toEqual(settings.spec);
  expect(controller.ask([1])).toBeUndefined();
  controller.start(settings);
  expect(controller.ask([1])).toBe(2);
});

test('a run that trains is not ended that way', () => {
  controller.start(settings);
  threadNumber(0).say({ kind: 'record', run: 1, record: prepared, seconds: 0 });
  controller.stop(settings.spec);
  expect(statusOf(controller.state)).toBe('playing');
});

test('where a run was chosen to train decides whether it is stale, not where the lab let it train', () => {
  controller.start(settings);
  expect(controller.isStale(settings)).toBe(false);
  expect(controller.isStale(readSettings(DIGITS, [['backend', 'auto']]))).toBe(false);
  expect(controller.isStale(readSettings(DIGITS, [['backend', 'cpu']]))).toBe(true);
  expect(controller.isStale(others)).toBe(true);
});
