// Which kernel a tuner takes, what it measures for that, and that it never stands in the way.
import { expect, test } from 'vitest';
import type { Computation, Dispatch } from './plan.ts';
import { Tuner, type Stopwatch } from './tuner.ts';

function computation(kernel: string): Computation {
  return { kernel, constants: { BATCH: 8 }, workgroups: [1, 1, 1] };
}

function dispatch(kernel: string, operations = 1e9): Dispatch {
  const others = ['wide', 'tile'].map((family) => computation(`${kernel} ${family}`));
  return { ...computation(kernel), tensors: {}, others, operations };
}

/** A device on which kernels take so many milliseconds, beside `latency` until it says so. */
function device(times: Readonly<Record<string, number>>, latency = 0.1, wrong = '') {
  const timed: string[] = [];
  const state = { clock: 0, open: 0, timed };
  const stopwatch: Stopwatch = {
    now: () => state.clock,
    latency: async () => latency,
    compiles: async ({ kernel }) => kernel in times,
    open: async () => {
      state.open += 1;
      return {
        time: async ({ kernel }, runs) => {
          timed.push(kernel);
          const time = latency + runs * times[kernel]!;
          state.clock += time;
          return time;
        },
        agree: async (a, b) => ![a.kernel, b.kernel].includes(wrong),
        free: () => void (state.open -= 1),
      };
    },
  };
  return { state, tuner: new Tuner(stopwatch) };
}

const kernels = (dispatches: readonly Dispatch[]) => dispatches.map(({ kernel }) => kernel);

test('of what computes the same the fastest is taken, with its own constants and workgroups', async () => {
  const { tuner, state } = device({ a: 2, 'a wide': 1, 'a tile': 3, b: 1 });
  const other: Dispatch = { kernel: 'b', constants: {}, tensors: {}, workgroups: [7, 1, 1] };
  const asked = dispatch('a');
  const [first, second] = await tuner.choose([asked, other]);
  expect(first).toEqual({ ...computation('a wide'), tensors: asked.tensors, operations: 1e9 });
  expect(second).toEqual(other);
  expect(state.open, 'what was made for it is freed').toBe(0);
});

test('what is hardly faster than the first is not taken', async () => {
  const { tuner } = device({ a: 1, 'a wide': 0.97, 'a tile': 1.2 });
  expect(kernels(await tuner.choose([dispatch('a')]))).toEqual(['a']);
});

test('a shape is measured once', async () => {
  const { tuner, state } = device({ a: 2, 'a wide': 3, 'a tile': 1 });
  const plans = [tuner.choose([dispatch('a')]), tuner.choose([dispatch('a')])];
  expect((await Promise.all(plans)).map(kernels)).toEqual([['a tile'], ['a tile']]);
  const looks = state.timed.length;
  await tuner.choose([dispatch('a')]);
  expect(state.timed.length).toBe(looks);
});

test('what does not compile is not taken, and what does is', async () => {
  const { tuner } = device({ a: 2, 'a tile': 1 });
  expect(kernels(await tuner.choose([dispatch('a')]))).toEqual(['a tile']);
  const broken = device({ 'a wide': 1 });
  expect(kernels(await broken.tuner.choose([dispatch('a')]))).toEqual(['a wide']);
});

test('what computes something else is not taken, however fast it is', async () => {
  const { tuner } = device({ a: 3, 'a wide': 1, 'a tile': 2 }, 0.1, 'a wide');
  expect(kernels(await tuner.choose([dispatch('a')]))).toEqual(['a tile']);
});

test('a plan of little work is not measured', async () => {
  const { tuner, state } = device({ a: 3, 'a wide': 1, 'a tile': 2 });
  expect(kernels(await tuner.choose([dispatch('a', 1e7)]))).toEqual(['a']);
  expect(state.timed).toEqual([]);
});

test('where answers are late nothing is measured', async () => {
  const { tuner, state } = device({ a: 2, 'a wide': 1, 'a tile': 1 }, 100);
  expect(kernels(await tuner.choose([dispatch('a')]))).toEqual(['a']);
  expect(state.timed).toEqual([]);
});

test('the most work is measured first, little work not at all, and all of it ends', async () => {
  const times = Object.fromEntries(
    ['a', 'b', 'c'].flatMap((name) => [name, `${name} wide`, `${name} tile`].map((k) => [k, 40])),
  );
  times['b wide'] = 10;
  times['c wide'] = 10;
  const { tuner, state } = device(times);
  const asked = [dispatch('a', 2e9), dispatch('b', 9e9), dispatch('c', 3e8)];
  expect(kernels(await tuner.choose(asked))).toEqual(['a', 'b wide', 'c']);
  expect(state.timed[0]).toBe('b');
  expect(state.timed).not.toContain('c');
  expect(state.clock, 'milliseconds').toBeLessThan(1000);
});

test('a device that fails leaves what runs anywhere', async () => {
  const { tuner } = device({ a: 2, 'a wide': 1, 'a tile': 1 });
  const failing = new Tuner({
    now: () => 0,
    latency: async () => Promise.reject(new Error('lost')),
    compiles: async () => true,
    open: async () => undefined,
  });
  expect(kernels(await failing.choose([dispatch('a')]))).toEqual(['a']);
  expect(kernels(await tuner.choose([dispatch('a')]))).not.toEqual(['a']);
});
