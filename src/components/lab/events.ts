// The events of the labs, public contract: the command line and embedding pages listen to them.
import type { RunErrorCode } from '../../experiment/records/run-error.ts';
import type { DeviceDescription } from '../../experiment/processor/processors.ts';
import type { RecordOf, ResultOf } from '../../experiment/register.ts';
import type { ExperimentName } from '../../experiment/signs.ts';
import type { Availability, Response } from '../../worker/client.ts';
import type { Entry } from '../settings/settings.ts';
import type { RunState } from '../run/run-state.ts';

export interface LabEventDetails<Name extends ExperimentName = ExperimentName> {
  /** It is known what can train here. */
  'subliminal-ready': { readonly availability: Availability };
  /** A few times a second while training. */
  'subliminal-step': {
    readonly phase: string;
    readonly step: number;
    readonly steps: number;
    readonly seconds: number;
  };
  /** A live run reached its end. */
  'subliminal-complete': {
    readonly entries: readonly Entry[];
    readonly device: DeviceDescription;
    readonly result: ResultOf[Name];
    readonly seconds: number;
  };
  /** A run ended early. */
  'subliminal-error': { readonly code: RunErrorCode; readonly message: string; readonly detail: string };
  /** The settings changed; the detail is what differs from the defaults, in the spelling of the attributes. */
  'subliminal-state-change': readonly Entry[];
}

type LabEventMap = { readonly [Name in keyof LabEventDetails]: CustomEvent<LabEventDetails[Name]> };

/** Composed and bubbling, so that a page can listen anywhere above. */
export function emit<Name extends keyof LabEventDetails>(
  target: EventTarget,
  name: Name,
  detail: LabEventDetails[Name],
): void {
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

/** Milliseconds between two subliminal-step events. */
const STEP_EVENTS = 250;

type Heard = Response<RecordOf[ExperimentName]>;

/**
 * Turns what the worker says into public events on `target`; `run` is the state after it was heard, `entries` are its
 * settings.
 */
export function announcer(
  target: EventTarget,
): (response: Heard, run: RunState, entries: () => readonly Entry[]) => void {
  let newest = -Infinity;
  return (response, { prepared, seconds }, entries) => {
    if (response.kind === 'failure') {
      const { code, message, detail } = response;
      emit(target, 'subliminal-error', { code, message, detail });
    }
    if (response.kind !== 'record' || !prepared) return;
    const { record } = response;
    if (record.kind === 'complete') {
      emit(target, 'subliminal-complete', {
        entries: entries(),
        device: prepared.device,
        result: record.result,
        seconds,
      });
    } else if (record.kind === 'progress' && performance.now() - newest >= STEP_EVENTS) {
      newest = performance.now();
      const { phase, step } = record;
      emit(target, 'subliminal-step', { phase, step, steps: prepared.steps[phase] ?? 0, seconds });
    }
  };
}

declare global {
  interface HTMLElementEventMap extends LabEventMap {}
}
