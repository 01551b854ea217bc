// The line that says what one is looking at: a live run, a recording, results of other settings, or nothing yet, with
// the button that changes it.
import { html, nothing, type TemplateResult } from 'lit';
import type { Recording } from '../experiment/recording.ts';
import type { Availability, BackendChoice } from '../worker/client.ts';
import { backendToUse, isUnknown } from './first-look.ts';
import { statusOf, type RunState } from './run-state.ts';
import { deviceWords } from './words.ts';

export interface Origin {
  readonly run: RunState;
  readonly recording: Pick<Recording<unknown>, 'device' | 'lab' | 'date'> | undefined;
  readonly availability: Availability | undefined;
  /** Where the next run shall train, if somebody chose. */
  readonly chosen: BackendChoice | undefined;
  /** The controls show other settings than the run. */
  readonly stale: boolean;
  start(): void;
}

/** What runs where, or would. */
export function badge({ origin, prepared }: RunState, availability: Availability | undefined): string {
  if (origin === 'recorded') return 'recorded';
  if (origin === 'live' && prepared) return deviceWords(prepared.device);
  if (!availability) return 'looking for a GPU …';
  if (isUnknown(availability)) return 'no training thread';
  return availability.webgpu ? deviceWords(availability.device) : 'no WebGPU here';
}

export function originStrip(origin: Origin): TemplateResult {
  const button = buttonLabel(origin);
  return html`<div class="origin">
    <p>${sentence(origin)}</p>
    ${button ? html`<button type="button" class="primary" @click=${origin.start}>${button}</button>` : nothing}
  </div>`;
}

function buttonLabel({ run, availability, chosen, stale }: Origin): string | undefined {
  if (!availability) return undefined;
  if (stale) return 'Run with these settings';
  if (run.origin !== 'live') {
    return backendToUse(chosen, availability) === 'cpu' ? 'Run it live on the CPU' : 'Run it live';
  }
  return statusOf(run) === 'finished' ? 'Run it again' : undefined;
}

function sentence({ run, recording, availability, chosen, stale }: Origin): string | TemplateResult {
  if (stale) return 'These results are from other settings.';
  const missing = availability && !availability.webgpu ? ` ${availability.message}` : '';
  switch (run.origin) {
    case 'recorded':
      return html`<strong>Recorded run</strong
        >${recording ? ` – ${deviceWords(recording.device)}, lab version ${recording.lab}, ${recording.date}.` : '.'}${missing}`;
    case 'none':
      return availability
        ? `Nothing has run with these settings yet.${missing}`
        : 'Looking for what this computer can train on.';
    case 'live':
      // Whoever left the choice to the lab is told why a graphics card stays idle.
      return `${liveWords(run)}${chosen === 'cpu' || run.prepared?.device.backend !== 'cpu' ? '' : missing}`;
  }
}

function liveWords(run: RunState): string {
  switch (statusOf(run)) {
    case 'finished':
      return 'This ran live, in this tab.';
    case 'failed':
      return 'This run ended early.';
    case 'paused':
      return 'Running live in this tab, paused.';
    default:
      return 'Running live in this tab.';
  }
}
