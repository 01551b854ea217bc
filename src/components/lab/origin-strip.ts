// The line that says what one is looking at: a live run, a recording, results of other settings, or nothing yet, with
// the button that changes it.
import { html, nothing, type TemplateResult } from 'lit';
import type { Recording } from '../../experiment/records/recording.ts';
import { deviceWords, processorOf, PROCESSORS, type BackendChoice } from '../../experiment/processor/processors.ts';
import type { Availability } from '../../worker/client.ts';
import { actionButton } from '../parts/action-button.ts';
import { isUnknown } from '../run/first-look.ts';
import type { LabButton } from '../parts/action-button.ts';
import type { OtherSettings } from '../settings/other-settings.ts';
import { isGoingOn, statusOf, type RunState } from '../run/run-state.ts';

export interface Origin {
  readonly run: RunState;
  readonly recording: Pick<Recording<unknown>, 'device' | 'lab' | 'date'> | undefined;
  readonly availability: Availability | undefined;
  /** Where the next run shall train, if somebody chose. */
  readonly chosen: BackendChoice | undefined;
  /** What differs, in words, while the controls show other settings than the run. */
  readonly others: OtherSettings | undefined;
  /** What starts a run, and how long that would take: "About 5 s here." */
  readonly start: LabButton | undefined;
  readonly estimate: string;
}

/** What runs where, or would. */
export function badge(
  { origin, prepared, because }: RunState,
  availability: Availability | undefined,
  chosen?: BackendChoice,
): string {
  if (origin === 'recorded') return 'recorded';
  if (origin === 'live' && prepared) return reasoned(deviceWords(prepared.device), because);
  if (!availability) return 'looking for what can train here …';
  if (isUnknown(availability)) return 'no training thread';
  if (chosen && chosen !== 'auto') return chosen === 'webgpu' ? webgpuWords(availability) : PROCESSORS[chosen].label;
  const { auto } = availability;
  return auto ? reasoned(deviceWords(auto.device), auto.because) : webgpuWords(availability);
}

function webgpuWords(availability: Availability): string {
  return availability.webgpu ? deviceWords(availability.device) : 'WebGPU cannot be used here';
}

function reasoned(words: string, because: string | undefined): string {
  return because ? `${words} – ${because}` : words;
}

/** Stays in view while settings are changed below it: what is shown is not what is set. */
export function originStrip(origin: Origin): TemplateResult {
  const { run, others, start } = origin;
  // Of a run that goes on the line below says more.
  const estimate = isGoingOn(run) && !others ? '' : origin.estimate;
  return html`<div class=${others ? 'origin others' : 'origin'}>
    <p aria-live="polite">${others ? othersSentence(origin.run, others) : sentence(origin)}</p>
    ${start ? html`<span class="quiet" .textContent=${estimate}></span>${actionButton(start)}` : nothing}
  </div>`;
}

function othersSentence(run: RunState, { shown, set }: OtherSettings): TemplateResult {
  const paused = run.playback === 'paused' ? ', paused' : '';
  const what = isGoingOn(run) ? `Running live${paused}` : 'Shown';
  const first = html`<strong .textContent=${`${what}: `}></strong
    ><span .textContent=${`${shown}${remark(run)}. `}></span>`;
  return html`${first}<strong>Set: </strong><span .textContent=${`${set}.`}></span>`;
}

function remark({ origin, failure }: RunState): string {
  if (failure) return '; this run ended early';
  return origin === 'recorded' ? ' (a recorded run)' : '';
}

function sentence(origin: Origin): TemplateResult {
  const { kind = '', words } = wordsOf(origin);
  return html`<strong .textContent=${kind}></strong><span .textContent=${words}></span>`;
}

/** A sentence, perhaps with a word in front that says what it is about. */
function wordsOf({ run, recording, availability, chosen }: Origin): { kind?: string; words: string } {
  const missing = availability && !availability.webgpu ? ` ${availability.message}` : '';
  switch (run.origin) {
    case 'recorded':
      return { kind: 'Recorded run', words: `${recordingWords(recording)}${missing}` };
    case 'none':
      return {
        words: availability
          ? `Nothing has run with these settings yet.${missing}`
          : 'Looking for what this computer can train on.',
      };
    case 'live':
      // Whoever left the choice to the lab is told why a graphics card stays idle.
      return {
        words: `${liveWords(run)}${(chosen ?? 'auto') !== 'auto' || !run.prepared || processorOf(run.prepared.device).foreign ? '' : missing}`,
      };
  }
}

function recordingWords(recording: Origin['recording']): string {
  return recording ? ` – ${deviceWords(recording.device)}, lab version ${recording.lab}, ${recording.date}.` : '.';
}

function liveWords(run: RunState): string {
  switch (statusOf(run)) {
    case 'finished':
      return 'This ran live, in this tab.';
    case 'failed':
      return run.prepared ? 'This run ended early.' : 'This run could not start.';
    case 'paused':
      return 'Running live in this tab, paused.';
    default:
      return 'Running live in this tab.';
  }
}
