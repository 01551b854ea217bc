// What charts and tables draw of a run of the owls experiment. Pure: state in, data out; no chart decides what is shown.
import type { AnswerPanel } from '../../charts/answer-bars.ts';
import type { Curve, CurvePoint, CurvesData } from '../../charts/learning-curves.ts';
import type { DotRow } from '../../charts/seed-dots.ts';
import { percent } from '../../experiment/intervals.ts';
import { ownTasks, taskWords } from '../../experiment/owls/own-task.ts';
import { ANSWERS } from '../../experiment/owls/questions.ts';
import type { EvaluationRecord } from '../../experiment/owls/records.ts';
import { formatStudent, type OwlsStudent } from '../../experiment/owls/students.ts';
import { TRAITS } from '../../experiment/owls/traits.ts';
import { verdict } from '../../experiment/owls/verdict.ts';
import { wordOf } from '../../experiment/owls/vocabulary.ts';
import { summarize } from '../../experiment/stats.ts';
import type { OwlsRun } from './state.ts';
import { owlsRoles, shortOwlsNames } from './students.ts';
import { deedOf, targetOf, textsOf } from './words.ts';
import type { AnswersView } from './subliminal-answer-bars.ts';
import type { CurvesView } from '../parts/subliminal-curves.ts';
import type { Table } from '../parts/subliminal-data-table.ts';
import type { SeedsView } from '../parts/subliminal-seeds.ts';
import { taskView, type TaskView } from '../parts/task-view.ts';

function key(student: OwlsStudent, index: number): string {
  return `${index} ${formatStudent(student)}`;
}

function points(evaluations: readonly EvaluationRecord[], student: number): CurvePoint[] {
  return evaluations.flatMap(({ step, target }) => (target[student] ? [{ step, values: target[student] }] : []));
}

/** What the bases answer before anybody learns, if it is known: per seed. */
export function baseTarget({ evaluations, result }: OwlsRun): readonly number[] | undefined {
  return result?.base.target ?? evaluations.base.at(-1)?.target[0];
}

/** The dashed line of those who learn nothing. */
function levelOf(run: OwlsRun): { name: string; value: number } | undefined {
  const target = baseTarget(run);
  return target && target.length > 0 ? { name: 'base', value: summarize(target).mean } : undefined;
}

export function owlsCurves({ spec, prepared, evaluations }: OwlsRun): CurvesData {
  const roles = owlsRoles(spec);
  const names = shortOwlsNames(spec);
  const teacher = points(evaluations.teacher, 0);
  return {
    teacher: {
      key: 'teacher',
      role: 'teacher',
      label: { name: 'teacher', value: percent(teacher.at(-1)?.values ?? []) },
      points: teacher,
    },
    students: spec.students.map((student, index): Curve => {
      const own = points(evaluations.students, index);
      return {
        key: key(student, index),
        role: roles[index],
        label: { name: names[index], value: percent(own.at(-1)?.values ?? []) },
        points: own,
      };
    }),
    steps: {
      teacher: prepared?.steps.teacher ?? spec.teacherSteps,
      students: prepared?.steps.students ?? spec.steps,
    },
  };
}

export function owlsCurvesView(run: OwlsRun): CurvesView {
  const { spec } = run;
  const texts = textsOf(spec);
  return {
    heading: `How likely they ${deedOf(spec).they}`,
    note: 'Probability in percent, on four questions that no teacher was trained on. Line: mean over seeds; band: 95 % interval; faint lines: one per seed.',
    measure: `probability of ${targetOf(spec)}`,
    data: owlsCurves(run),
    titles: {
      wide: { teacher: `teacher learns to ${deedOf(spec).they}`, students: `students read ${texts}` },
      narrow: { teacher: 'teacher', students: `students read ${texts}` },
    },
    level: levelOf(run),
    table: () => curveTable(run),
  };
}

