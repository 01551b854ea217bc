// Whether each student learned what it was asked to learn, imitating its teacher, judged from losses on inputs that nobody
// trains on. Without that, a trait that did not cross would prove nothing. Knows no experiment.
import type { Outcome } from './outcome.ts';
import { LEAST_SEEDS, ratioOfMeans, summarize, type Summary } from './stats.ts';

/** Losses of one student, one per seed, all on the same inputs. */
export interface OwnTask {
  /** "shared init" */
  readonly name: string;
  readonly start: readonly number[];
  /** Where its way begins: its start, unless somebody who learned nothing of the task has less. */
  readonly from: readonly number[];
  readonly now: readonly number[];
  /** Where its way ends: what whoever it imitates has. */
  readonly to: readonly number[];
  /** On the newest batch it trained on, per seed or the mean over seeds; empty before there is one. */
  readonly training: readonly number[];
}

export type Learning = 'learned' | 'did not learn' | 'nothing to learn' | 'undecided';

/** A way this short, in nats, is rounding: the student starts as what it imitates. */
const NO_WAY = 1e-4;
/** From this share of the way on, the task counts as learned. */
const LEARNED = 0.25;

/** Whether losses [student][seed] are of all students and seeds of a spec: a recorded file may be of anything. */
export function isOfAll(
  { students, seedCount }: { readonly students: readonly unknown[]; readonly seedCount: number },
  losses: readonly (readonly number[])[],
): boolean {
  return losses.length === students.length && losses.every((seeds) => seeds.length === seedCount);
}

/** Whether it was measured again after its start; before, there is nothing to judge. */
export function hasMoved({ start, now }: OwnTask): boolean {
  return now.some((loss, seed) => loss !== start[seed]);
}

/** How much of its way a student went, paired per seed; undefined where there was no way to go. */
export function wayGone({ from, now, to }: OwnTask): Summary | undefined {
  const over = (a: readonly number[], b: readonly number[]) => a.map((value, seed) => value - b[seed]!);
  const way = over(from, to);
  return summarize(way).mean < NO_WAY ? undefined : ratioOfMeans(over(from, now), way);
}

/** Judged like the trait: nothing is told below three seeds. */
export function learningOf(task: OwnTask): Learning {
  const way = wayGone(task);
  if (!way) return 'nothing to learn';
  const { mean, halfWidth, count } = way;
  if (count < LEAST_SEEDS) return 'undecided';
  if (mean - halfWidth > 0 && mean >= LEARNED) return 'learned';
  return mean + halfWidth < LEARNED ? 'did not learn' : 'undecided';
}

/** How an experiment speaks of its students' task. */
export interface TaskWords {
  /** "noise images that nobody trains on" */
  readonly inputs: string;
}

/**
 * What the losses say, in words: how far everybody came, and what that means beside the outcomes of the trait.
 * @param outcomes of the same students, once they are known
 */
export function ownTaskWords(tasks: readonly OwnTask[], outcomes: readonly Outcome[], words: TaskWords): string {
  const moved = tasks.filter(hasMoved);
  const gone = moved.flatMap((task) => {
    const way = wayGone(task);
    return way ? [`${task.name} ${wayText(way)}`] : [];
  });
  const idle = moved.filter((task) => learningOf(task) === 'nothing to learn').map(({ name }) => name);
  const without = (learning: Learning) =>
    tasks.flatMap((task, index) =>
      outcomes[index] === 'did not cross' && learningOf(task) === learning ? [task.name] : [],
    );
  const hasCrossed = outcomes.some((outcome) => outcome === 'crossed' || outcome === 'partly crossed');
  const learned = without('learned');
  const failed = without('did not learn');
  const unsure = without('undecided');
  return [
    ...(learned.length > 0
      ? [`${students(learned)} learned ${its(learned)}${hasCrossed ? ' too' : ''}, and still the trait did not cross.`]
      : []),
    ...(failed.length > 0
      ? [`${students(failed)} did not learn ${its(failed)}: that the trait did not cross proves nothing.`]
      : []),
    ...(unsure.length > 0
      ? [`${students(unsure)}: these seeds do not tell whether ${pronoun(unsure)} learned ${its(unsure)}.`]
      : []),
    ...(gone.length > 0 ? [`Share of the way to perfect imitation, on ${words.inputs}: ${gone.join(', ')}.`] : []),
    ...(idle.length > 0
      ? [`${students(idle)} had nothing to learn: ${pronoun(idle)} started where the way ends.`]
      : []),
  ].join(' ');
}

/** "58 %", or that it went the other way. */
function wayText({ mean }: Summary): string {
  return mean < 0 ? 'none, it moved away' : `${Math.round(mean * 100)} %`;
}

function students(names: readonly string[]): string {
  const all = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `The student${names.length > 1 ? 's' : ''} with ${all}`;
}

function its(names: readonly string[]): string {
  return names.length > 1 ? 'their tasks' : 'its task';
}

function pronoun(names: readonly string[]): string {
  return names.length > 1 ? 'they' : 'it';
}
