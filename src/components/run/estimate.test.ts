// What is said about the time of a run before it starts, and how many seeds that allows.
import { expect, test } from 'vitest';
import type { Availability } from '../../worker/client.ts';
import { Estimates, estimateWords, seedsByDefault } from './estimate.ts';

const device = { backend: 'wasm', name: 'relaxed SIMD, 2 cores', software: true } as const;
const here: Availability = {
  webgpu: false,
  code: 'no-webgpu',
  message: '',
  auto: { places: ['wasm', 'cpu'], device, because: '', speed: { operations: 1e9, lanes: 2 } },
};
/** Three models on two lanes: twice as long as one. */
const work = [
  { models: 3, operations: 1e9 },
  { models: 1, operations: 5e8 },
];

test('a run takes as long as its phases at the speed of a moment ago', () => {
  expect(new Estimates().seconds(work, undefined, here)).toBe(2.5);
  expect(new Estimates().seconds(work, 'auto', here)).toBe(2.5);
});

test('of a place where nothing has run nothing is said', () => {
  expect(new Estimates().seconds(work, 'webgpu', here)).toBeUndefined();
  expect(new Estimates().seconds(work, undefined, undefined)).toBeUndefined();
});

test('a run that ended corrects what is said of the next one there, and of no other place', () => {
  const estimates = new Estimates();
  estimates.learn(work, 'wasm', 5, here);
  expect(estimates.seconds(work, undefined, here)).toBe(5);
  expect(estimates.seconds([{ models: 2, operations: 1e9 }], 'wasm', here)).toBe(2);
  expect(estimates.seconds(work, 'cpu', here)).toBeUndefined();
  estimates.learn(work, 'webgpu', 7, here);
  expect(estimates.seconds(work, 'webgpu', here)).toBeCloseTo(7, 9);
});

test('eight seeds are the default where they are over in eight seconds', () => {
  expect(seedsByDefault(4, (seeds) => seeds)).toBe(8);
  expect(seedsByDefault(4, () => 8.1)).toBe(4);
  expect(seedsByDefault(4, () => undefined)).toBe(4);
  expect(seedsByDefault(16, () => 1)).toBe(16);
});

test('the words round as people do', () => {
  expect(estimateWords(undefined)).toBe('');
  expect(estimateWords(0.2)).toBe('About 1 s here.');
  expect(estimateWords(14.6)).toBe('About 15 s here.');
  expect(estimateWords(276)).toBe('About 5 min here.');
});
