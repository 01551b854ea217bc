// After a failure there is always a way on: which buttons to offer, and which settings each stands for.
import { AT_HOME, PROCESSORS, type ProcessorName } from '../../experiment/processor/processors.ts';
import type { RunErrorCode } from '../../experiment/records/run-error.ts';
import type { CommonSpec, SpecTable } from '../../experiment/spec/spec-table.ts';
import type { Silence } from '../../worker/client.ts';
import { BACKEND_FIELD, sameSpec, withSetting, type Entry, type LabSettings } from '../settings/settings.ts';

export interface WayOn {
  readonly label: string;
  /** The setting to change before running again. */
  readonly change?: Entry;
  /** Changes and starts nothing. */
  readonly waits?: true;
}

const AGAIN: WayOn = { label: 'Try again' };
/** To what computes without a graphics card, the best first. */
const HOME: readonly WayOn[] = AT_HOME.map((name) => ({
  label: PROCESSORS[name].way,
  change: [BACKEND_FIELD.name, name],
}));

/** The best way that leads away from where a run failed; none from the last of them. */
function homeFrom(place: ProcessorName | undefined): readonly WayOn[] {
  const behind = HOME[place === undefined ? 0 : AT_HOME.indexOf(place) + 1];
  return behind ? [behind] : [];
}

interface Situation {
  /** Where it trained, or would have. */
  readonly place: ProcessorName | undefined;
  readonly seedCount: number;
  readonly learningRate: number;
  /** The learning rate of the preset. */
  readonly usualRate: number;
}

type Ways = (situation: Situation) => readonly WayOn[];

const deviceTrouble: Ways = ({ place }) => [...homeFrom(place), AGAIN];
const retry: Ways = () => [AGAIN];

const WAYS: Readonly<Record<RunErrorCode, Ways>> = {
  'insecure-context': deviceTrouble,
  'no-webgpu': deviceTrouble,
  'adapter-error': deviceTrouble,
  'adapter-timeout': deviceTrouble,
  'no-adapter': deviceTrouble,
  'no-wasm': deviceTrouble,
  'device-failed': deviceTrouble,
  'wrong-numbers': deviceTrouble,
  'shader-failed': deviceTrouble,
  'device-silent': deviceTrouble,
  'device-lost': deviceTrouble,
  'out-of-memory': ({ seedCount, place }) =>
    seedCount > 1
      ? [{ label: 'Try with half the seeds', change: ['seeds', String(Math.floor(seedCount / 2))] }, ...homeFrom(place)]
      : homeFrom(place),
  'not-finite': ({ learningRate, usualRate }) => {
    const smaller = learningRate > usualRate ? usualRate : learningRate / 10;
    const label = smaller === usualRate ? 'Use the preset’s learning rate' : 'Use a tenth of the learning rate';
    return [{ label, change: ['learning-rate', String(smaller)] }];
  },
  // What helps here only the experiment knows.
  'too-little-data': () => [],
  'data-missing': retry,
  'data-damaged': retry,
  'no-thread': retry,
  internal: retry,
};

/** What can be done while nothing is heard. @param place where it trains, or will */
export function waysOnInSilence({ cause }: Silence, place: ProcessorName | undefined): readonly WayOn[] {
  const ways: readonly WayOn[] = [{ label: 'Start over with a new thread' }, { label: 'Keep waiting', waits: true }];
  return cause === 'work' ? [...homeFrom(place), ...ways] : ways;
}

/** An experiment whose runs are helped, and what helps it in particular. */
export interface Helped<Spec extends CommonSpec> {
  readonly table: SpecTable<Spec>;
  readonly ways?: { readonly [Code in RunErrorCode]?: readonly WayOn[] };
}

/**
 * At least one, the most promising first; none that would change nothing.
 * @param place where it trained, or would have
 */
export function waysOn<Spec extends CommonSpec>(
  code: RunErrorCode,
  { table, ways: own }: Helped<Spec>,
  settings: LabSettings<Spec>,
  place: ProcessorName | undefined,
): readonly WayOn[] {
  const { preset, seedCount, learningRate } = settings.spec;
  const general = WAYS[code]({ place, seedCount, learningRate, usualRate: table.defaults(preset).learningRate });
  const ways = [...(own?.[code] ?? []), ...general].filter((way) => changes(table, settings, way));
  return ways.length > 0 ? ways : [AGAIN];
}

/** Whether a run after this way on is another one than before, unless it is meant to be the same. */
function changes<Spec extends CommonSpec>(
  table: SpecTable<Spec>,
  settings: LabSettings<Spec>,
  { change }: WayOn,
): boolean {
  if (!change) return true;
  const after = withSetting(table, settings, change);
  return after.backend !== settings.backend || !sameSpec(table, after.spec, settings.spec);
}
