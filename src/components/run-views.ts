// What charts and tables draw of a run. Pure: state in, data out; no chart decides what is shown.
import type { Curve, CurvePoint, CurvesData } from '../charts/learning-curves.ts';
import { rolesOf } from '../charts/roles.ts';
import type { DotRow } from '../charts/seed-dots.ts';
import type { LogitSet } from '../charts/logit-bars.ts';
import type { EvaluationRecord } from '../experiment/digits/records.ts';
import { studentSteps, teacherSteps } from '../experiment/digits/spec.ts';
import { percent } from '../experiment/digits/verdict.ts';
import { formatInitSharing, shortInitSharing } from '../experiment/init-sharing-text.ts';
import type { InitSharing } from '../experiment/init-sharing.ts';
import { summarize } from '../experiment/stats.ts';
import type { RunState } from './run-state.ts';

/** Rows of text under a heading row. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function key(student: InitSharing, index: number): string {
  return `${index} ${formatInitSharing(student)}`;
}

function points(evaluations: readonly EvaluationRecord[], student: number): CurvePoint[] {
  return evaluations.flatMap(({ step, accuracy }) => (accuracy[student] ? [{ step, values: accuracy[student] }] : []));
}

function latest(curve: readonly CurvePoint[]): string {
  const last = curve.at(-1);
  return last ? percent(summarize(last.values)) : '';
}

export function curvesOf({ spec, prepared, evaluations }: RunState): CurvesData {
  const roles = rolesOf(spec.students);
  const teacher = points(evaluations.teacher, 0);
  return {
    teacher: { key: 'teacher', role: 'teacher', label: { name: 'teacher', value: latest(teacher) }, points: teacher },
    students: spec.students.map((student, index): Curve => {
      const own = points(evaluations.students, index);
      return {
        key: key(student, index),
        role: roles[index],
        label: { name: shortInitSharing(student), value: latest(own) },
        points: own,
      };
    }),
    steps: prepared?.steps ?? { teacher: teacherSteps(spec), students: studentSteps(spec) },
  };
}

export function dotsOf({ spec, result }: RunState): DotRow[] {
  const roles = rolesOf(spec.students);
  const value = (values: readonly number[]) => (values.length > 0 ? percent(summarize(values)) : '');
  const taught = result?.teacher ?? [];
  return [
    { key: 'teacher', role: 'teacher', name: 'teacher', value: value(taught), values: taught },
    ...spec.students.map((student, index): DotRow => {
      const values = result?.students[index]?.accuracy ?? [];
      return {
        key: key(student, index),
        role: roles[index],
        name: shortInitSharing(student),
        value: value(values),
        values,
      };
    }),
  ];
}

export function logitsOf({ spec, seen }: RunState): LogitSet[] {
  if (!seen) return [];
  const roles = rolesOf(spec.students);
  return [
    { key: 'teacher', role: 'teacher', values: seen.teacher },
    ...spec.students.map((student, index) => ({
      key: key(student, index),
      role: roles[index],
      values: seen.students[index] ?? [],
    })),
  ];
}

export function curveTable({ spec, evaluations }: RunState): Table {
  const cells = (list: readonly CurvePoint[], step: number) => {
    const point = list.find((candidate) => candidate.step === step);
    return point ? percent(summarize(point.values)) : '–';
  };
  const teacher = points(evaluations.teacher, 0);
  const students = spec.students.map((_, index) => points(evaluations.students, index));
  return {
    caption: 'Accuracy on test digits, mean over seeds ± 95 % interval',
    columns: ['training', 'step', 'teacher', ...spec.students.map(shortInitSharing)],
    rows: [
      ...teacher.map(({ step }) => ['teacher', String(step), cells(teacher, step), ...students.map(() => '–')]),
      ...evaluations.students.map(({ step }) => [
        'students',
        String(step),
        '–',
        ...students.map((own) => cells(own, step)),
      ]),
    ],
  };
}

export function resultTable({ spec, prepared, result }: RunState): Table {
  const accuracy = (value: number) => `${(100 * value).toFixed(1)} %`;
  const students = result?.students ?? [];
  return {
    caption: 'Accuracy on all 10,000 test digits at the end, per seed',
    columns: ['seed', 'untrained', 'teacher', ...spec.students.map(shortInitSharing)],
    rows: (prepared?.seeds ?? []).flatMap((seed, index) =>
      result
        ? [
            [
              String(seed),
              result.reference[index],
              result.teacher[index],
              ...students.map((own) => own.accuracy[index]),
            ].map((cell) => (typeof cell === 'number' ? accuracy(cell) : cell)),
          ]
        : [],
    ),
  };
}

export function logitTable({ spec, seen }: RunState): Table {
  const text = (value: number | undefined) => value?.toFixed(3).replace('-', '−') ?? '';
  return {
    caption: 'The imitated logits for this image',
    columns: ['logit', 'teacher', ...spec.students.map(shortInitSharing)],
    rows: (seen?.teacher ?? []).map((value, logit) => [
      String(logit + 1),
      text(value),
      ...spec.students.map((_, index) => text(seen?.students[index]?.[logit])),
    ]),
  };
}
