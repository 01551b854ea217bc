// What the page does about a thread that does not start, does not answer, or ended.
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabClient, type Response } from './client.ts';
import { FakeWorker } from './fake-worker-fixture.ts';

vi.stubGlobal('Worker', FakeWorker);
const page = { baseURI: 'http://localhost/', hidden: false };
vi.stubGlobal('document', page);
afterAll(() => void vi.unstubAllGlobals());

let told: Response[];
let client: LabClient<'digits'>;
const newest = () => FakeWorker.all.at(-1)!;
const silences = () => told.filter(({ kind }) => kind === 'silence');
const seconds = (count: number) => vi.advanceTimersByTime(1000 * count);
const start = { entries: [], choice: 'auto' } as const;
const progress: Response = {
  kind: 'record',
  run: 1,
  record: { kind: 'progress', phase: 'teacher', step: 1, loss: [] },
  seconds: 1,
};

function open(): void {
  told = [];
  client = new LabClient('digits', (response) => told.push(response));
}

/** A run that the thread has heard of. */
function started(): void {
  newest().say({ kind: 'alive' });
  client.start(start);
  newest().say({ kind: 'accepted', run: 1 });
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeWorker.reset();
  page.hidden = false;
  vi.stubGlobal('origin', 'http://localhost');
  open();
});
afterEach(() => {
  client.close();
  expect(vi.getTimerCount(), 'clocks that go on after the end').toBe(0);
  vi.useRealTimers();
});

describe('a thread that does not start', () => {
  it('is no longer waited for, and counts when it starts late', async () => {
    const probe = client.probe();
    seconds(10);
    expect(await probe).toMatchObject({ webgpu: false, code: 'no-thread', message: /has not started for 10 seconds/ });
    newest().say(
      { kind: 'alive' },
      { kind: 'availability', availability: { webgpu: false, code: 'no-webgpu', message: '' } },
    );
    expect(told.at(-1)).toMatchObject({ kind: 'availability', availability: { code: 'no-webgpu' } });
  });

  it('is said to a run that waits for it; another client is needed then, unless it starts late', () => {
    client.start(start);
    seconds(9);
    expect(silences()).toEqual([]);
    seconds(1);
    expect(silences()).toEqual([{ kind: 'silence', run: 1, cause: 'unborn', seconds: 10 }]);
    expect(client.broken).toBe(true);
    newest().say({ kind: 'alive' }, { kind: 'accepted', run: 1 });
    expect(client.broken).toBe(false);
  });

  it('is said to a run that was started long after it should have been there', () => {
    seconds(60);
    client.start(start);
    seconds(10);
    expect(silences()).toHaveLength(1);
  });

  it('is not accused while nobody can see the page', () => {
    client.start(start);
    page.hidden = true;
    seconds(100);
    expect(silences()).toEqual([]);
  });
});

describe('a thread that ended unnoticed', () => {
  it('is replaced by the next run, which starts without being asked again', () => {
    started();
    newest().say({ kind: 'playback', run: 1, playback: 'finished' });
    client.start(start);
    seconds(5);
    expect(FakeWorker.all).toHaveLength(2);
    expect(FakeWorker.all[0]?.terminated).toBe(true);
    expect(newest().kinds).toEqual(['start']);
    newest().say({ kind: 'alive' }, { kind: 'accepted', run: 2 });
    seconds(6);
    expect(FakeWorker.all).toHaveLength(2);
    expect(silences()).toEqual([]);
  });

  it('is not replaced for ever', () => {
    newest().say({ kind: 'alive' });
    client.start(start);
    seconds(5);
    newest().say({ kind: 'alive' });
    seconds(60);
    expect(FakeWorker.all).toHaveLength(2);
    expect(silences()).toMatchObject([{ cause: 'thread' }]);
  });

  it('is told from one that waits itself by its answer to a ping', () => {
    started();
    seconds(20);
    expect(newest().kinds.at(-1)).toBe('ping');
    expect(silences()).toEqual([]);
    seconds(5);
    expect(silences()).toEqual([{ kind: 'silence', run: 1, cause: 'thread', seconds: 25 }]);
    newest().say({ kind: 'notice', run: 1, code: 'device-lost', message: '' });
    seconds(20);
    newest().say({ kind: 'pong' });
    seconds(5);
    expect(silences().at(-1)).toMatchObject({ cause: 'work' });
  });
});