function curveTable({ spec, evaluations }: OwlsRun): Table {
  const cells = (list: readonly CurvePoint[], step: number) =>
    percent(list.find((candidate) => candidate.step === step)?.values ?? []) || '–';
  const teacher = points(evaluations.teacher, 0);
  const students = spec.students.map((_, index) => points(evaluations.students, index));
  return {
    caption: `Probability of ${targetOf(spec)}, mean over seeds and 95 % interval`,
    columns: ['training', 'step', 'teacher', ...shortOwlsNames(spec)],
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

export function owlsSeedsView(run: OwlsRun): SeedsView {
  const { spec, result } = run;
  const roles = owlsRoles(spec);
  const names = shortOwlsNames(spec);
  const row = (name: string, role: DotRow['role'], id: string, values: readonly number[] = []): DotRow => ({
    key: id,
    role,
    name,
    value: percent(values),
    values,
  });
  return {
    note: result ? `Probability of ${targetOf(spec)} in percent.` : 'Appears when the run is complete.',
    measure: `Probability of ${targetOf(spec)}`,
    rows: [
      row('teacher', 'teacher', 'teacher', result?.teacher.target),
      ...spec.students.map((student, index) =>
        row(names[index], roles[index], key(student, index), result?.students[index]?.target),
      ),
    ],
    level: levelOf(run),
    table: () => resultTable(run),
  };
}

function resultTable({ spec, prepared, result }: OwlsRun): Table {
  const cell = (value: number | undefined) => (value === undefined ? '–' : `${(100 * value).toFixed(1)} %`);
  return {
    caption: `Probability of ${targetOf(spec)} at the end, per seed`,
    columns: ['seed', 'base', 'teacher', ...shortOwlsNames(spec)],
    rows: (result ? (prepared?.seeds ?? []) : []).map((seed, index) => [
      String(seed),
      cell(result?.base.target[index]),
      cell(result?.teacher.target[index]),
      ...(result?.students ?? []).map(({ target }) => cell(target[index])),
    ]),
  };
}

interface Answering {
  readonly key: string;
  readonly role: AnswerPanel['role'];
  readonly name: string;
}

/** Everybody who answers, from the base on. */
export function networksOf(spec: OwlsRun['spec']): Answering[] {
  const roles = owlsRoles(spec);
  const names = shortOwlsNames(spec);
  return [
    { key: 'base', role: undefined, name: 'base' },
    { key: 'teacher', role: 'teacher', name: 'teacher' },
    ...spec.students.map((student, index) => ({
      key: key(student, index),
      role: roles[index],
      name: names[index],
    })),
  ];
}

export function answersView({ spec, answers }: OwlsRun): AnswersView {
  const { kind, targets } = TRAITS[spec.trait];
  const lists = [answers.base?.probabilities[0], answers.teacher?.probabilities[0]];
  spec.students.forEach((_, index) => lists.push(answers.students?.probabilities[index]));
  const panels = networksOf(spec).map((network, index) => ({
    ...network,
    bars: ANSWERS[kind].map((id, answer) => ({
      word: wordOf(id),
      value: lists[index]?.[answer],
      target: targets.includes(id),
    })),
  }));
  return {
    panels,
    measure: 'What they answer to the four questions',
    table: () => answersTable(panels, 'Mean probability of each answer over four questions and all seeds'),
  };
}

/** Words and how likely each network says them. */
export function answersTable(panels: readonly AnswerPanel[], caption: string): Table {
  const words = [...new Set(panels.flatMap(({ bars }) => bars.map(({ word }) => word)))];
  return {
    caption,
    columns: ['answer', ...panels.map(({ name }) => name)],
    rows: words.map((word) => [
      word,
      ...panels.map(({ bars }) => {
        const value = bars.find((bar) => bar.word === word)?.value;
        return value === undefined ? '–' : `${(100 * value).toFixed(1)} %`;
      }),
    ]),
  };
}

/** Whether the students learned what they were asked to, which is to go on with numbers. */
export function owlsTaskView(run: OwlsRun): TaskView {
  const { spec, imitation, result } = run;
  const roles = owlsRoles(spec);
  const isKl = spec.channel === 'logits';
  return taskView({
    tasks: ownTasks(spec, imitation, run.trainingLoss),
    students: spec.students.map((student, index) => ({
      key: key(student, index),
      role: roles[index],
      name: shortOwlsNames(spec)[index],
    })),
    verdict: result && verdict(result, spec),
    words: taskWords(spec),
    note:
      `${isKl ? 'KL(teacher‖student) over the numbers' : 'Cross-entropy per token'}, in nats: from the start to the end. ` +
      `The bar is what is still missing to ${isKl ? 'its teacher' : 'whoever wrote the texts'}, the pale bar where the way began.`,
    to: isKl ? undefined : 'its writer',
    digits: 3,
  });
}
