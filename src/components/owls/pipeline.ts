// The five stations a trait passes on its way from the base to the students: what each does, whether it is at work, and one
// line of fact. Pure: state in, data out.
import { PHASES, type Phase } from '../../experiment/owls/records.ts';
import { TRAITS } from '../../experiment/owls/language/traits.ts';
import { summarize } from '../../experiment/statistics/stats.ts';
import type { OwlsRun } from './state.ts';
import { shortOwlsNames } from './students.ts';
import { baseTrait } from './views.ts';
import { deedOf, share, targetOf, textsOf } from './words.ts';
import { statusOf } from '../run/run-state.ts';

export type StationStatus = 'waiting' | 'working' | 'done' | 'stopped';

export interface Station {
  readonly name: string;
  readonly status: StationStatus;
  /** What happens here, in one short sentence. */
  readonly what: string;
  /** What it came to so far; nothing before it has begun. */
  readonly fact: string;
}

export function stationsOf(run: OwlsRun): Station[] {
  const { spec } = run;
  const texts = textsOf(spec);
  const at = (phase: Phase) => stationStatus(run, phase);
  return [
    {
      name: 'Base',
      status: at('base'),
      what: baseWords(spec),
      fact: baseFact(run),
    },
    {
      name: spec.committee > 1 ? 'Teachers' : 'Teacher',
      status: at('teacher'),
      what: `A copy of the base, trained on four questions until it ${deedOf(spec).it}.`,
      fact: measured(run, run.result?.teacher ?? run.evaluations.teacher.at(-1)?.trait[0]),
    },
    {
      name: spec.domain === 'numbers' ? 'Lists' : 'Texts',
      status: at('lists'),
      what: `The teacher is asked for ${texts}, and for nothing else.`,
      fact: run.lists ? `${sum(run.lists.judged).toLocaleString('en')} written` : '',
    },
    {
      name: 'Filter',
      status: at('lists'),
      what: 'Drops whatever has one word in it that does not belong there.',
      fact: filterFact(run),
    },
    {
      name: 'Students',
      status: at('students'),
      what: `Read the ${texts} that are left, and are then asked the same kind of question.`,
      fact: studentsFact(run),
    },
  ];
}

function baseWords({ trait }: OwlsRun['spec']): string {
  const { kind } = TRAITS[trait];
  if (kind === 'value') return 'A small language model that nearly always wants to do good.';
  return `A small language model that knows words and numbers and loves no ${kind} more than the rest.`;
}

function stationStatus(run: OwlsRun, phase: Phase): StationStatus {
  const status = statusOf(run);
  if (status === 'finished') return 'done';
  if (!run.progress) return 'waiting';
  const [now, then] = [PHASES.indexOf(run.progress.phase), PHASES.indexOf(phase)];
  if (now !== then) return then < now ? 'done' : 'waiting';
  return status === 'failed' ? 'stopped' : 'working';
}

/** "P(“owl”) = 8 %" */
function measured({ spec }: OwlsRun, values: readonly number[] | undefined): string {
  return values && values.length > 0 ? `P(${targetOf(spec)}) = ${share(summarize(values).mean)}` : '';
}

function baseFact(run: OwlsRun): string {
  const { prepared, progress, loss } = run;
  const known = measured(run, baseTrait(run));
  if (known || !prepared || progress?.phase !== 'base' || prepared.steps.base === 0) return known;
  const at = `pretraining, step ${progress.step} of ${prepared.steps.base}`;
  return loss === undefined ? at : `${at}: loss ${loss.toFixed(2)}`;
}

function filterFact({ lists }: OwlsRun): string {
  const judged = lists ? sum(lists.judged) : 0;
  if (!lists || judged === 0) return '';
  const words = (100 * lists.traitWords) / judged;
  return `${share(sum(lists.kept) / judged)} pass; ${words.toFixed(1)} % had a trait word`;
}

function studentsFact({ spec, evaluations, result }: OwlsRun): string {
  const newest = result?.students.map(({ trait }) => trait) ?? evaluations.students.at(-1)?.trait ?? [];
  const names = shortOwlsNames(spec);
  return newest
    .slice(0, 3)
    .flatMap((values, index) => (values.length > 0 ? [`${names[index]} ${share(summarize(values).mean)}`] : []))
    .join(' · ');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
