// Why a run can end early, as data. The page, the command line and the tests read the code; people read the message.

/** Reasons a run can end early, as data. */
export type RunErrorCode =
  | 'insecure-context'
  | 'no-webgpu'
  | 'adapter-error'
  | 'adapter-timeout'
  | 'no-adapter'
  | 'no-wasm'
  | 'device-failed'
  | 'wrong-numbers'
  | 'shader-failed'
  | 'device-silent'
  | 'device-lost'
  | 'out-of-memory'
  | 'not-finite'
  | 'too-little-data'
  | 'data-missing'
  | 'data-damaged'
  | 'no-thread'
  | 'internal';

/** The memory error a visitor can do something about. */
export function outOfMemory(detail: string): RunError {
  const message =
    'This run needs more memory than this device allows. Fewer seeds, fewer students or smaller layers will fit.';
  return new RunError('out-of-memory', message, detail);
}

/** The graphics device, or what the browser makes of it, fails at what any device can do; the processor still trains. */
export function deviceFailed(detail: string): RunError {
  return new RunError('device-failed', 'The graphics device does not do what is asked of it.', detail);
}

/** An error with a sentence for the visitor and, for the console, a detail. */
export class RunError extends Error {
  readonly code: RunErrorCode;
  readonly detail: string;

  constructor(code: RunErrorCode, message: string, detail = '') {
    super(message, detail ? { cause: detail } : undefined);
    this.name = 'RunError';
    this.code = code;
    this.detail = detail;
  }
}
