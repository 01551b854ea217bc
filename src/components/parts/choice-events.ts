// What a visitor does inside a lab, as events that never leave it: the lab listens, nobody else.
import type { Entry } from '../settings/settings.ts';

/** One choice in a control inside the lab; never leaves it. */
export class SettingEvent extends Event {
  constructor(readonly entry: Entry) {
    super('subliminal-setting', { bubbles: true });
  }
}

export type TransportAction = 'play' | 'pause' | 'step' | 'stop' | 'restart';

/** A press of a button below the charts; never leaves the lab. */
export class TransportEvent extends Event {
  constructor(readonly action: TransportAction) {
    super('subliminal-transport', { bubbles: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'subliminal-setting': SettingEvent;
    'subliminal-transport': TransportEvent;
  }
}
