// What a visitor sees before touching anything: a live run, a recorded one, or an invitation. Pure decisions.
import { LAST_RESORT, type BackendChoice } from '../../experiment/processor/processors.ts';
import type { Availability } from '../../worker/client.ts';

export type FirstLook = 'live' | 'recorded';

/** The choice, unless it is left to the lab and the lab already knows that there is no WebGPU to search for. */
export function backendToUse(chosen: BackendChoice | undefined, availability: Availability | undefined): BackendChoice {
  if (chosen !== undefined && chosen !== 'auto') return chosen;
  return availability && !availability.webgpu && !isUnknown(availability) ? LAST_RESORT : 'auto';
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
