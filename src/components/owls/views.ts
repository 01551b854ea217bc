// What charts and tables draw of a run of the owls experiment. Pure: state in, data out; no chart decides what is shown. The
// curves and dots of the trait are drawn as in every lab (lab/trait-views.ts).
import type { AnswerPanel } from '../../charts/answer-bars.ts';
import { ownTasks, taskWords } from '../../experiment/owls/own-task.ts';
import { ANSWERS } from '../../experiment/owls/language/questions.ts';
import { formatStudent } from '../../experiment/owls/students/students.ts';
import { TRAITS } from '../../experiment/owls/language/traits.ts';
import { verdict } from '../../experiment/owls/verdict.ts';
import { wordOf } from '../../experiment/owls/language/vocabulary.ts';
import { summarize } from '../../experiment/statistics/stats.ts';
import type { StudentLook, TraitWords } from '../lab/trait-views.ts';
import type { Table } from '../parts/subliminal-data-table.ts';
import { taskView, type TaskView } from '../parts/task-view.ts';
import type { OwlsRun } from './state.ts';
import { owlsRoles, shortOwlsNames } from './students.ts';
import type { AnswersView } from './subliminal-answer-bars.ts';
import { deedOf, targetOf, textsOf } from './words.ts';

function looksOf(spec: OwlsRun['spec']): StudentLook[] {
  const roles = owlsRoles(spec);
  const names = shortOwlsNames(spec);
  return spec.students.map((student, index) => ({
    key: `${index} ${formatStudent(student)}`,
    role: roles[index] ?? 0,
    name: names[index] ?? formatStudent(student),
  }));
}

/** What the bases answer before anybody learns, if it is known: per seed. */
export function baseTrait({ evaluations, result }: OwlsRun): readonly number[] | undefined {
  return result?.reference ?? evaluations.base.at(-1)?.trait[0];
}

/** The dashed line of those who learn nothing. */
function levelOf(run: OwlsRun): { name: string; value: number } | undefined {
  const trait = baseTrait(run);
  return trait && trait.length > 0 ? { name: 'base', value: summarize(trait).mean } : undefined;
}

export function traitWords(run: OwlsRun): TraitWords {
  const { spec } = run;
  const texts = textsOf(spec);
  return {
    students: looksOf(spec),
    steps: { teacher: spec.teacherSteps, students: spec.steps },
    curves: {
      heading: `How likely they ${deedOf(spec).they}`,
      note: 'Probability in percent, on four questions that no teacher was trained on. Line: mean over seeds; band: 95 % interval; faint lines: one per seed.',
      measure: `probability of ${targetOf(spec)}`,
      titles: {
        wide: { teacher: `teacher learns to ${deedOf(spec).they}`, students: `students read ${texts}` },
        narrow: { teacher: 'teacher', students: `students read ${texts}` },
      },
    },
    seeds: {
      note: `Probability of ${targetOf(spec)} in percent.`,
      measure: `Probability of ${targetOf(spec)}`,
    },
    captions: {
      curves: `Probability of ${targetOf(spec)}, mean over seeds and 95 % interval`,
      seeds: `Probability of ${targetOf(spec)} at the end, per seed`,
    },
    reference: 'base',
    level: levelOf(run),
  };
}

interface Answering {
  readonly key: string;
  readonly role: AnswerPanel['role'];
  readonly name: string;
}

/** Everybody who answers, from the base on. */
export function networksOf(spec: OwlsRun['spec']): Answering[] {
  return [
    { key: 'base', role: undefined, name: 'base' },
    { key: 'teacher', role: 'teacher', name: 'teacher' },
    ...looksOf(spec),
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
  const isKl = spec.channel === 'logits';
  return taskView({
    tasks: ownTasks(spec, imitation, run.trainingLoss),
    students: looksOf(spec),
    verdict: result && verdict(result, spec),
    words: taskWords(spec),
    note:
      `${isKl ? 'KL(teacher‖student) over the numbers' : 'Cross-entropy per token'}, in nats: from the start to the end. ` +
      `The bar is what is still missing to ${isKl ? 'its teacher' : 'whoever wrote the texts'}, the pale bar where the way began.`,
    to: isKl ? undefined : 'its writer',
    digits: 3,
  });
}
