// Zero clicks wherever something can train, a labeled recording where nothing can or little shall be sent, and a link that names
// a processor is obeyed.
import { expect, test } from 'vitest';
import type { ProcessorName } from '../../experiment/processor/processors.ts';
import type { Automatic, Availability } from '../../worker/client.ts';
import { firstLook, isLastResort, startsOn } from './first-look.ts';

const auto = (place: ProcessorName): { auto: Automatic } => ({
  auto: { places: [place], device: { backend: place, name: place, software: place !== 'webgpu' }, because: 'it is' },
});
const hardware: Availability = {
  webgpu: true,
  device: { backend: 'webgpu', name: 'a GPU', software: false },
  ...auto('webgpu'),
};
const software: Availability = {
  webgpu: true,
  device: { backend: 'webgpu', name: 'SwiftShader', software: true },
  ...auto('wasm'),
};
const missing: Availability = {
  webgpu: false,
  code: 'no-webgpu',
  message: 'This browser has no WebGPU.',
  ...auto('wasm'),
};
const oldest: Availability = { webgpu: false, code: 'no-webgpu', message: 'Nor WebAssembly.', ...auto('cpu') };
const unknown: Availability = { webgpu: false, code: 'no-thread', message: 'The training thread could not start.' };

test.each([
  [hardware, undefined, false, 'live'],
  [software, undefined, false, 'live'],
  [missing, undefined, false, 'live'],
  [oldest, undefined, false, 'live'],
  [unknown, undefined, false, 'recorded'],
  [hardware, undefined, true, 'recorded'],
  [hardware, 'auto', true, 'live'],
  [unknown, 'auto', false, 'live'],
  [missing, 'webgpu', false, 'live'],
] as const)('%o with backend %s, reduced data %s: %s', (availability, backend, reducesData, expected) => {
  expect(firstLook(availability, backend, reducesData)).toBe(expected);
});

test.each([
  [undefined, undefined, undefined],
  [unknown, undefined, undefined],
  [hardware, undefined, 'webgpu'],
  [software, 'auto', 'wasm'],
  [missing, 'webgpu', 'webgpu'],
  [hardware, 'cpu', 'cpu'],
  [oldest, undefined, 'cpu'],
] as const)('knowing %o, the choice %s starts on %s', (availability, chosen, expected) => {
  expect(startsOn(chosen, availability)).toBe(expected);
  expect(isLastResort(chosen, availability)).toBe(expected === 'cpu');
});
