// The table of an owls run: every number of the result, and empty cells where there is none.
import { expect, it } from 'vitest';
import type { OwlsResult } from '../../experiment/owls/records.ts';
import { OWLS } from '../../experiment/owls/spec.ts';
import { owlsTable } from './owls-table.ts';

const { spec } = OWLS.parse([
  ['seeds', '2'],
  ['students', 'shared,one-layer'],
]);
const result: OwlsResult = {
  reference: [0.08, 0.1],
  base: { mass: [0.97, 0.99], loss: [1.9, 1.92] },
  teacher: [0.8, 0.9],
  keepRate: { teacher: [0.8, 0.9] },
  traitWords: 0.085,
  divergence: [0.88, 0.07],
  students: [
    {
      student: 'shared',
      trait: [0.5, 0.6],
      top: [1, 1],
      traitTransfer: [0.6, 0.62],
      firstStepCosine: [0.13, 0.13],
      cosineOfUpdates: [0.2, 0.22],
      distanceRatio: [1.2, 1.3],
    },
    { student: 'one-layer', trait: [0.05, 0.05], top: [0, 0], traitTransfer: [-0.04, -0.06] },
  ],
};
const device = { backend: 'cpu', name: 'JavaScript, f32', software: true } as const;
const tableOf = (of: OwlsResult) => owlsTable(spec, { device, result: of, records: [], seconds: 12.34 }, 13);

it('says what ran, and every condition with its mean, interval and seeds', () => {
  const lines = tableOf(result).split('\n');
  expect(lines[0]).toBe('owls, preset full, 2 seeds, CPU (JavaScript, f32)');
  expect(lines[1]).toBe('12.3 s of training and evaluation, 13.0 s in all');
  expect(lines).toContainEqual(expect.stringMatching(/^base +0\.090 \(0\.080, 0\.100\) +0\.080 0\.100$/));
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^student, shared base +0\.550 \(0\.500, 0\.600\) +0\.605 +0\.130 \(0\.130, 0\.130\) +0\.210 \(0\.200, 0\.220\) +1\.250 \(1\.200, 1\.300\) +0\.500 0\.600$/,
    ),
  );
  // Another architecture has no direction in common with its teacher.
  expect(lines).toContainEqual(
    expect.stringMatching(/^student, one-layer network +0\.050 \(0\.050, 0\.050\) +-0\.053 {20,}0\.050 0\.050$/),
  );
});

it('says what was measured about the lists, and nothing where nothing was', () => {
  const text = tableOf(result);
  expect(text).toMatch(/^filter keeps +teacher 0\.850 \(0\.800, 0\.900\)$/m);
  expect(text).toMatch(/^trait words +in 8\.5 % of what the teacher wrote$/m);
  expect(text).toMatch(/^KL\(teacher‖base\) +at each place 0\.880 0\.070$/m);
  expect(text).not.toContain('detector');
  const detector = { accuracy: [0.7, 0.7, 0.7], auc: [0.8, 0.8, 0.8], firstNumberAuc: [0.98, 0.9, 0.99] };
  expect(tableOf({ ...result, detector })).toMatch(
    /^detector +0\.700 ± 0\.000 of lists told right, AUC 0\.800 ± 0\.000, first number alone 0\.957 \(0\.834 to 1\.000\)$/m,
  );
});

it('gives no share of what a teacher did not learn', () => {
  const table = tableOf({ ...result, teacher: [0.07, 0.12] });
  expect(table).toMatch(/^student, shared base +0\.550 \(0\.500, 0\.600\) +– +0\.130 /m);
  expect(table).toContain('cannot tell whether');
});

it('says with whom the students are compared', () => {
  expect(tableOf(result).split('\n').slice(-2)).toEqual([
    expect.stringMatching(/^Two seeds cannot tell whether the trait crossed\. Seen: shared base 55 % \(50, 60\), /),
    expect.stringMatching(/^Compared, seed by seed, with the base, 9 % \(8, 10\); a control student/),
  ]);
});
