// The training thread: opens a request's experiment on a processor, pulls records from the run and posts them, and passes
// questions to its networks. Not pulling is pause. It never sees the document, and what a run does is not its business.
import { deviceFailed, outOfMemory, RunError } from '../experiment/run-error.ts';
import { describeAdapter, findAdapter } from '../gpu/adapter.ts';
import { openGpu, type Gpu } from '../gpu/device.ts';
import { EXPERIMENTS, type Attempt, type Processor } from './experiments.ts';
import { Pace } from './pace.ts';
import { Playhead } from './playhead.ts';
import type { Availability, Request, Response, RunRequest } from './protocol.ts';
import { Turns } from './turns.ts';

/** How often a run may lose its device before it gives up. */
const MOST_RECOVERIES = 3;

/** How long a device that worked before may take to say that it still does; opening another one costs little more. */
const OLD_DEVICE_SECONDS = 5;

/** The newest run, from its start until another one starts or the thread ends. */
interface Running {
  readonly id: number;
  readonly playhead: Playhead;
  readonly turns: Turns;
  /** What runs, while there is something to pull or to ask. */
  attempt?: Attempt;
  /** The newest attempt is one on a graphics device. */
  onGpu: boolean;
}

let gpu: Promise<Gpu> | undefined;
let current: Running | undefined;

function post(response: Response): void {
  postMessage(response);
}

onmessage = ({ data: request }: MessageEvent<Request>) => {
  switch (request.kind) {
    case 'ping':
      post({ kind: 'pong' });
      return;
    case 'probe':
      void probe().then((availability) => post({ kind: 'availability', availability }));
      return;
    case 'start':
      post({ kind: 'accepted', run: request.run });
      current?.playhead.stop();
      current = { id: request.run, playhead: new Playhead(), turns: new Turns(), onGpu: false };
      void perform(request, current);
      return;
    case 'play':
    case 'pause':
    case 'step':
    case 'stop':
      if (current?.id === request.run) current.playhead[request.kind]();
      return;
    case 'ask':
      if (current?.id === request.run) void answer(current, request.question, request.tokens);
      return;
    default:
      request satisfies never;
  }
};

post({ kind: 'alive' });

async function probe(): Promise<Availability> {
  try {
    return { webgpu: true, device: describeAdapter(await findAdapter()) };
  } catch (error) {
    const { code, message } = asRunError(error, true);
    return { webgpu: false, code, message };
  }
}

/** One run from request to result, and on until nobody can ask its networks any more. Posts a failure instead of throwing. */
async function perform(request: RunRequest, running: Running): Promise<void> {
  const { run: id, experiment, entries, backend, dataUrl } = request;
  const { playhead, turns } = running;
  playhead.onChange = (playback) => post({ kind: 'playback', run: id, playback });
  try {
    let where = backend;
    const open = () => EXPERIMENTS[experiment]({ entries, dataUrl, onBytes: loading(running, 'data') });
    let session = open();
    for (let recoveries = 0; ; recoveries++) {
      const resumed = session.resumes;
      const processor = await findProcessor(running, where);
      running.onGpu = processor.gpu !== undefined;
      const pace = new Pace();
      const attempt = session.begin(processor, () => (playhead.stepping ? 1 : pace.steps()));
      running.attempt = attempt;
      try {
        await pull(running, attempt, pace, resumed);
        playhead.finish();
        if (attempt.ask) await playhead.ended;
        return;
      } catch (error) {
        const failure = asRunError(error, running.onGpu);
        if (playhead.stopped) return;
        const useless = where === 'auto' && (failure.code === 'device-silent' || failure.code === 'device-failed');
        if (!useless && (failure.code !== 'device-lost' || recoveries >= MOST_RECOVERIES)) throw failure;
        await dropGpu();
        if (useless) {
          where = 'cpu';
          // From the beginning: a run is shown as the run of one device, and has its numbers.
          session = open();
        }
        const message = useless ? instead(failure) : lost(session.resumes);
        post({ kind: 'notice', run: id, code: failure.code, message });
        // Kernels that nobody waits for any more.
        if (useless && !playhead.started) post({ kind: 'loading', run: id, what: 'kernels', done: 1, total: 1 });
      } finally {
        delete running.attempt;
        // A question that is being answered still needs the networks.
        await turns.take(async () => attempt.free());
      }
    }
  } catch (error) {
    const { code, message, detail } = asRunError(error, running.onGpu);
    // A device that failed, is silent or ran out of memory is not trusted again, nor is one on which we made a mistake.
    if (['internal', 'out-of-memory', 'device-silent', 'device-failed'].includes(code)) await dropGpu();
    post({ kind: 'failure', run: id, code, message, detail });
  } finally {
    playhead.finish();
  }
}

