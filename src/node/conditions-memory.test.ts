// Every condition of the reference, with little to do, fits into the memory that its cores were given: a WebAssembly memory does
// not grow, and what a run was said to take is all it gets.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONDITION_RUNS } from '../experiment/owls/conditions/condition-runs.ts';
import { OWLS } from '../experiment/owls/spec.ts';
import { allowRelaxed } from './wasm-module.ts';
import { Cores } from './cores.ts';
import { runWith } from './experiments.ts';

allowRelaxed();

let cores: Cores;
beforeAll(() => void (cores = new Cores()));
afterAll(() => cores.close());

const LITTLE: [string, string][] = [
  ['seeds', '2'],
  ['teacher-steps', '10'],
  ['sequences', '32'],
  ['steps', '2'],
];

test.each(CONDITION_RUNS)('$name', { timeout: 60_000 }, async ({ entries }) => {
  const all: [string, string][] = [...entries.map(([name, text]): [string, string] => [name, text]), ...LITTLE];
  const { spec } = OWLS.parse(all);
  const { result } = await runWith('owls', OWLS.entries(spec), cores.alone(0), () => {});
  expect(result.students).toHaveLength(spec.students.length);
});
