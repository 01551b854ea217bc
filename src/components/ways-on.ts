// After a failure there is always a way on: which buttons to offer, and which settings each stands for.
import type { RunErrorCode } from '../experiment/run-error.ts';
import { PRESETS } from '../experiment/digits/presets.ts';
import { BACKEND_FIELD, type Entry, type LabSettings } from './lab-settings.ts';

export interface WayOn {
  readonly label: string;
  /** The setting to change before running again. */
  readonly change?: Entry;
}

const AGAIN: WayOn = { label: 'Try again' };
const ON_CPU: WayOn = { label: 'Run on the CPU', change: [BACKEND_FIELD.name, 'cpu'] };

type Ways = (settings: LabSettings) => readonly WayOn[];

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
  'device-lost': deviceTrouble,
  'out-of-memory': ({ spec: { seedCount } }) =>
    seedCount > 1
      ? [{ label: 'Try with half the seeds', change: ['seeds', String(Math.floor(seedCount / 2))] }, ON_CPU]
      : [ON_CPU],
  'not-finite': ({ spec: { preset, learningRate } }) => {
    const { learningRate: own } = PRESETS[preset].settings;
    const smaller = learningRate > own ? own : learningRate / 10;
    const label = smaller === own ? 'Use the preset’s learning rate' : 'Use a tenth of the learning rate';
    return [{ label, change: ['learning-rate', String(smaller)] }];
  },
  'data-missing': retry,
  'data-damaged': retry,
  internal: retry,
};

/** At least one, the most promising first. */
export function waysOn(code: RunErrorCode, settings: LabSettings): readonly WayOn[] {
  return WAYS[code](settings);
}
