// The line that says what one is looking at: a live run, a recording, results of other settings, or nothing yet, with
// the button that changes it.
import { html, nothing, type TemplateResult } from 'lit';
import type { Availability } from '../worker/client.ts';
import type { Recording } from './recording.ts';
import { statusOf, type RunState } from './run-state.ts';
import { deviceWords } from './words.ts';

export interface Origin {
  readonly run: RunState;
  readonly recording: Recording | undefined;
  readonly availability: Availability | undefined;
  /** The controls show other settings than the run. */
  readonly stale: boolean;
  start(): void;
}

export function originStrip(origin: Origin): TemplateResult {
  const button = buttonLabel(origin);
  return html`<div class="origin">
    <p>${sentence(origin)}</p>
    ${button ? html`<button type="button" class="primary" @click=${origin.start}>${button}</button>` : nothing}
  </div>`;
}

function buttonLabel({ run, availability, stale }: Origin): string | undefined {
  if (!availability) return undefined;
  if (stale) return 'Run with these settings';
  if (run.origin !== 'live') return availability.webgpu ? 'Run it live' : 'Run it live on the CPU';
  return statusOf(run) === 'finished' ? 'Run it again' : undefined;
}

function sentence({ run, recording, availability, stale }: Origin): string | TemplateResult {
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
      return liveWords(run);
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
