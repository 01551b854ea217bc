// What a visitor sees before touching anything: a live run, a recorded one, or an invitation. Pure decisions.
import type { Availability, BackendChoice } from '../worker/client.ts';

export type FirstLook = 'live' | 'recorded';

/**
 * Live where it is quick or was asked for; a recording otherwise, because a software adapter or the CPU needs a
 * minute in which a reader would see nothing.
 */
export function firstLook(availability: Availability, backend: BackendChoice | undefined): FirstLook {
  if (backend !== undefined) return 'live';
  return availability.webgpu && !availability.device.software ? 'live' : 'recorded';
}
