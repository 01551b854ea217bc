// After a failure there is always a way on: which buttons to offer, and which settings each stands for.
import type { RunErrorCode } from '../../experiment/run-error.ts';
import type { SpecTable } from '../../experiment/spec-table.ts';
import type { Silence } from '../../worker/client.ts';
import {
  BACKEND_FIELD,
  sameSpec,
  withSetting,
  type Entry,
  type LabSettings,
  type LabSpec,
} from '../settings/settings.ts';

export interface WayOn {
  readonly label: string;
  /** The setting to change before running again. */
  readonly change?: Entry;
  /** Changes and starts nothing. */
  readonly waits?: true;
}

const AGAIN: WayOn = { label: 'Try again' };
const ON_CPU: WayOn = { label: 'Run on the CPU', change: [BACKEND_FIELD.name, 'cpu'] };

interface Situation {
  readonly seedCount: number;
  readonly learningRate: number;
  /** The learning rate of the preset. */
  readonly usualRate: number;
}

type Ways = (situation: Situation) => readonly WayOn[];

const deviceTrouble: Ways = () => [ON_CPU, AGAIN];
const retry: Ways = () => [AGAIN];

const WAYS: Readonly<Record<RunErrorCode, Ways>> = {
  'insecure-context': deviceTrouble,
  'no-webgpu': deviceTrouble,
  'adapter-error': deviceTrouble,
  'adapter-timeout': deviceTrouble,
  'no-adapter': deviceTrouble,
  'device-failed': deviceTrouble,
  'shader-failed': deviceTrouble,
  'device-silent': deviceTrouble,
  'device-lost': deviceTrouble,
  'out-of-memory': ({ seedCount }) =>
    seedCount > 1
      ? [{ label: 'Try with half the seeds', change: ['seeds', String(Math.floor(seedCount / 2))] }, ON_CPU]
      : [ON_CPU],
  'not-finite': ({ learningRate, usualRate }) => {
    const smaller = learningRate > usualRate ? usualRate : learningRate / 10;
    const label = smaller === usualRate ? 'Use the preset’s learning rate' : 'Use a tenth of the learning rate';
    return [{ label, change: ['learning-rate', String(smaller)] }];
  },
  // A teacher that writes too wildly, or too little, writes well at its own temperature.
  'too-few-lists': () => [
    { label: 'Write at temperature 1', change: ['temperature', '1'] },
    { label: 'Filter by form only', change: ['filter', 'format'] },
    { label: 'Let it write number lists', change: ['data', 'numbers'] },
  ],
  'data-missing': retry,
  'data-damaged': retry,
  'no-thread': retry,
  internal: retry,
};

/** What can be done while nothing is heard. @param onCpu it trains there already, or will */
export function waysOnInSilence({ cause }: Silence, onCpu: boolean): readonly WayOn[] {
  const ways: readonly WayOn[] = [{ label: 'Start over with a new thread' }, { label: 'Keep waiting', waits: true }];
  return cause === 'work' && !onCpu ? [ON_CPU, ...ways] : ways;
}

/**
 * At least one, the most promising first; none that would change nothing.
 * @param onCpu it trains there already, or will
 */
export function waysOn<Spec extends LabSpec>(
  code: RunErrorCode,
  table: SpecTable<Spec>,
  settings: LabSettings<Spec>,
  onCpu: boolean,
): readonly WayOn[] {
  const { preset, seedCount, learningRate } = settings.spec;
  const all = WAYS[code]({ seedCount, learningRate, usualRate: table.defaults(preset).learningRate });
  const ways = all.filter((way) => !(way === ON_CPU && onCpu) && changes(table, settings, way));
  return ways.length > 0 ? ways : [AGAIN];
}

/** Whether a run after this way on is another one than before, unless it is meant to be the same. */
function changes<Spec extends LabSpec>(
  table: SpecTable<Spec>,
  settings: LabSettings<Spec>,
  { change }: WayOn,
): boolean {
  if (!change) return true;
  const after = withSetting(table, settings, change);
  return after.backend !== settings.backend || !sameSpec(table, after.spec, settings.spec);
}
