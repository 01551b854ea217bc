// When a lab starts, sleeps, wakes and ends, as a state machine: events in, the next life and at most one deed out. Pure; the
// element (lab/lab-element.ts) tells what happens and does what comes out.
import type { FirstLook } from './first-look.ts';

/**
 * `apart`: not in a page, or its attributes are still coming in. `resting`: nothing is waited for. `wanted`: a run shall start
 * as soon as somebody can see it. `asleep`: the run was paused because nobody could see it.
 */
type Stage = 'apart' | 'resting' | 'wanted' | 'asleep';

export interface Life {
  readonly stage: Stage;
  /** Counts decisions about what to show, so that a slow one cannot overtake a newer one. */
  readonly looks: number;
  /** There was a live run; whoever had one wants the next one live too. */
  readonly livened: boolean;
}

export type LifeEvent =
  /** In the page, with all its attributes taken in. */
  | { readonly kind: 'joined' }
  | { readonly kind: 'left' }
  /** It begins to find out what to show. */
  | { readonly kind: 'looked' }
  /** What to show is found out; `look` is the number of looks when that began. */
  | { readonly kind: 'found'; readonly look: number; readonly first: FirstLook; readonly visible: boolean }
  | { readonly kind: 'seen' }
  /** Nobody can see it any more; `underWay`: it trains or is about to, and nobody has paused it. */
  | { readonly kind: 'hidden'; readonly underWay: boolean }
  /** A live run starts, whoever wanted it. */
  | { readonly kind: 'started' }
  /** By a visitor. */
  | { readonly kind: 'paused' }
  /** A run that was loading was given up; `live`: what is shown again ran live. */
  | { readonly kind: 'stopped'; readonly live: boolean };

/** What the element does: starts a run, goes on with it, pauses it, or shows the recorded one. */
export type Deed = 'start' | 'play' | 'pause' | 'recall';

export const UNBORN: Life = { stage: 'apart', looks: 0, livened: false };

export interface Turn {
  readonly life: Life;
  readonly deed?: Deed;
}

export function after(life: Life, event: LifeEvent): Turn {
  const staying = (stage: Stage): Turn => ({ life: { ...life, stage } });
  switch (event.kind) {
    case 'joined':
      return staying('resting');
    case 'left':
      return { life: { ...life, stage: 'apart', looks: life.looks + 1 } };
    case 'looked':
      return { life: { ...life, looks: life.looks + 1 } };
    case 'found':
      if (event.look !== life.looks || life.stage === 'apart') return { life };
      // A run that sleeps is woken all the same: there may be no recorded run to take its place.
      if (event.first === 'recorded') {
        return { ...staying(life.stage === 'wanted' ? 'resting' : life.stage), deed: 'recall' };
      }
      return { ...staying('wanted'), ...(event.visible && { deed: 'start' }) };
    case 'seen':
      if (life.stage === 'wanted') return { life, deed: 'start' };
      return life.stage === 'asleep' ? { ...staying('resting'), deed: 'play' } : { life };
    case 'hidden':
      if (life.stage === 'apart') return { life };
      if (!event.underWay) return life.stage === 'asleep' ? staying('resting') : { life };
      // Whoever is wanted stays so.
      return { ...(life.stage === 'wanted' ? { life } : staying('asleep')), deed: 'pause' };
    case 'started':
      return { life: { stage: life.stage === 'apart' ? 'apart' : 'resting', looks: life.looks + 1, livened: true } };
    case 'paused':
      return life.stage === 'asleep' ? staying('resting') : { life };
    case 'stopped': {
      const stage = life.stage === 'asleep' ? 'resting' : life.stage;
      return { life: { ...life, stage, livened: event.live } };
    }
  }
}
