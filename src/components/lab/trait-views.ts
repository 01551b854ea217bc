// What the charts and tables of every lab draw of the trait: curves over the steps, dots at the end. Pure: state in, data out;
// no chart decides what is shown. What a lab calls its trait and its students it says in TraitWords.
import type { Curve, CurvePoint, CurvesData } from '../../charts/learning-curves.ts';
import type { Role } from '../../charts/roles.ts';
import type { DotRow } from '../../charts/seed-dots.ts';
import { percent } from '../../experiment/statistics/intervals.ts';
import type { EvaluationRecord } from '../../experiment/records/records.ts';
import type { CurvesView } from '../parts/subliminal-curves.ts';
import type { Table } from '../parts/subliminal-data-table.ts';
import type { SeedsView } from '../parts/subliminal-seeds.ts';
import type { RunState } from '../run/run-state.ts';

/** A student in charts and tables. */
export interface StudentLook {
  readonly key: string;
  readonly role: Role;
  /** Short, and like no other of the run. */
  readonly name: string;
}

export interface TraitWords {
  readonly students: readonly StudentLook[];
  /** Steps of the two phases that curves show, if no run has said them yet. */
  readonly steps: CurvesData['steps'];
  readonly curves: Pick<CurvesView, 'heading' | 'note' | 'measure' | 'titles' | 'untrained'>;
  /** Of the dots, once there are any. */
  readonly seeds: Pick<SeedsView, 'note' | 'measure'>;
  readonly captions: { readonly curves: string; readonly seeds: string };
  /** What the network is called that everybody starts from. */
  readonly reference: string;
  /** The dashed line of those who do not have the trait, where it is known. */
  readonly level?: SeedsView['level'];
}

function points(evaluations: readonly EvaluationRecord[] = [], student: number): CurvePoint[] {
  return evaluations.flatMap(({ step, trait }) => (trait[student] ? [{ step, values: trait[student] }] : []));
}

function latest(curve: readonly CurvePoint[]): string {
  return percent(curve.at(-1)?.values ?? []);
}

export function curvesOf({ prepared, evaluations }: RunState, { students, steps }: TraitWords): CurvesData {
  const teacher = points(evaluations.teacher, 0);
  return {
    teacher: { key: 'teacher', role: 'teacher', label: { name: 'teacher', value: latest(teacher) }, points: teacher },
    students: students.map(({ key, role, name }, index): Curve => {
      const own = points(evaluations.students, index);
      return { key, role, label: { name, value: latest(own) }, points: own };
    }),
    steps: {
      teacher: prepared?.steps.teacher ?? steps.teacher,
      students: prepared?.steps.students ?? steps.students,
    },
  };
}

export function dotsOf({ result }: RunState, { students }: TraitWords): DotRow[] {
  const row = (look: Pick<DotRow, 'key' | 'role' | 'name'>, values: readonly number[] = []): DotRow => ({
    ...look,
    value: percent(values),
    values,
  });
  return [
    row({ key: 'teacher', role: 'teacher', name: 'teacher' }, result?.teacher),
    ...students.map((look, index) => row(look, result?.students[index]?.trait)),
  ];
}

export function curveTable({ evaluations }: RunState, { students, captions }: TraitWords): Table {
  const cell = (list: readonly CurvePoint[], step: number) =>
    percent(list.find((candidate) => candidate.step === step)?.values ?? []) || '–';
  const teacher = points(evaluations.teacher, 0);
  const curves = students.map((_, index) => points(evaluations.students, index));
  return {
    caption: captions.curves,
    columns: ['training', 'step', 'teacher', ...students.map(({ name }) => name)],
    rows: [
      ...teacher.map(({ step }) => ['teacher', String(step), cell(teacher, step), ...students.map(() => '–')]),
      ...(evaluations.students ?? []).map(({ step }) => [
        'students',
        String(step),
        '–',
        ...curves.map((own) => cell(own, step)),
      ]),
    ],
  };
}

export function resultTable({ prepared, result }: RunState, { students, captions, reference }: TraitWords): Table {
  const cell = (value: number | undefined) => (value === undefined ? '–' : `${(100 * value).toFixed(1)} %`);
  return {
    caption: captions.seeds,
    columns: ['seed', reference, 'teacher', ...students.map(({ name }) => name)],
    rows: result
      ? (prepared?.seeds ?? []).map((seed, index) => [
          String(seed),
          cell(result.reference[index]),
          cell(result.teacher[index]),
          ...result.students.map(({ trait }) => cell(trait[index])),
        ])
      : [],
  };
}

export function curvesView(run: RunState, words: TraitWords): CurvesView {
  return {
    ...words.curves,
    data: curvesOf(run, words),
    level: words.level,
    table: () => curveTable(run, words),
  };
}

export function seedsView(run: RunState, words: TraitWords): SeedsView {
  return {
    ...words.seeds,
    note: run.result ? words.seeds.note : 'Appears when the run is complete.',
    rows: dotsOf(run, words),
    level: words.level,
    table: () => resultTable(run, words),
  };
}
