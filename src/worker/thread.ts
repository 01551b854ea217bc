// Opens the training thread, where a page may have one. Every way in which a browser refuses has its own sentence.
import type { RunErrorCode } from '../experiment/records/run-error.ts';

export interface ThreadTrouble {
  readonly code: RunErrorCode;
  readonly message: string;
  readonly detail: string;
}

/** A thread, or why there is none. */
export function openThread(): Worker | ThreadTrouble {
  try {
    return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'subliminal-lab' });
  } catch (error) {
    return { code: 'no-thread', message: reason(), detail: String(error) };
  }
}

function reason(): string {
  if (typeof globalThis.Worker !== 'function') {
    return 'Nothing can be trained here: this browser, or another script of this page, has taken training threads away.';
  }
  if (globalThis.origin === 'null') {
    return (
      'Nothing can be trained here: this page is shown in a frame without an origin of its own (a sandbox), and browsers ' +
      'allow no training thread there. Opened in a tab of its own it can train.'
    );
  }
  if (!import.meta.url.startsWith(`${globalThis.origin}/`)) {
    return (
      'Nothing can be trained here: the lab’s script comes from another site than this page, and browsers allow no ' +
      'training thread from there. Where script and page come from one site it can train.'
    );
  }
  return 'Nothing can be trained here: this browser, or a rule of this page, refused to start a training thread.';
}
