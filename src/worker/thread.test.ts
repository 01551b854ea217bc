// What the page does where no training thread can be had, or where the page has its own ideas of one.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabClient, type Response } from './client.ts';
import { FakeWorker } from './fake-worker-fixture.ts';

const page = { baseURI: 'http://localhost/', hidden: false };
const start = { entries: [], choice: 'auto' } as const;
let told: Response[];
let client: LabClient<'digits'>;

function open(): void {
  told = [];
  client = new LabClient('digits', (response) => told.push(response));
}

function refuse(error: Error): void {
  FakeWorker.refusal = error;
  open();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('document', page);
  vi.stubGlobal('origin', 'http://localhost');
  FakeWorker.reset();
  page.baseURI = 'http://localhost/';
});
afterEach(() => {
  client.close();
  expect(vi.getTimerCount(), 'clocks that go on after the end').toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a browser that allows no thread', () => {
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
    Reflect.deleteProperty(globalThis, 'Worker');
    open();
    const message: unknown = expect.stringContaining('has taken training threads away');
    expect(await client.probe()).toEqual({ webgpu: false, code: 'no-thread', message });
    client.start(start);
    expect(told).toMatchObject([{ kind: 'failure', run: 1, code: 'no-thread', message }]);
  });

  it('is not confused with one whose page wraps `Worker`', () => {
    vi.stubGlobal('Worker', function () {
      return new FakeWorker();
    });
    open();
    client.start(start);
    const thread = FakeWorker.all[0];
    thread?.say({ kind: 'alive' }, { kind: 'accepted', run: 1 });
    expect(thread?.kinds).toEqual(['start']);
    expect(told).toMatchObject([{ kind: 'accepted' }]);
    expect(client.broken).toBe(false);
  });

  it('does not end a page without an address of its own', () => {
    page.baseURI = 'about:srcdoc';
    open();
    client.start(start);
    expect(told).toMatchObject([{ kind: 'failure', run: 1, code: 'data-missing', message: /no address of its own/ }]);
  });

  it('does not throw at what cannot be posted', () => {
    FakeWorker.deaf = true;
    open();
    client.start(start);
    expect(told).toMatchObject([{ kind: 'failure', run: 1, code: 'internal', detail: /could not be cloned/ }]);
    expect(client.broken).toBe(true);
  });
});
