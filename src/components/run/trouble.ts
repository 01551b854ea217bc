// What is wrong with a run, and what can be done: it failed, or nothing is heard of it. Pure: state in, sentence out.
import type { CommonSpec } from '../../experiment/spec/spec-table.ts';
import type { Availability, Silence } from '../../worker/client.ts';
import { startsOn } from './first-look.ts';
import type { LabSettings } from '../settings/settings.ts';
import type { RunState } from './run-state.ts';
import { waysOn, waysOnInSilence, type Helped, type WayOn } from './ways-on.ts';

export interface Trouble {
  readonly message: string;
  /** At least one. */
  readonly ways: readonly WayOn[];
}

/** Undefined while all is well. */
export function troubleOf<Spec extends CommonSpec>(
  { failure, silence, prepared }: RunState<Spec>,
  lab: Helped<Spec>,
  settings: LabSettings<Spec>,
  availability: Availability | undefined,
): Trouble | undefined {
  const place = prepared?.device.backend ?? startsOn(settings.backend, availability);
  if (failure) return { message: failure.message, ways: waysOn(failure.code, lab, settings, place) };
  if (!silence) return undefined;
  return { message: silenceWords(silence), ways: waysOnInSilence(silence, place) };
}

/** Why nothing is heard, as far as that can be told. */
function silenceWords({ cause, seconds }: Silence): string {
  switch (cause) {
    case 'unborn':
      return `The training thread has not started for ${seconds} seconds; its script may not have arrived.`;
    case 'thread':
      return (
        `Nothing has been heard of the training thread for ${seconds} seconds. ` +
        'It is busy with one very long step, or it has ended.'
      );
    case 'work':
      return (
        `Nothing has come for ${seconds} seconds. The training thread is well, but waits itself: ` +
        'for a very long step, for a file that does not arrive, or for a graphics device that stopped.'
      );
  }
}