/** Posts how much is there of what the first step waits for; silent once there are steps. */
function loading({ id, playhead }: Running, what: 'data' | 'kernels'): (done: number, total: number) => void {
  return (done, total) => {
    if (!playhead.stopped && !playhead.started) post({ kind: 'loading', run: id, what, done, total });
  };
}

/** Pulls the run to its end, at the playhead's pace. */
async function pull(
  { id, playhead, turns }: Running,
  { records }: Attempt,
  pace: Pace,
  resumed: boolean,
): Promise<void> {
  const next = async () => {
    const began = performance.now();
    const { done, value } = await records.next();
    return { record: done ? undefined : value, milliseconds: performance.now() - began };
  };
  let before = '';
  let step = 0;
  try {
    for (;;) {
      await playhead.mayPull();
      if (playhead.stopped) return;
      const { record, milliseconds } = await turns.take(next);
      if (!record || playhead.stopped) return;
      const seconds = playhead.trained(milliseconds / 1000, record);
      if (record.kind === 'progress') {
        // A phase has another kind of step than the one before.
        if (record.step === 0) pace.restart();
        // Behind a measurement comes a progress record that cost nothing; its steps were counted with the measurement.
        else if (before === 'progress') pace.took(record.step - step, milliseconds);
        step = record.step;
      }
      before = record.kind;
      // What was prepared and evaluated before the device was lost is on the page already.
      if (!(resumed && record.kind === 'prepared')) post({ kind: 'record', run: id, record, seconds });
    }
  } finally {
    await records.return(undefined);
  }
}

/** Answers a question between two records, while a run is paused, or after its end. Whatever happens, there is an answer. */
async function answer(running: Running, question: number, tokens: readonly number[]): Promise<void> {
  const { id, attempt, turns, onGpu } = running;
  const answering = async () => attempt?.ask?.(tokens) ?? [];
  try {
    // Whoever asks before there are networks does not wait for them.
    const answers = attempt?.ask ? await turns.take(answering) : [];
    post({ kind: 'answer', run: id, question, answers });
  } catch (error) {
    const { code, message } = asRunError(error, onGpu);
    post({ kind: 'notice', run: id, code, message: `The question could not be answered. ${message}` });
    post({ kind: 'answer', run: id, question, answers: [] });
  }
}

async function findProcessor(running: Running, backend: RunRequest['backend']): Promise<Processor> {
  const onCompiled = loading(running, 'kernels');
  if (backend === 'cpu') return { gpu: undefined, onCompiled };
  try {
    return { gpu: await workingGpu(), onCompiled };
  } catch (error) {
    const failure = asRunError(error, true);
    if (backend === 'webgpu') throw failure;
    post({ kind: 'notice', run: running.id, code: failure.code, message: instead(failure) });
    return { gpu: undefined, onCompiled };
  }
}

function instead({ message }: Pick<RunError, 'message'>): string {
  return `${message} The processor trains instead, more slowly.`;
}

function lost(resumes: boolean): string {
  return resumes
    ? 'The graphics device was lost; training goes on from the end of the last epoch on a new one.'
    : 'The graphics device was lost; training starts again on a new one.';
}

/** The device of this thread; a new one if there is none yet, or if the old one broke since it was last used. */
async function workingGpu(): Promise<Gpu> {
  if (gpu) {
    try {
      const opened = await gpu;
      opened.check();
      await opened.prove(OLD_DEVICE_SECONDS);
      return opened;
    } catch {
      await dropGpu();
    }
  }
  gpu = openGpu();
  return gpu;
}

async function dropGpu(): Promise<void> {
  const old = gpu;
  gpu = undefined;
  try {
    (await old)?.close();
  } catch {
    // It was never opened, or cannot even be closed; nobody uses it any more.
  }
}

/** @param onGpu whatever a browser throws there that is no error of ours comes from its WebGPU, not from the lab */
function asRunError(error: unknown, onGpu: boolean): RunError {
  if (error instanceof RunError) return error;
  // What engines throw when an array does not fit.
  if (error instanceof RangeError && /alloc|length/i.test(error.message)) return outOfMemory(error.message);
  const detail = (error instanceof Error && error.stack) || String(error);
  if (onGpu) return deviceFailed(detail);
  return new RunError('internal', 'Something went wrong in the training thread; this is a mistake in the lab.', detail);
}
