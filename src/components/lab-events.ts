// The events of <subliminal-lab>, public contract: the command line and embedding pages listen to them.
import type { DigitsResult, Phase } from '../experiment/digits/records.ts';
import type { RunErrorCode } from '../experiment/run-error.ts';
import type { DeviceDescription } from '../experiment/trainer.ts';
import type { Availability, Response } from '../worker/client.ts';
import { settingsEntries, type Entry } from './lab-settings.ts';
import type { RunState } from './run-state.ts';

export interface LabEventDetails {
  /** It is known what can train here. */
  'sl-ready': { readonly availability: Availability };
  /** A few times a second while training. */
  'sl-step': { readonly phase: Phase; readonly step: number; readonly steps: number; readonly seconds: number };
  /** A live run reached its end. */
  'sl-complete': {
    readonly entries: readonly Entry[];
    readonly device: DeviceDescription;
    readonly result: DigitsResult;
    readonly seconds: number;
  };
  /** A run ended early. */
  'sl-error': { readonly code: RunErrorCode; readonly message: string; readonly detail: string };
  /** The settings changed; the detail is what differs from the defaults, in the spelling of the address. */
  'sl-state-change': readonly Entry[];
}

export type LabEventMap = { readonly [Name in keyof LabEventDetails]: CustomEvent<LabEventDetails[Name]> };

/** Composed and bubbling, so that a page can listen anywhere above. */
export function emit<Name extends keyof LabEventDetails>(
  target: EventTarget,
  name: Name,
  detail: LabEventDetails[Name],
): void {
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

/** Milliseconds between two sl-step events. */
const STEP_EVENTS = 250;

/** Turns what the worker says into public events on `target`; `run` is the state after it was heard. */
export function announcer(target: EventTarget): (response: Response, run: RunState) => void {
  let newest = -Infinity;
  return (response, { spec, prepared, seconds }) => {
    if (response.kind === 'failure') {
      const { code, message, detail } = response;
      emit(target, 'sl-error', { code, message, detail });
    }
    if (response.kind !== 'record' || !prepared) return;
    const { record } = response;
    if (record.kind === 'complete') {
      const entries = settingsEntries({ spec });
      emit(target, 'sl-complete', { entries, device: prepared.device, result: record.result, seconds });
    } else if (record.kind === 'progress' && performance.now() - newest >= STEP_EVENTS) {
      newest = performance.now();
      const { phase, step } = record;
      emit(target, 'sl-step', { phase, step, steps: prepared.steps[phase], seconds });
    }
  };
}

/** One choice in a control inside the lab; never leaves it. */
export class SettingEvent extends Event {
  constructor(readonly entry: Entry) {
    super('setting', { bubbles: true });
  }
}

export type TransportAction = 'play' | 'pause' | 'step' | 'stop' | 'restart';

/** A press of a button below the charts; never leaves the lab. */
export class TransportEvent extends Event {
  constructor(readonly action: TransportAction) {
    super('transport', { bubbles: true });
  }
}

declare global {
  interface HTMLElementEventMap extends LabEventMap {
    setting: SettingEvent;
    transport: TransportEvent;
  }
}
