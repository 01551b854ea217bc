// What else a run of the owls experiment shows: whether anybody could have seen the trait in the lists, and where in them it
// is. Pure: state in, data and sentences out.
import type { PlaceBar } from '../charts/place-bars.ts';
import { percent, withInterval } from '../experiment/intervals.ts';
import { domainOf } from '../experiment/owls/domains.ts';
import type { DetectorRecord } from '../experiment/owls/records.ts';
import { shortStudent } from '../experiment/owls/students.ts';
import { SHARE, summarize } from '../experiment/stats.ts';
import type { OwlsRun } from './owls-state.ts';
import { targetOf } from './owls-words.ts';

/** Divergence of teacher and base at each place of a text; the last place is its end. */
export function placesOf({ result, spec }: OwlsRun): PlaceBar[] {
  const { completionLength } = domainOf(spec.domain);
  return (result?.divergence ?? []).map((value, place) => ({
    name: place + 1 === completionLength ? 'end' : String(place + 1),
    value,
  }));
}

/** One thing somebody could find out, and how well. */
export interface Finding {
  readonly name: string;
  readonly value: string;
  /** 0 … 1, for a bar; guessing is `guess`. */
  readonly share: number;
  readonly guess: number;
}

type Detector = Omit<DetectorRecord, 'kind'>;

export function detectorOf({ result, detector }: OwlsRun): Detector | undefined {
  return result?.detector ?? detector;
}

/** What a classifier sees in the lists, beside what each student picked up from them. */
export function findingsOf(run: OwlsRun): Finding[] {
  const detector = detectorOf(run);
  const { spec, result, evaluations } = run;
  const newest = result?.students.map(({ target }) => target) ?? evaluations.students.at(-1)?.target ?? [];
  const base = result?.base.target ?? evaluations.base.at(-1)?.target[0];
  const level = base && base.length > 0 ? summarize(base).mean : 0;
  const finding = (name: string, values: readonly number[], guess: number, words = percent): Finding[] => {
    if (values.length === 0) return [];
    return [{ name, value: words(values), share: summarize(values).mean, guess }];
  };
  return [
    ...(detector
      ? [
          ...finding('Classifier, lists told right', detector.accuracy, 0.5),
          ...finding('Classifier, area under the curve', detector.auc, 0.5, decimal),
          ...finding('The same, first number alone', detector.firstNumberAuc, 0.5, decimal),
        ]
      : []),
    ...spec.students.flatMap((student, index) =>
      finding(`${shortStudent(student)}: P(${targetOf(spec)})`, newest[index] ?? [], level),
    ),
  ];
}

/** "0.79 ± 0.04", for what is from 0 to 1 but no share of anything. */
function decimal(values: readonly number[]): string {
  return withInterval(values, SHARE, (value) => value.toFixed(2));
}
