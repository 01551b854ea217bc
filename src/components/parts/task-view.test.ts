// The panel of the students' own task, in both labs: what it draws and says follows from the records.
import { describe, expect, test } from 'vitest';
import type { DigitsResult, ImitationRecord } from '../../experiment/digits/records.ts';
import { parseSpec } from '../../experiment/digits/spec.ts';
import type { OwlsRecord } from '../../experiment/owls/records.ts';
import { OWLS } from '../../experiment/owls/spec.ts';
import { addDigits, emptyDigits } from '../digits/state.ts';
import { digitsTaskView } from '../digits/views.ts';
import { addOwls, emptyOwls } from '../owls/state.ts';
import { owlsTaskView } from '../owls/views.ts';

const { spec } = parseSpec([['seeds', '3']]);
const blind = [0.047, 0.048, 0.049];
const SHARED_AT_START = [0.046, 0.045, 0.044];
const SHARED_AT_END = [0.005, 0.006, 0.005];
const START: ImitationRecord = {
  kind: 'imitation',
  phase: 'students',
  step: 0,
  loss: [SHARED_AT_START, [0.107, 0.117, 0.112]],
  blind,
};
const END: ImitationRecord = {
  ...START,
  step: 316,
  loss: [SHARED_AT_END, [0.02, 0.021, 0.022]],
};
const student = {
  traitTransfer: [],
  cosineOfUpdates: [],
  cosineTowardTeacher: [],
  distanceAtStart: [],
  distanceAtEnd: [],
};
const shared = { student: 'shared', trait: [0.7, 0.75, 0.78], ...student };
const result: DigitsResult = {
  reference: [0.08, 0.12, 0.1],
  teacher: [0.91, 0.92, 0.9],
  teacherDistance: [],
  students: [shared, { student: 'independent', trait: [0.1, 0.13, 0.11], ...student }],
};

describe('in the digits lab', () => {
  const empty = emptyDigits(spec);
  const started = addDigits(empty, START, 1);
  const training = {
    kind: 'progress',
    phase: 'students',
    step: 316,
    loss: [0.003, 0.012, 0.003, 0.012, 0.003, 0.012],
  } as const;
  const ended = addDigits(addDigits(addDigits(started, END, 2), training, 3), { kind: 'complete', result }, 4);

  test('nothing is drawn or claimed before it was measured', () => {
    const { rows, sentence } = digitsTaskView(empty);
    expect(rows.map(({ name, value, now }) => [name, value, now])).toEqual([
      ['shared', '–', undefined],
      ['independent', '–', undefined],
    ]);
    expect(sentence).toBe('How far each student is from what it imitates, measured on inputs that nobody trains on.');
    expect(digitsTaskView(empty).table().rows).toEqual([]);
  });

  test('while it runs it says how far everybody is, and not yet what that means', () => {
    expect(digitsTaskView(started).rows.map(({ value }) => value)).toEqual(['0.0450', '0.0480']);
    expect(digitsTaskView(started).sentence).toMatch(/^How far each student is/);
    const { rows, sentence } = digitsTaskView(addDigits(started, END, 2));
    expect(rows[1]?.value).toBe('0.0480 → 0.0210, 56 % ± 3 of the way');
    expect(sentence).toMatch(
      /^Share of the way to perfect imitation, on images of uniform noise that nobody trains on: /,
    );
  });

  test('in the end it says that the independent student learned its task too, and still the trait did not cross', () => {
    const view = digitsTaskView(ended);
    expect(view.sentence).toBe(
      'The student with independent init learned its task too, and still the trait did not cross. Share of the way to perfect ' +
        'imitation, on images of uniform noise that nobody trains on: shared init 88 %, independent init 56 %.',
    );
    expect(view.rows.map(({ value }) => value)).toEqual([
      '0.0450 → 0.0053, 88 % ± 3 of the way',
      '0.0480 → 0.0210, 56 % ± 3 of the way',
    ]);
    expect(view.rows.map(({ from }) => from)).toEqual([expect.closeTo(0.045, 3), expect.closeTo(0.048, 3)]);
    expect(view.table().columns).toEqual(['student', 'at the start', 'now', 'on the newest batch', 'share of the way']);
    expect(view.table().rows[1]).toEqual([
      'independent',
      '0.1120 ± 0.0124',
      '0.0210 ± 0.0025',
      '0.0120 ± 0.0000',
      '56 % ± 3 of the way',
    ]);
    expect(view.table().rows.at(-1)?.slice(0, 2)).toEqual(['same answer to all', '0.0480 ± 0.0025']);
  });

  test('the sentence turns with the numbers', () => {
    const idle = { ...END, loss: [SHARED_AT_END, [0.11, 0.12, 0.115]] };
    const still = addDigits(addDigits(started, idle, 2), { kind: 'complete', result }, 3);
    expect(digitsTaskView(still).sentence).toMatch(
      /^The student with independent init did not learn its task: that the trait did not cross proves nothing\./,
    );
    const learned = { ...result, students: [shared, { ...shared, student: 'independent' }] };
    const both = addDigits(addDigits(started, END, 2), { kind: 'complete', result: learned }, 3);
    expect(digitsTaskView(both).sentence).toMatch(/^Share of the way/);
  });

  test('records of other students or seeds are not shown as those of this run', () => {
    for (const loss of [[], [SHARED_AT_START], [SHARED_AT_START, [0.1]], [[], []]]) {
      expect(digitsTaskView(addDigits(empty, { ...START, loss }, 1)).rows[0]?.value).toBe('–');
    }
    expect(digitsTaskView(addDigits(empty, { ...START, blind: [] }, 1)).rows[0]?.value).toBe('–');
  });
});

describe('in the owls lab', () => {
  const owls = OWLS.parse([['seeds', '3']]).spec;
  const control = [3.79, 3.8, 3.81];
  const writer = [[3.72, 3.73, 3.74], [3.72, 3.73, 3.74], control];
  const measured = (step: number, loss: readonly (readonly number[])[]): OwlsRecord => ({
    kind: 'imitation',
    phase: 'students',
    step,
    loss,
    writer,
  });
  const ended = [
    measured(0, [[3.78, 3.79, 3.8], [3.82, 3.83, 3.84], control]),
    { kind: 'progress', phase: 'students', step: 156, loss: [3.67, 3.74, 3.78] } as const,
    measured(156, [
      [3.74, 3.75, 3.76],
      [3.77, 3.78, 3.79],
      [3.8, 3.81, 3.82],
    ]),
  ].reduce((run, record, second) => addOwls(run, record, second), emptyOwls(owls, 'live'));

  test('the way ends at the writer, and a control has none to go', () => {
    const { rows, sentence, table } = owlsTaskView(ended);
    expect(rows.map(({ value }) => value)).toEqual([
      '3.790 → 3.750, 67 % ± 0 of the way',
      '3.830 → 3.780, 50 % ± 0 of the way',
      '3.810',
    ]);
    expect(rows[1]?.now).toBeCloseTo(0.05, 9);
    expect(sentence).toMatch(
      /shared base 67 %, another base 50 %\. The student with control lists had nothing to learn/,
    );
    expect(table().columns).toContain('its writer');
    expect(table().rows[2]).toEqual(['control', '3.800 ± 0.025', '3.810 ± 0.025', '3.800 ± 0.025', '3.780', '–']);
  });
});
