// How long a run will take here, before it starts: from what a moment of work showed, and from runs that ended. And how many
// seeds are cheap enough to be the default.
import type { ProcessorName } from '../../experiment/processor/processors.ts';
import { secondsOf, type Speed, type Work } from '../../experiment/processor/speed.ts';
import type { CommonSpec } from '../../experiment/spec/spec-table.ts';
import { startsOn } from './first-look.ts';
import type { LabSettings } from '../settings/settings.ts';
import type { Availability } from '../../worker/client.ts';

/** Seeds that show a narrow interval, and how long they may take to be the default. */
const MANY = { seeds: 8, seconds: 8 };

export class Estimates {
  /** Seconds that the newest run took where it trained, over those it should have taken at the speed known before. */
  readonly #learned = new Map<ProcessorName, number>();
  /** Where no speed is known but that of a run that ended. */
  readonly #seen = new Map<ProcessorName, Speed>();

  /** Seconds of a run, where anything is known of the place it would train on. */
  seconds(
    work: readonly Work[],
    chosen: LabSettings<CommonSpec>['backend'],
    availability: Availability | undefined,
  ): number | undefined {
    const place = startsOn(chosen, availability);
    if (!place) return undefined;
    const speed = speedOf(place, availability) ?? this.#seen.get(place);
    return speed && secondsOf(work, speed) * (this.#learned.get(place) ?? 1);
  }

  /** Takes in how long a whole run took. */
  learn(work: readonly Work[], place: ProcessorName, seconds: number, availability: Availability | undefined): void {
    const known = speedOf(place, availability);
    if (known) this.#learned.set(place, seconds / secondsOf(work, known));
    else {
      const operations = secondsOf(work, { operations: 1, lanes: 1 }) / seconds;
      this.#seen.set(place, { operations, lanes: 1 });
    }
  }
}

function speedOf(place: ProcessorName, availability: Availability | undefined): Speed | undefined {
  const auto = availability?.auto;
  return auto?.places[0] === place ? auto.speed : undefined;
}

/**
 * How many seeds a run has that nobody asked for in particular.
 * @param secondsWith how long so many take; undefined where that is not known
 */
export function seedsByDefault(usual: number, secondsWith: (seeds: number) => number | undefined): number {
  const seconds = secondsWith(MANY.seeds);
  return seconds !== undefined && seconds <= MANY.seconds ? Math.max(usual, MANY.seeds) : usual;
}

/** "About 5 s here." */
export function estimateWords(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  if (seconds < 90) return `About ${Math.max(1, Math.round(seconds))} s here.`;
  return `About ${Math.round(seconds / 60)} min here.`;
}
