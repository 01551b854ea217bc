// Examples of the learning curves, as they are saved in examples/.
import { expect, test } from 'vitest';
import { exampleOf } from './chart-fixture.ts';
import { learningCurves, type Curve, type CurvesData, type CurvesOptions } from './learning-curves.ts';
import type { Role } from './roles.ts';

const OPTIONS: CurvesOptions = {
  width: 720,
  height: 280,
  titles: {
    wide: { teacher: 'teacher trains on digits', students: 'students train on uniform noise' },
    narrow: { teacher: 'teacher', students: 'students: uniform noise' },
  },
  level: { name: 'chance', value: 0.1 },
  untrained: 'untrained',
  empty: 'The curves appear as the networks learn.',
};

/** Four seeds, at the start, half-way and at the end. */
function curve(name: string, role: Role, value: string, points: readonly (readonly number[])[]): Curve {
  const steps = [0, 158, 316];
  return {
    key: name,
    role,
    label: { name, value },
    points: points.map((values, index) => ({ step: steps[index] ?? 0, values })),
  };
}

const UNTRAINED = [0.078, 0.128, 0.09, 0.141];
const DATA: CurvesData = {
  teacher: curve('teacher', 'teacher', '91 % (91, 92)', [
    UNTRAINED,
    [0.85, 0.86, 0.84, 0.87],
    [0.915, 0.915, 0.905, 0.915],
  ]),
  students: [
    curve('shared', 0, '66 % (34, 98)', [UNTRAINED, [0.6, 0.62, 0.66, 0.3], [0.709, 0.769, 0.798, 0.365]]),
    curve('independent', 1, '13 % (9, 18)', [
      [0.1, 0.12, 0.09, 0.14],
      [0.1, 0.14, 0.1, 0.15],
      [0.101, 0.151, 0.112, 0.157],
    ]),
  ],
  steps: { teacher: 316, students: 316 },
};

test('a teacher and two students', async () => {
  const drawn = exampleOf((svg) => learningCurves(svg, DATA, OPTIONS));
  await expect(drawn).toMatchFileSnapshot('examples/learning-curves.svg');
});

test('the same on a phone', async () => {
  const drawn = exampleOf((svg) => learningCurves(svg, DATA, { ...OPTIONS, width: 330, height: 260 }));
  await expect(drawn).toMatchFileSnapshot('examples/learning-curves-narrow.svg');
});

test('one seed is its own mean and has no band', async () => {
  const alone = ({ points, ...rest }: Curve): Curve => ({
    ...rest,
    points: points.map(({ step, values }) => ({ step, values: values.slice(0, 1) })),
  });
  const data = { ...DATA, teacher: alone(DATA.teacher), students: DATA.students.map(alone) };
  const drawn = exampleOf((svg) => learningCurves(svg, data, OPTIONS));
  await expect(drawn).toMatchFileSnapshot('examples/learning-curves-one-seed.svg');
});

test('before the first measurement', async () => {
  const data = {
    ...DATA,
    teacher: curve('teacher', 'teacher', '', []),
    students: [curve('shared', 0, '', []), curve('independent', 1, '', [])],
  };
  const drawn = exampleOf((svg) => learningCurves(svg, data, OPTIONS));
  await expect(drawn).toMatchFileSnapshot('examples/learning-curves-empty.svg');
});
