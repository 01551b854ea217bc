// Zero clicks on a GPU, a labeled recording elsewhere, a link that names a processor is obeyed, and nobody waits for a GPU known to be missing.
import { expect, test } from 'vitest';
import type { Availability } from '../../worker/client.ts';
import { firstLook, isLastResort, placesFor } from './first-look.ts';

const hardware: Availability = { webgpu: true, device: { backend: 'webgpu', name: 'a GPU', software: false } };
const software: Availability = { webgpu: true, device: { backend: 'webgpu', name: 'SwiftShader', software: true } };
const missing: Availability = { webgpu: false, code: 'no-webgpu', message: 'This browser has no WebGPU.' };

test.each([
  [hardware, undefined, 'live'],
  [software, undefined, 'recorded'],
  [missing, undefined, 'recorded'],
  [software, 'auto', 'live'],
  [software, 'webgpu', 'live'],
  [missing, 'cpu', 'live'],
  [missing, 'webgpu', 'live'],
] as const)('%o with backend %s: %s', (availability, backend, expected) => {
  expect(firstLook(availability, backend)).toBe(expected);
});

const unknown: Availability = { webgpu: false, code: 'internal', message: 'The training thread could not start.' };

test.each([
  [undefined, undefined, ['webgpu', 'cpu']],
  [hardware, undefined, ['webgpu', 'cpu']],
  [unknown, undefined, ['webgpu', 'cpu']],
  [missing, undefined, ['cpu']],
  [missing, 'auto', ['cpu']],
  [missing, 'webgpu', ['webgpu']],
  [hardware, 'cpu', ['cpu']],
] as const)('knowing %o, the choice %s may train on %j', (availability, chosen, expected) => {
  expect(placesFor(chosen, availability)).toEqual(expected);
  expect(isLastResort(chosen, availability)).toBe(expected[0] === 'cpu');
});
