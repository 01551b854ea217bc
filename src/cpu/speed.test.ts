// A moment of work tells how fast a processor is and whether it computes what another one does.
import { expect, it } from 'vitest';
import { createCpuProcessor } from './processor.ts';
import { agree, measureSpeed, secondsOf, trainingOperations } from '../experiment/processor/speed.ts';

it('a phase takes as long as the models that wait for each other', () => {
  const work = [
    { models: 5, operations: 3e9 },
    { models: 1, operations: 1e9 },
  ];
  expect(secondsOf(work, { operations: 1e9, lanes: 1 })).toBe(16);
  expect(secondsOf(work, { operations: 1e9, lanes: 2 })).toBe(10);
  expect(secondsOf(work, { operations: 2e9, lanes: 8 })).toBe(2);
  expect(secondsOf([], { operations: 1, lanes: 1 })).toBe(0);
});

it('speed is what was computed over the time that passed', async () => {
  let time = 0;
  // Every look at the clock is 50 milliseconds later.
  const now = () => (time += 50);
  const { speed } = await measureSpeed(createCpuProcessor('f32'), 1, { now, milliseconds: 60 });
  expect(speed.lanes).toBe(1);
  expect(speed.operations).toBeCloseTo(trainingOperations(784 * 64 + 64 + 64 * 64 + 64 + 64 * 20 + 20, 128) / 0.05, -3);
});

it('processors that compute the same agree, and one that is a little wrong is found out', async () => {
  const clock = { now: () => 0, milliseconds: 0 };
  const { weights } = await measureSpeed(createCpuProcessor('f32'), 1, clock);
  const { weights: exact } = await measureSpeed(createCpuProcessor('f64'), 2, clock);
  expect(agree(weights, exact)).toBe(true);
  const changed = (change: (values: Float32Array) => void) => {
    const copy = Float32Array.from(weights);
    change(copy);
    return agree(copy, exact);
  };
  expect(changed((values) => (values[1000]! += 0.02))).toBe(false);
  expect(changed((values) => values.forEach((value, i) => (values[i] = value * 1.001)))).toBe(false);
  expect(changed((values) => (values[7] = NaN))).toBe(false);
  expect(agree(weights.slice(1), exact)).toBe(false);
});
