// What a lab says about itself: badge, loading, progress, milestones. Pure: state in, sentence out. What an experiment calls
// its own things is in digits/words.ts and owls/words.ts.
import type { PreparedRecord } from '../../experiment/records/records.ts';
import type { LabWords } from './lab.ts';
import { paceOf, statusOf, workOf, type Course, type Loading, type RunState } from './run-state.ts';

/** @param data what is fetched: "digits" */
export function loadingWords({ what, done, total }: Loading, data: string): string {
  if (what === 'kernels') return `Preparing GPU kernels, ${done} of ${total}`;
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `Fetching ${data}, ${megabytes(done)} of ${megabytes(total)} MB`;
}

/** How an experiment speaks, and how long its phases are. */
export interface Speaking<Run extends RunState> {
  readonly words: LabWords<Run>;
  readonly course: Course<Run>;
}

/** "Teacher: step 120 of 316 · 85 steps/s · about 6 s left in all": the phase, its speed, the time left for the run. */
export function progressWords<Run extends RunState>(run: Run, { words, course }: Speaking<Run>): string {
  const { loading, prepared, progress, playback } = run;
  const status = statusOf(run);
  if (status === 'loading' && playback === 'paused') return 'Before the first step · paused';
  if (loading) return loadingWords(loading, words.data);
  if (status === 'empty') return 'Not started';
  if (!prepared) return status === 'failed' ? 'Not started' : 'Starting …';
  if (status === 'finished') return `${words.work(run)} in ${duration(run.seconds)}`;
  const { phase, step } = progress ?? { phase: firstPhase(prepared.steps, course.phases), step: 0 };
  const { name, unit } = words.phase(phase);
  const parts = [`${name}: ${unit} ${step} of ${prepared.steps[phase]}`];
  const pace = paceOf(run, course);
  if (status === 'paused') parts.push('paused');
  else if (status === 'failed') parts.push('stopped');
  else if (pace) {
    parts.push(`${rounded(pace.stepsPerSecond)} ${unit}s/s`, `about ${roughly(pace.secondsLeft)} left in all`);
  }
  return parts.join(' · ');
}

/** The first phase that has anything to do: what comes with the page needs no training. */
function firstPhase(steps: PreparedRecord['steps'], phases: readonly string[]): string {
  return phases.find((phase) => (steps[phase] ?? 0) > 0) ?? phases[0] ?? '';
}

/** For a progress bar: done and total in the unit of whatever is going on. */
export function progressOf<Run extends RunState>(run: Run, course: Course<Run>): { done: number; total: number } {
  if (run.loading) return run.loading;
  if (statusOf(run) === 'finished') return { done: 1, total: 1 };
  const { done, total } = workOf(run, course);
  return { done, total: total || 1 };
}

/** The newest milestone; changes a handful of times per run, so it can be read aloud. */
export function milestone<Run extends RunState>(run: Run, words: LabWords<Run>): string {
  switch (statusOf(run)) {
    case 'empty':
      return '';
    case 'failed':
      return 'The run ended early.';
    case 'loading':
      return run.loading?.what === 'kernels' ? 'Preparing the GPU.' : 'Getting ready.';
    case 'finished':
      return words.verdict(run)?.headline ?? 'The run is complete.';
    case 'paused':
    case 'playing':
      return words.milestone(run);
  }
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
