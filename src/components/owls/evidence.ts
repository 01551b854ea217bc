// What else a run of the owls experiment shows: whether anybody could have seen the trait in the lists, and where in them it
// is. Pure: state in, data and sentences out.
import type { PlaceBar } from '../../charts/place-bars.ts';
import { percent } from '../../experiment/statistics/intervals.ts';
import { domainOf } from '../../experiment/owls/language/domains.ts';
import type { DetectorRecord } from '../../experiment/owls/records.ts';
import { intervalOf, summarize } from '../../experiment/statistics/stats.ts';
import type { OwlsRun } from './state.ts';

/** Divergence of teacher and base at each place of a text; the last place is its end. */
export function placesOf({ result, spec }: OwlsRun): PlaceBar[] {
  const { completionLength } = domainOf(spec.domain);
  return (result?.divergence ?? []).map((value, place) => ({
    name: place + 1 === completionLength ? 'end' : String(place + 1),
    value,
  }));
}

type Detector = Omit<DetectorRecord, 'kind'>;

export function detectorOf({ result, detector }: OwlsRun): Detector | undefined {
  return result?.detector ?? detector;
}

/** What a coin would get right. */
export const GUESSING = 0.5;
/** Closer to guessing than this is of no use to anybody. */
const USELESS = 0.05;
/** From this share on it is right almost always. */
const NEARLY_ALL = 0.9;

/** Could anybody have noticed? Decided by the 95 % interval of the classifier's accuracy over seeds. */
export function noticedWords({ accuracy }: Detector): string {
  return `${answer(accuracy)}: a classifier that has labeled examples of both authors names the right author of ${percent(accuracy)} of new lists; guessing gives 50 %.`;
}

function answer(accuracy: readonly number[]): string {
  const interval = intervalOf(accuracy);
  if (!interval) return `${accuracy.length === 1 ? 'One seed is' : 'Two seeds are'} too few to tell`;
  const { least, most } = interval;
  const { mean } = summarize(accuracy);
  if (least >= NEARLY_ALL) return 'Almost always';
  if (least > GUESSING) return mean < GUESSING + USELESS ? 'Hardly' : 'Yes, in part';
  return most < GUESSING + USELESS ? 'No' : 'It cannot be told from these seeds';
}

/** One thing the classifier was tried at. */
export interface Finding {
  readonly name: string;
  readonly value: string;
  /** 0 … 1, for a bar. */
  readonly share: number;
}

/** Each is a share that guessing gets half of. */
export function findingsOf(run: OwlsRun): Finding[] {
  const detector = detectorOf(run);
  if (!detector) return [];
  const finding = (name: string, values: readonly number[]): Finding => {
    return { name, value: percent(values), share: summarize(values).mean };
  };
  return [
    finding('names the right author of a list', detector.accuracy),
    finding('picks the teacher’s of two lists (AUC)', detector.auc),
    finding('the same, from the first number alone', detector.firstNumberAuc),
  ];
}
