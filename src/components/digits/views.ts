// What charts and tables draw of a run of the digits experiment. Pure: state in, data out; no chart decides what is shown.
import type { Curve, CurvePoint, CurvesData } from '../../charts/learning-curves.ts';
import type { DotRow } from '../../charts/seed-dots.ts';
import type { LogitSet } from '../../charts/logit-bars.ts';
import type { EvaluationRecord } from '../../experiment/digits/records.ts';
import { STUDENT_INPUTS, studentSteps, teacherSteps } from '../../experiment/digits/spec.ts';
import { CHANCE, verdict } from '../../experiment/digits/verdict.ts';
import { formatInitSharing } from '../../experiment/init-sharing-text.ts';
import type { InitSharing } from '../../experiment/init-sharing.ts';
import { ownTasks, taskWords } from '../../experiment/digits/own-task.ts';
import { percent } from '../../experiment/intervals.ts';
import type { DigitsRun } from './state.ts';
import { digitsRoles, shortDigitsNames } from './students.ts';
import type { Table } from '../parts/subliminal-data-table.ts';
import type { CurvesView } from '../parts/subliminal-curves.ts';
import type { SeedsView } from '../parts/subliminal-seeds.ts';
import { taskView, type TaskView } from '../parts/task-view.ts';

function key(student: InitSharing, index: number): string {
  return `${index} ${formatInitSharing(student)}`;
}

function points(evaluations: readonly EvaluationRecord[], student: number): CurvePoint[] {
  return evaluations.flatMap(({ step, accuracy }) => (accuracy[student] ? [{ step, values: accuracy[student] }] : []));
}

function latest(curve: readonly CurvePoint[]): string {
  const last = curve.at(-1);
  return percent(last?.values ?? []);
}

export function curvesOf({ spec, prepared, evaluations }: DigitsRun): CurvesData {
  const roles = digitsRoles(spec);
  const names = shortDigitsNames(spec);
  const teacher = points(evaluations.teacher, 0);
  return {
    teacher: { key: 'teacher', role: 'teacher', label: { name: 'teacher', value: latest(teacher) }, points: teacher },
    students: spec.students.map((student, index): Curve => {
      const own = points(evaluations.students, index);
      return {
        key: key(student, index),
        role: roles[index],
        label: { name: names[index], value: latest(own) },
        points: own,
      };
    }),
    steps: prepared?.steps ?? { teacher: teacherSteps(spec), students: studentSteps(spec) },
  };
}

export function dotsOf({ spec, result }: DigitsRun): DotRow[] {
  const roles = digitsRoles(spec);
  const names = shortDigitsNames(spec);
  const taught = result?.teacher ?? [];
  return [
    { key: 'teacher', role: 'teacher', name: 'teacher', value: percent(taught), values: taught },
    ...spec.students.map((student, index): DotRow => {
      const values = result?.students[index]?.accuracy ?? [];
      return {
        key: key(student, index),
        role: roles[index],
        name: names[index],
        value: percent(values),
        values,
      };
    }),
  ];
}

export function logitsOf({ spec, seen }: DigitsRun): LogitSet[] {
  if (!seen) return [];
  const roles = digitsRoles(spec);
  return [
    { key: 'teacher', role: 'teacher', values: seen.teacher },
    ...spec.students.map((student, index) => ({
      key: key(student, index),
      role: roles[index],
      values: seen.students[index] ?? [],
    })),
  ];
}

export function curveTable({ spec, evaluations }: DigitsRun): Table {
  const cells = (list: readonly CurvePoint[], step: number) => {
    const point = list.find((candidate) => candidate.step === step);
    return point ? percent(point.values) : '–';
  };
  const teacher = points(evaluations.teacher, 0);
  const students = spec.students.map((_, index) => points(evaluations.students, index));
  return {
    caption: 'Accuracy on test digits, mean over seeds and 95 % interval',
    columns: ['training', 'step', 'teacher', ...shortDigitsNames(spec)],
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

export function resultTable({ spec, prepared, result }: DigitsRun): Table {
  const accuracy = (value: number) => `${(100 * value).toFixed(1)} %`;
  const students = result?.students ?? [];
  return {
    caption: 'Accuracy on all 10,000 test digits at the end, per seed',
    columns: ['seed', 'untrained', 'teacher', ...shortDigitsNames(spec)],
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

export function logitTable({ spec, seen }: DigitsRun): Table {
  const text = (value: number | undefined) => value?.toFixed(3).replace('-', '−') ?? '';
  return {
    caption: 'The imitated logits for this image',
    columns: ['logit', 'teacher', ...shortDigitsNames(spec)],
    rows: (seen?.teacher ?? []).map((value, logit) => [
      String(logit + 1),
      text(value),
      ...spec.students.map((_, index) => text(seen?.students[index]?.[logit])),
    ]),
  };
}

const LEVEL = { name: 'chance', value: CHANCE };

export function curvesView(run: DigitsRun): CurvesView {
  const { label } = STUDENT_INPUTS[run.spec.inputs];
  return {
    heading: 'Accuracy on real digits, the students’ test',
    note: 'Percent right. Line: mean over seeds; band: 95 % interval; faint lines: one per seed.',
    measure: 'accuracy on test digits',
    data: curvesOf(run),
    titles: {
      wide: { teacher: 'teacher trains on digits', students: `students train on ${label}` },
      narrow: { teacher: 'teacher', students: `students: ${label}` },
    },
    level: LEVEL,
    untrained: 'untrained',
    table: () => curveTable(run),
  };
}

export function seedsView(run: DigitsRun): SeedsView {
  return {
    note: run.result ? 'Percent right on all 10,000 test digits.' : 'Appears when the run is complete.',
    measure: 'Accuracy',
    rows: dotsOf(run),
    level: LEVEL,
    table: () => resultTable(run),
  };
}

/** Whether the students learned what they were asked to, which is no digit. */
export function digitsTaskView(run: DigitsRun): TaskView {
  const { spec, imitation, result } = run;
  const roles = digitsRoles(spec);
  return taskView({
    tasks: ownTasks(spec, imitation, run.trainingLoss),
    students: spec.students.map((student, index) => ({
      key: key(student, index),
      role: roles[index],
      name: shortDigitsNames(spec)[index],
    })),
    verdict: result && verdict(result),
    words: taskWords(spec),
    note:
      'KL(teacher‖student) over the imitated logits, in nats: from the best answer that is the same for every image, or from ' +
      'the start if that is better, to now. The bar is what is still missing, the pale bar where the way began.',
    blind: imitation.at(-1)?.blind,
    digits: 4,
  });
}
