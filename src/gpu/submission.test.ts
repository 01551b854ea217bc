// How much work one submit holds: never so much that an adapter is busy with it for long, and always all of it, in order.
import { beforeEach, expect, test, vi } from 'vitest';
import { mlpRunBuffers } from './memory.ts';
import { sizeOf } from '../experiment/digits/size.ts';
import { DIGITS } from '../experiment/digits/spec.ts';
import type { Plan } from './plan.ts';
import { Submission } from './submission.ts';

/** What was recorded in each submit: slot and number of the dispatch. */
let submits: string[][];

function fakeDevice(): GPUDevice {
  let recorded: string[] = [];
  const pass = { end: () => {}, note: (what: string) => recorded.push(what) };
  const device = {
    createCommandEncoder: () => ({ beginComputePass: () => pass, clearBuffer: () => {}, finish: () => ({}) }),
    queue: {
      submit: () => {
        submits.push(recorded);
        recorded = [];
      },
    },
  };
  return device as unknown as GPUDevice;
}

function planOf(...operations: number[]): Plan {
  const recordOne = (pass: { note(what: string): void }, slot: number, index: number) => pass.note(`${slot}.${index}`);
  return { operations, recordOne } as unknown as Plan;
}

beforeEach(() => {
  submits = [];
  vi.stubGlobal('GPUBufferUsage', {});
});

test('little work is one submit, however many steps', () => {
  const submission = new Submission(fakeDevice(), 'little');
  for (let slot = 0; slot < 3; slot++) submission.record(planOf(1e6, 0), slot);
  submission.end();
  expect(submits).toEqual([['0.0', '0.1', '1.0', '1.1', '2.0', '2.1']]);
});

test('much work is cut between dispatches, and nothing is left out or changes places', () => {
  const submission = new Submission(fakeDevice(), 'much');
  for (let slot = 0; slot < 2; slot++) submission.record(planOf(6e9, 0, 6e9, 3e9, 2e10), slot);
  submission.end();
  expect(submits).toEqual([['0.0', '0.1'], ['0.2', '0.3'], ['0.4'], ['1.0', '1.1'], ['1.2', '1.3'], ['1.4']]);
});

test.each([
  ['25', 'shared,independent,permuted,rescaled'],
  ['32', 'shared,independent,permuted'],
])('at the paper’s preset no binding of %s seeds with the students %s is above 128 MiB', (seeds, students) => {
  const entries: [string, string][] = [
    ['preset', 'paper'],
    ['seeds', seeds],
    ['students', students],
  ];
  const { spec, problems } = DIGITS.parse(entries);
  expect(problems).toEqual([]);
  expect(4 * Math.max(...mlpRunBuffers(sizeOf(spec)))).toBeLessThanOrEqual(2 ** 27);
});
