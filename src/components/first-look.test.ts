// Zero clicks on a GPU, a labeled recording elsewhere, and a link that names a processor is obeyed.
import { expect, test } from 'vitest';
import type { Availability } from '../worker/client.ts';
import { firstLook } from './first-look.ts';

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
