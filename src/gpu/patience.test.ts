// How long a device may say nothing.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Patience, SILENCE_SECONDS } from './patience.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = () => new Promise<never>(() => {});
const after = (seconds: number) => new Promise<string>((resolve) => setTimeout(resolve, 1000 * seconds, 'there'));

it('gives up on an answer that never comes, with a code of its own', async () => {
  const waiting = expect(new Patience().wait(never())).rejects.toMatchObject({ code: 'device-silent' });
  await vi.advanceTimersByTimeAsync(1000 * SILENCE_SECONDS);
  await waiting;
  expect(vi.getTimerCount(), 'clocks that go on').toBe(0);
});

it('hands on what comes in time, and what fails', async () => {
  const patience = new Patience();
  const waiting = patience.wait(after(SILENCE_SECONDS - 1));
  const failing = expect(patience.wait(Promise.reject(new TypeError('broken')))).rejects.toThrow('broken');
  await vi.advanceTimersByTimeAsync(1000 * SILENCE_SECONDS);
  expect(await waiting).toBe('there');
  await failing;
  expect(vi.getTimerCount()).toBe(0);
});

it('does not give up while other answers come: many pipelines take their time', async () => {
  const patience = new Patience();
  const pipelines = Array.from({ length: 10 }, (_, i) => patience.wait(after((i + 1) * (SILENCE_SECONDS - 2))));
  await vi.advanceTimersByTimeAsync(10_000 * SILENCE_SECONDS);
  expect(await Promise.all(pipelines)).toHaveLength(10);
});

it('gives up on all of them when no other answer comes', async () => {
  const patience = new Patience();
  const first = patience.wait(after(5));
  const silent = Promise.allSettled([patience.wait(never()), patience.wait(never())]);
  await vi.advanceTimersByTimeAsync(1000 * (SILENCE_SECONDS + 6));
  expect(await first).toBe('there');
  expect((await silent).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
