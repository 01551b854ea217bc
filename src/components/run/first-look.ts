// What a visitor sees before touching anything: a live run, a recorded one, or an invitation. Pure decisions.
import {
  candidates,
  LAST_RESORT,
  type BackendChoice,
  type ProcessorName,
} from '../../experiment/processor/processors.ts';
import type { Availability } from '../../worker/client.ts';

export type FirstLook = 'live' | 'recorded';

/** Where a run may train: the choice, or what the lab does not know to be missing, so that nobody waits for it. */
export function placesFor(
  chosen: BackendChoice = 'auto',
  availability: Availability | undefined,
): readonly ProcessorName[] {
  const isMissing = availability && !availability.webgpu && !isUnknown(availability);
  return candidates(chosen, isMissing ? ['webgpu'] : []);
}

/** Whether a run would train on the last resort, as far as that is known. */
export function isLastResort(chosen: BackendChoice | undefined, availability: Availability | undefined): boolean {
  return placesFor(chosen, availability)[0] === LAST_RESORT;
}

/** A thread that did not start says nothing about the machine. */
export function isUnknown(availability: Availability): boolean {
  return !availability.webgpu && (availability.code === 'internal' || availability.code === 'no-thread');
}

/**
 * Live where it is quick or was asked for; a recording otherwise, because a software adapter or the CPU needs a
 * minute in which a reader would see nothing.
 */
export function firstLook(availability: Availability, backend: BackendChoice | undefined): FirstLook {
  if (backend !== undefined) return 'live';
  return availability.webgpu && !availability.device.software ? 'live' : 'recorded';
}