describe('waiting on', () => {
  it('for a thread that has not started ends in another word about it', () => {
    client.start(start);
    seconds(10);
    client.wait();
    seconds(19);
    expect(silences()).toHaveLength(1);
    seconds(1);
    expect(silences().slice(1)).toEqual([{ kind: 'silence', run: 1, cause: 'unborn', seconds: 20 }]);
    client.wait();
    seconds(20);
    expect(silences()).toHaveLength(3);
  });

  it('for a thread that starts late and then does not hear of the run replaces it, and speaks again', () => {
    client.start(start);
    seconds(10);
    client.wait();
    seconds(15);
    newest().say({ kind: 'alive' });
    seconds(5);
    expect(FakeWorker.all).toHaveLength(2);
    seconds(10);
    expect(silences()).toMatchObject([{ cause: 'unborn' }, { cause: 'unborn' }]);
  });

  it('for a thread that does not hear of the run ends in another word about it', () => {
    newest().say({ kind: 'alive' });
    client.start(start);
    seconds(5);
    newest().say({ kind: 'alive' });
    seconds(5);
    client.wait();
    seconds(9);
    expect(silences()).toHaveLength(1);
    seconds(1);
    expect(silences().slice(1)).toEqual([{ kind: 'silence', run: 1, cause: 'thread', seconds: 10 }]);
    client.wait();
    newest().say({ kind: 'accepted', run: 1 });
    seconds(10);
    expect(silences()).toHaveLength(2);
  });

  it('when nothing was said to be quiet starts no clock', () => {
    client.wait();
    started();
    newest().say({ kind: 'playback', run: 1, playback: 'paused' });
    client.wait();
    seconds(1000);
    expect(silences()).toEqual([]);
  });
});

describe('a run that is quiet', () => {
  it('is not accused while it is paused, finished, failed, stopped or out of sight', () => {
    started();
    for (const response of [
      { kind: 'playback', run: 1, playback: 'paused' },
      { kind: 'playback', run: 1, playback: 'finished' },
      { kind: 'failure', run: 1, code: 'not-finite', message: '', detail: '' },
    ] as const) {
      client.play();
      newest().say(response);
      seconds(1000);
    }
    client.play();
    page.hidden = true;
    seconds(1000);
    page.hidden = false;
    client.stop();
    seconds(1000);
    expect(silences()).toEqual([]);
  });

  it('is given more time where its records took long', () => {
    started();
    for (let record = 0; record < 3; record++) {
      seconds(20);
      newest().say(progress);
    }
    seconds(59);
    expect(silences()).toEqual([]);
    seconds(1);
    expect(silences()).toMatchObject([{ seconds: 60 }]);
  });

  it('owes a paused run the step it was asked for, and nothing behind it', () => {
    started();
    newest().say({ kind: 'playback', run: 1, playback: 'paused' });
    client.step();
    newest().say(progress);
    seconds(1000);
    expect(silences()).toEqual([]);
    client.step();
    seconds(25);
    expect(silences()).toHaveLength(1);
  });

  it('owes an answer to a question, also after its end', () => {
    started();
    newest().say({ kind: 'playback', run: 1, playback: 'finished' });
    client.ask([1]);
    newest().say({ kind: 'answer', run: 1, question: 1, answers: [] });
    seconds(1000);
    expect(silences()).toEqual([]);
    client.ask([1]);
    seconds(25);
    expect(silences()).toHaveLength(1);
  });

  it('is spoken of again only much later when somebody waits on', () => {
    started();
    seconds(25);
    client.wait();
    seconds(49);
    expect(silences()).toHaveLength(1);
    seconds(1);
    expect(silences()).toHaveLength(2);
  });
});
