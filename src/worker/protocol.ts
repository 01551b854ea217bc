// Everything that crosses the thread, as two unions. Both sides switch over them exhaustively; errors are data.
import type { Speed } from '../experiment/processor/speed.ts';
import type { NetworkAnswer } from '../experiment/records/records.ts';
import type { RunErrorCode } from '../experiment/records/run-error.ts';
import type { BackendChoice, DeviceDescription, ProcessorName } from '../experiment/processor/processors.ts';
import type { RecordOf } from '../experiment/register.ts';
import type { ExperimentName } from '../experiment/signs.ts';

/** A run in text form; the worker validates it again. */
export interface RunRequest {
  /** Names the run in every answer; a newer start ends the older run. */
  readonly run: number;
  readonly experiment: ExperimentName;
  /** Spec entries as in the URL. */
  readonly entries: readonly (readonly [string, string])[];
  /** Where it shall train. */
  readonly choice: BackendChoice;
  /** Absolute URL of the folder with `digits/` and `bases/`, ending in a slash. */
  readonly dataUrl: string;
}

export type Request =
  | { readonly kind: 'probe' }
  /** A run with these settings is likely to be started soon: its data may be fetched. */
  | ({ readonly kind: 'prefetch' } & Omit<RunRequest, 'run' | 'choice'>)
  /** Asks for a pong: a thread that is busy answers between two records, one that ended never. */
  | { readonly kind: 'ping' }
  | ({ readonly kind: 'start' } & RunRequest)
  | { readonly kind: 'play'; readonly run: number }
  | { readonly kind: 'pause'; readonly run: number }
  /** Trains one more batch, then stays paused. */
  | { readonly kind: 'step'; readonly run: number }
  | { readonly kind: 'stop'; readonly run: number }
  /** A question to the networks of a run, as the experiment numbers its words; possible until another run starts. */
  | { readonly kind: 'ask'; readonly run: number; readonly question: number; readonly tokens: readonly number[] };

/** What WebGPU would train on here, or which rung of the ladder is missing. */
export type WebgpuAvailability =
  | { readonly webgpu: true; readonly device: DeviceDescription }
  | { readonly webgpu: false; readonly code: RunErrorCode; readonly message: string };

/** Where `auto` trains on this machine. */
export interface Automatic {
  /** What it tries, in this order. */
  readonly places: readonly [ProcessorName, ...ProcessorName[]];
  /** What the first of them is. */
  readonly device: DeviceDescription;
  /** Why it is the first, in one sentence. */
  readonly because: string;
  /** How fast it was a moment ago; not known of a graphics card that nothing has run on yet. */
  readonly speed?: Speed;
}

/** What can train on this machine; `auto` is not known of a thread that did not start. */
export type Availability = WebgpuAvailability & { readonly auto?: Automatic };

export interface Silence {
  /** `unborn`: the thread has not started; `thread`: it does not answer; `work`: it answers and waits for something itself. */
  readonly cause: 'unborn' | 'thread' | 'work';
  readonly seconds: number;
}

export type Playback = 'playing' | 'paused' | 'finished';

export type Response<Record = RecordOf[ExperimentName]> =
  | { readonly kind: 'availability'; readonly availability: Availability }
  /** The thread has loaded; the first thing it says. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'pong' }
  /** The request to start has been heard. */
  | { readonly kind: 'accepted'; readonly run: number }
  /** Said by the page's side: nothing has been heard for so long. Whatever is heard later ends it. */
  | ({ readonly kind: 'silence'; readonly run: number } & Silence)
  /** Something that has to be there before the first step: bytes of data, or kernels compiled. Never sent after it. */
  | {
      readonly kind: 'loading';
      readonly run: number;
      readonly what: 'data' | 'kernels';
      readonly done: number;
      readonly total: number;
    }
  /** `seconds` of training so far, pauses left out. */
  | { readonly kind: 'record'; readonly run: number; readonly record: Record; readonly seconds: number }
  | { readonly kind: 'playback'; readonly run: number; readonly playback: Playback }
  /** Answers to the question of that number; empty if there are no networks yet. */
  | {
      readonly kind: 'answer';
      readonly run: number;
      readonly question: number;
      readonly answers: readonly NetworkAnswer[];
    }
  /** Where the run trains, and why, in one sentence; nothing where somebody chose. */
  | { readonly kind: 'place'; readonly run: number; readonly place: ProcessorName; readonly because: string }
  /** Something went wrong and the run goes on: WebGPU missing so the CPU trains, a lost device replaced. */
  | { readonly kind: 'notice'; readonly run: number; readonly code: RunErrorCode; readonly message: string }
  /** The run ended early. */
  | {
      readonly kind: 'failure';
      readonly run: number;
      readonly code: RunErrorCode;
      readonly message: string;
      readonly detail: string;
    };
