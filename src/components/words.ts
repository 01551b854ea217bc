// What a lab says about itself: badge, loading, progress, milestones. Pure: state in, sentence out.
import { STUDENT_INPUTS, type DigitsSpec } from '../experiment/digits/spec.ts';
import { percent, verdict } from '../experiment/digits/verdict.ts';
import { summarize } from '../experiment/stats.ts';
import type { DeviceDescription } from '../experiment/trainer.ts';
import { paceOf, statusOf, stepsDone, totalSteps, type Loading, type RunState } from './run-state.ts';

/** What runs where. */
export function deviceWords({ backend, name, software }: DeviceDescription): string {
  if (backend === 'cpu') return `CPU (${name})`;
  return software ? `WebGPU on a software adapter (${name})` : `WebGPU · ${name}`;
}

export function loadingWords({ what, done, total }: Loading): string {
  if (what === 'kernels') return `Preparing GPU kernels, ${done} of ${total}`;
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `Fetching digits, ${megabytes(done)} of ${megabytes(total)} MB`;
}

/** "Teacher: step 120 of 316 · 85 steps/s · about 6 s left in all": the phase, its speed, the time left for the run. */
export function progressWords(state: RunState): string {
  const { loading, prepared, progress, playback } = state;
  const status = statusOf(state);
  if (status === 'loading' && playback === 'paused') return 'Before the first step · paused';
  if (loading) return loadingWords(loading);
  if (status === 'empty') return 'Not started';
  if (!prepared) return status === 'failed' ? 'Not started' : 'Starting …';
  if (status === 'finished') return `${totalSteps(state)} steps in ${duration(state.seconds)}`;
  const { phase, step } = progress ?? { phase: 'teacher', step: 0 };
  const words = [`${phase === 'teacher' ? 'Teacher' : 'Students'}: step ${step} of ${prepared.steps[phase]}`];
  const pace = paceOf(state);
  if (status === 'paused') words.push('paused');
  else if (status === 'failed') words.push('stopped');
  else if (pace)
    words.push(`${rounded(pace.stepsPerSecond)} steps/s`, `about ${roughly(pace.secondsLeft)} left in all`);
  return words.join(' · ');
}

/** For a progress bar: done and total in the unit of whatever is going on. */
export function progressOf(state: RunState): { done: number; total: number } {
  if (state.loading) return state.loading;
  if (statusOf(state) === 'finished') return { done: 1, total: 1 };
  return { done: stepsDone(state), total: Math.max(1, totalSteps(state)) };
}

/** The newest milestone; changes a handful of times per run, so it can be read aloud. */
export function milestone(state: RunState): string {
  const status = statusOf(state);
  switch (status) {
    case 'empty':
      return '';
    case 'failed':
      return 'The run ended early.';
    case 'loading':
      return state.loading?.what === 'kernels' ? 'Preparing the GPU.' : 'Getting ready.';
    case 'finished':
      return state.result ? verdict(state.result).headline : 'The run is complete.';
    case 'paused':
    case 'playing': {
      const taught = state.evaluations.teacher.at(-1);
      if (state.progress?.phase !== 'students' || !taught) return 'The teacher is learning real digits.';
      const accuracy = percent(summarize(taught.accuracy[0]));
      return `The teacher is done: ${accuracy}. Now the students imitate it on ${STUDENT_INPUTS[state.spec.inputs].label}.`;
    }
  }
}

/** Keeps numbers and their units on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' %', '\u00a0%').replaceAll(' ± ', '\u00a0±\u00a0');
}

/** What the students never saw, in one sentence. */
export function blindness({ inputs, targets }: DigitsSpec): string {
  if (inputs === 'digits') return 'Real digits, but never their labels.';
  return targets === 'all' ? 'Never a digit, never a label.' : 'Never a digit, a label or a class logit.';
}

function duration(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(1)} s` : roughly(seconds);
}

function roughly(seconds: number): string {
  if (seconds < 1) return '1 s';
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
