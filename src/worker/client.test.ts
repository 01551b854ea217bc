// What the page does about a thread that does not start, does not answer, ended, or cannot be had.
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabClient, type Response } from './client.ts';

/** A thread that says only what a test lets it say. */
class FakeWorker {
  static all: FakeWorker[] = [];
  static refusal: Error | undefined;
  static deaf = false;
  readonly heard: { kind: string }[] = [];
  terminated = false;
  onmessage: (event: { data: Response }) => void = () => {};
  onerror: (event: { message: string }) => void = () => {};

  constructor() {
    if (FakeWorker.refusal) throw FakeWorker.refusal;
    FakeWorker.all.push(this);
  }

  postMessage(request: { kind: string }): void {
    if (FakeWorker.deaf) throw new DOMException('() => {} could not be cloned.', 'DataCloneError');
    this.heard.push(request);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(...responses: Response[]): void {
    for (const data of responses) this.onmessage({ data });
  }

  get kinds(): string[] {
    return this.heard.map(({ kind }) => kind);
  }
}

const page = { baseURI: 'http://localhost/', hidden: false };
vi.stubGlobal('document', page);
afterAll(() => void vi.unstubAllGlobals());

let told: Response[];
let client: LabClient<'digits'>;
const newest = () => FakeWorker.all.at(-1)!;
const silences = () => told.filter(({ kind }) => kind === 'silence');
const seconds = (count: number) => vi.advanceTimersByTime(1000 * count);
const start = { entries: [], backend: 'auto' } as const;
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
  vi.stubGlobal('Worker', FakeWorker);
  FakeWorker.all = [];
  FakeWorker.refusal = undefined;
  FakeWorker.deaf = false;
  page.baseURI = 'http://localhost/';
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

describe('a browser that allows no thread', () => {
  const refuse = (error: Error) => {
    client.close();
    FakeWorker.refusal = error;
    open();
  };

  it.each([
    ['null', /frame without an origin of its own/],
    ['http://elsewhere.example', /comes from another site/],
  ])('is told apart by its reason: on a page of origin %s', async (origin, sentence) => {
    vi.stubGlobal('origin', origin);
    refuse(new DOMException('refused', 'SecurityError'));
    expect(await client.probe()).toMatchObject({ webgpu: false, code: 'no-thread', message: sentence });
    client.start(start);
    expect(told).toMatchObject([{ kind: 'failure', run: 1, code: 'no-thread', message: sentence }]);
    expect(client.broken).toBe(true);
  });

  it('is believed on a page like any other, too', () => {
    vi.stubGlobal('origin', new URL(import.meta.url).origin);
    refuse(new TypeError('This document requires TrustedScriptURL assignment.'));
    client.start(start);
    expect(told).toMatchObject([{ kind: 'failure', message: /a rule of this page/, detail: /TrustedScriptURL/ }]);
  });

  it('is believed where `Worker` was taken away, too', async () => {
    client.close();
    Reflect.deleteProperty(globalThis, 'Worker');
    open();
    const message: unknown = expect.stringContaining('has taken training threads away');
    expect(await client.probe()).toEqual({ webgpu: false, code: 'no-thread', message });
    client.start(start);
    expect(told).toMatchObject([{ kind: 'failure', run: 1, code: 'no-thread', message }]);
  });

  it('is not confused with one whose page wraps `Worker`', () => {
    client.close();
    vi.stubGlobal('Worker', function () {
      return new FakeWorker();
    });
    open();
    started();
    expect(newest().kinds).toEqual(['start']);
    expect(told).toMatchObject([{ kind: 'accepted' }]);
    expect(client.broken).toBe(false);
  });

  it('does not end a page without an address of its own', () => {
    page.baseURI = 'about:srcdoc';
    client.start(start);
    expect(told).toMatchObject([{ kind: 'failure', run: 1, code: 'data-missing', message: /no address of its own/ }]);
  });

  it('does not throw at what cannot be posted', () => {
    FakeWorker.deaf = true;
    client.start(start);
    expect(told).toMatchObject([{ kind: 'failure', run: 1, code: 'internal', detail: /could not be cloned/ }]);
    expect(client.broken).toBe(true);
  });
});

describe('a thread that ended unnoticed', () => {
  it('is replaced by the next run, which starts without being asked again', () => {
    started();
    newest().say({ kind: 'playback', run: 1, playback: 'finished' });
    client.start(start);
    seconds(5);
    expect(FakeWorker.all).toHaveLength(2);
    expect(FakeWorker.all[0].terminated).toBe(true);
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
