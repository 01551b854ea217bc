// What a visitor can do with a run in each of its states: which buttons there are, what each says, and the one that stands
// out. One table for the line above the figures, which starts runs, and the line below, which moves the one that is there.
import { LAST_RESORT, PROCESSORS, type BackendChoice } from '../../experiment/processor/processors.ts';
import type { Availability } from '../../worker/client.ts';
import { isLastResort } from './first-look.ts';
import type { LabButton } from '../parts/action-button.ts';
import type { TransportAction } from '../parts/choice-events.ts';
import { statusOf, type RunState } from './run-state.ts';

interface Row {
  /** What the button says that starts a run; without it there is none. */
  readonly start?: string;
  /** What moves the run that is there, in the order of the buttons. */
  readonly moves: readonly Move[];
  readonly primary?: TransportAction;
}

type Move = Exclude<TransportAction, 'restart'>;

const MOVES: Readonly<Record<Move, string>> = { pause: 'Pause', play: 'Resume', step: 'Step', stop: 'Stop' };

const SITUATIONS = {
  // Nobody knows yet what could run here.
  searching: { moves: [] },
  // Nothing, or a recording.
  idle: { start: 'Run it live', moves: [], primary: 'restart' },
  loading: { start: 'Start over', moves: ['pause', 'stop'], primary: 'pause' },
  // Paused before its first step.
  waiting: { start: 'Start over', moves: ['play', 'stop'], primary: 'play' },
  playing: { start: 'Start over', moves: ['pause', 'step'], primary: 'pause' },
  paused: { start: 'Start over', moves: ['play', 'step'], primary: 'play' },
  finished: { start: 'Run it again', moves: [], primary: 'restart' },
  // What helps stands beside the sentence that says what went wrong.
  failed: { moves: [] },
} as const satisfies Record<string, Row>;

export type Situation = keyof typeof SITUATIONS;

export const SITUATION_NAMES = Object.keys(SITUATIONS) as Situation[];

/** Said in every situation in which something can start, while the controls show other settings than the run. */
const OTHER_SETTINGS = 'Run with these settings';

/** @param known whether it is known what can train here */
export function situationOf(run: RunState, known: boolean): Situation {
  const status = statusOf(run);
  if (run.origin !== 'live') return known ? 'idle' : 'searching';
  if (status === 'loading') return run.playback === 'paused' ? 'waiting' : 'loading';
  return status === 'empty' ? 'idle' : status;
}

export interface LabButtons {
  readonly start?: LabButton;
  readonly moves: readonly LabButton[];
}

/**
 * @param stale the controls show other settings than the run
 * @param atLast a run would train on the last resort, which a visitor should know before starting a slow one
 */
export function buttonsOf(
  situation: Situation,
  { stale, atLast }: { readonly stale: boolean; readonly atLast: boolean },
): LabButtons {
  const { start, moves, primary }: Row = SITUATIONS[situation];
  const others = stale && situation !== 'searching';
  const button = (does: TransportAction, label: string): LabButton => ({
    does,
    label,
    primary: does === (others ? 'restart' : primary),
  });
  const where = situation === 'idle' && atLast ? PROCESSORS[LAST_RESORT].warning : '';
  const label = others ? OTHER_SETTINGS : start;
  return {
    ...(label !== undefined && { start: button('restart', `${label}${others ? '' : where}`) }),
    moves: moves.map((move) => button(move, MOVES[move])),
  };
}

/** The buttons of a lab. `chosen`: where the next run shall train, if somebody chose. */
export function labButtons(
  run: RunState,
  {
    availability,
    chosen,
    stale,
  }: {
    readonly availability: Availability | undefined;
    readonly chosen: BackendChoice | undefined;
    readonly stale: boolean;
  },
): LabButtons {
  const atLast = availability !== undefined && isLastResort(chosen, availability);
  return buttonsOf(situationOf(run, availability !== undefined), { stale, atLast });
}
