// What the training thread says on a machine whose WebGPU throws where nobody expects it.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { BackendChoice } from '../experiment/processor/processors.ts';
import type { Request, Response } from './protocol.ts';

let said: Response[] = [];
let machine: () => unknown;
let hear: (event: { data: Request }) => void;
const tell = (data: Request) => hear({ data });
const newest = (kind: Response['kind']) =>
  vi.waitFor(() => {
    const response = said.findLast((other) => other.kind === kind);
    expect(response).toBeDefined();
    return response;
  });

beforeAll(async () => {
  vi.stubGlobal('postMessage', (response: Response) => said.push(response));
  vi.stubGlobal('isSecureContext', true);
  Object.defineProperty(globalThis, 'onmessage', {
    set: (listener: typeof hear) => {
      hear = listener;
    },
    configurable: true,
  });
  vi.stubGlobal('navigator', {
    get gpu() {
      return machine();
    },
  });
  await import('./worker.ts');
});
beforeEach(() => {
  said = [];
});
afterAll(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, 'onmessage');
});

const throwing = () => {
  throw new TypeError('blocked by an extension');
};
const MACHINES: readonly [what: string, machine: () => unknown][] = [
  ['whose WebGPU throws when it is looked at', throwing],
  ['whose adapter is an empty object', () => ({ requestAdapter: () => Promise.resolve({}) })],
];

let run = 0;
function start(choice: BackendChoice): void {
  run += 1;
  tell({
    kind: 'start',
    run,
    experiment: 'digits',
    entries: [],
    choice,
    dataUrl: 'http://localhost:1/',
  });
}

it.each(MACHINES)('on a machine %s a run on WebGPU blames the device, not the lab', async (_, broken) => {
  machine = broken;
  start('webgpu');
  expect(await newest('failure')).toMatchObject({
    code: 'device-failed',
    message: 'The graphics device does not do what is asked of it.',
    detail: expect.stringContaining('TypeError'),
  });
});

it('a graphics device that fails when it is opened is left, with a word, where the lab may choose', async () => {
  machine = () => ({ requestAdapter: () => Promise.resolve({}) });
  start('auto');
  expect(await newest('notice')).toMatchObject({
    run,
    code: 'device-failed',
    message: expect.stringMatching(/^The graphics device does not do what is asked of it\. .* trains instead/),
  });
  expect(await newest('place')).toMatchObject({ run, because: 'the graphics card failed' });
  tell({ kind: 'stop', run });
});

it('where WebGPU is missing the lab chooses what is there, and says why', async () => {
  machine = throwing;
  start('auto');
  expect(await newest('place')).toMatchObject({ run, because: expect.stringMatching(/^no graphics card can be used/) });
  expect(said.filter(({ kind }) => kind === 'notice')).toEqual([]);
  tell({ kind: 'stop', run });
});

it('where somebody chose, no reason is given', async () => {
  start('cpu');
  expect(await newest('place')).toEqual({ kind: 'place', run, place: 'cpu', because: '' });
  tell({ kind: 'stop', run });
});

it('a WebGPU that throws is missing, as far as anybody asks', async () => {
  machine = throwing;
  tell({ kind: 'probe' });
  expect(await newest('availability')).toMatchObject({
    availability: { webgpu: false, code: 'device-failed', auto: { speed: { lanes: expect.any(Number) } } },
  });
});
