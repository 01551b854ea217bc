// What a visitor sees before touching anything: a live run, a recorded one, or an invitation. Pure decisions.
import { LAST_RESORT, type BackendChoice, type ProcessorName } from '../../experiment/processor/processors.ts';
import type { Availability } from '../../worker/client.ts';

export type FirstLook = 'live' | 'recorded';

/** Where a run would train, as far as that is known: the choice, or the first that the lab would try. */
export function startsOn(
  chosen: BackendChoice = 'auto',
  availability: Availability | undefined,
): ProcessorName | undefined {
  return chosen === 'auto' ? availability?.auto?.places[0] : chosen;
}

/** Whether a run would train on the last resort, as far as that is known. */
export function isLastResort(chosen: BackendChoice | undefined, availability: Availability | undefined): boolean {
  return startsOn(chosen, availability) === LAST_RESORT;
}

/** A thread that did not start says nothing about the machine. */
export function isUnknown(availability: Availability): boolean {
  return !availability.webgpu && (availability.code === 'internal' || availability.code === 'no-thread');
}

/**
 * Live wherever something can train; a recording where nothing can, and for visitors who want to be sent little, unless it was
 * asked for.
 * @param reducesData the visitor prefers reduced data
 */
export function firstLook(
  availability: Availability,
  backend: BackendChoice | undefined,
  reducesData: boolean,
): FirstLook {
  if (backend !== undefined) return 'live';
  return isUnknown(availability) || reducesData ? 'recorded' : 'live';
}
