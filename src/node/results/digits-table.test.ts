// The table of a digits run: every number of the result with an interval that is possible, and the students' own task.
import { expect, it } from 'vitest';
import type { DigitsRecord, DigitsResult } from '../../experiment/digits/records.ts';
import { parseSpec } from '../../experiment/digits/spec.ts';
import { digitsTable } from './digits-table.ts';

const student = { traitTransfer: [], cosineTowardTeacher: [], distanceAtStart: [], distanceAtEnd: [] };
const result: DigitsResult = {
  reference: [0.08, 0.12, 0.1],
  teacher: [0.9, 0.95, 0.99],
  teacherDistance: [],
  students: [
    { student: 'shared', trait: [0.5, 0.9, 0.95], cosineOfUpdates: [0.7, 0.9, 0.99], ...student },
    { student: 'independent', trait: [0.1, 0.13, 0.11], cosineOfUpdates: [0, 0.01, -0.01], ...student },
  ],
};
const device = { backend: 'cpu', name: 'JavaScript, f32', software: true } as const;

function linesOf(records: readonly DigitsRecord[] = [], of = result): string[] {
  const { spec } = parseSpec([['seeds', '3']]);
  const timed = records.map((record, seconds) => ({ seconds, record }));
  return digitsTable(spec, { device, result: of, records: timed, seconds: 12.3 }, 13).split('\n');
}

it('never leaves what is possible, and says with whom the students are compared', () => {
  const lines = linesOf();
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^student, shared init +0\.783 \(0\.171 to 1\.000\) +0\.8\d\d ± 0\.\d+ +0\.863 \(0\.495 to 1\.000\) /,
    ),
  );
  expect(lines.slice(-2)).toEqual([
    expect.stringMatching(/^The trait crossed to the student with shared init; it did not cross/),
    expect.stringMatching(/^Compared, seed by seed, with the untrained network, 10 % ± 5, or with chance/),
  ]);
});

it('gives no share of what a teacher did not learn', () => {
  const lines = linesOf([], { ...result, teacher: [0.09, 0.13, 0.1] });
  expect(lines).toContainEqual(expect.stringMatching(/^student, shared init +0\.783 \(0\.171 to 1\.000\) +– +0\.863 /));
  expect(lines).toContain('The teacher itself learned too little to judge whether anything crossed.');
});

it('shows the students’ own task at the start, at the end and in training, and what it means', () => {
  const imitation = (step: number, loss: readonly (readonly number[])[]): DigitsRecord => ({
    kind: 'imitation',
    phase: 'students',
    step,
    loss,
    blind: [0.05, 0.05, 0.05],
  });
  const lines = linesOf([
    imitation(0, [
      [0.04, 0.04, 0.04],
      [0.1, 0.11, 0.12],
    ]),
    imitation(316, [
      [0.01, 0.01, 0.01],
      [0.02, 0.02, 0.02],
    ]),
    { kind: 'progress', phase: 'students', step: 316, loss: [0.003, 0.012, 0.004, 0.013, 0.005, 0.014] },
  ]);
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^student, independent init +0\.110 ± 0\.025 +0\.050 ± 0\.000 +0\.020 ± 0\.000 +0\.000 ± 0\.000 +0\.013 ± 0\.002 +0\.600 ± 0\.000$/,
    ),
  );
  expect(lines.at(-1)).toMatch(
    /^The student with independent init learned its task too, and still the trait did not cross\./,
  );
});
