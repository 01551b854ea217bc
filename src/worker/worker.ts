// The training thread: validates a request, makes a trainer, pulls records from the run and posts them. Not pulling is
// pause. It never sees the document, and what a run does is not its business.
import type { DigitsSource } from '../experiment/digits/data.ts';
import type { Checkpoint } from '../experiment/digits/run.ts';
import { run } from '../experiment/digits/run.ts';
import { parseSpec, type DigitsSpec } from '../experiment/digits/spec.ts';
import { outOfMemory, RunError } from '../experiment/run-error.ts';
import type { Trainer } from '../experiment/trainer.ts';
import { createCpuTrainer } from '../cpu/trainer.ts';
import { describeAdapter, findAdapter } from '../gpu/adapter.ts';
import { openGpu, type Gpu } from '../gpu/device.ts';
import { createGpuTrainer } from '../gpu/trainer.ts';
import { fetchDigits } from './digits-fetch.ts';
import { Pace } from './pace.ts';
import { Playhead } from './playhead.ts';
import type { Availability, Request, Response, RunRequest } from './protocol.ts';

/** How often a run may lose its device before it gives up. */
const MOST_RECOVERIES = 3;

let digits: { readonly folder: string; readonly source: ReturnType<typeof fetchDigits> } | undefined;
let gpu: Promise<Gpu> | undefined;
let current: { readonly run: number; readonly playhead: Playhead } | undefined;

function post(response: Response): void {
  postMessage(response);
}

onmessage = ({ data: request }: MessageEvent<Request>) => {
  switch (request.kind) {
    case 'probe':
      void probe().then((availability) => post({ kind: 'availability', availability }));
      return;
    case 'start':
      current?.playhead.stop();
      current = { run: request.run, playhead: new Playhead() };
      void perform(request, current.playhead);
      return;
    case 'play':
    case 'pause':
    case 'step':
    case 'stop':
      if (current?.run === request.run) current.playhead[request.kind]();
      return;
    default:
      request satisfies never;
  }
};

async function probe(): Promise<Availability> {
  try {
    return { webgpu: true, device: describeAdapter(await findAdapter()) };
  } catch (error) {
    const { code, message } = asRunError(error);
    return { webgpu: false, code, message };
  }
}

/** One run from request to result. Posts a failure instead of throwing. */
async function perform({ run: id, entries, backend, dataUrl }: RunRequest, playhead: Playhead): Promise<void> {
  playhead.onChange = (playback) => post({ kind: 'playback', run: id, playback });
  const { spec } = parseSpec(entries);
  if (digits?.folder !== dataUrl) digits = { folder: dataUrl, source: fetchDigits(dataUrl) };
  const job: Job = { id, spec, playhead, source: digits.source(loading(id, 'data', playhead)) };
  try {
    let checkpoint: Checkpoint | undefined;
    for (let attempt = 0; ; attempt++) {
      const trainer = await makeTrainer(job, backend);
      try {
        await pull(job, trainer, checkpoint, (newest) => {
          checkpoint = newest;
        });
        return;
      } catch (error) {
        const failure = asRunError(error);
        if (playhead.stopped) return;
        if (failure.code !== 'device-lost' || attempt >= MOST_RECOVERIES) throw failure;
        await dropGpu();
        const message = checkpoint
          ? 'The graphics device was lost; training goes on from the end of the last epoch on a new one.'
          : 'The graphics device was lost; training starts again on a new one.';
        post({ kind: 'notice', run: id, code: 'device-lost', message });
      } finally {
        trainer.free();
      }
    }
  } catch (error) {
    const { code, message, detail } = asRunError(error);
    // A device that ran out of memory or found a mistake of ours is not trusted again.
    if (code === 'internal' || code === 'out-of-memory') await dropGpu();
    post({ kind: 'failure', run: id, code, message, detail });
  } finally {
    playhead.finish();
  }
}

interface Job {
  readonly id: number;
  readonly spec: DigitsSpec;
  readonly playhead: Playhead;
  readonly source: DigitsSource;
}

/** Posts how much is there of what the first step waits for; silent once there are steps. */
function loading(run: number, what: 'data' | 'kernels', playhead: Playhead): (done: number, total: number) => void {
  return (done, total) => {
    if (!playhead.stopped && !playhead.started) post({ kind: 'loading', run, what, done, total });
  };
}

/** Pulls the run to its end, at the playhead's pace. */
async function pull(
  { id, spec, playhead, source }: Job,
  trainer: Trainer,
  from: Checkpoint | undefined,
  keep: (checkpoint: Checkpoint) => void,
): Promise<void> {
  const pace = new Pace();
  const records = run(
    spec,
    {
      trainer,
      source,
      pace: () => (playhead.stepping ? 1 : pace.steps()),
      // Only a GPU can be lost.
      ...(trainer.device.backend === 'webgpu' && { checkpoint: keep }),
    },
    from,
  );
  try {
    for (;;) {
      await playhead.mayPull();
      if (playhead.stopped) return;
      const began = performance.now();
      const { done, value: record } = await records.next();
      if (done || playhead.stopped) return;
      const seconds = playhead.trained((performance.now() - began) / 1000, record);
      if (record.kind === 'progress') pace.took(performance.now() - began);
      // What was prepared and evaluated before the device was lost is on the page already.
      if (!(from && record.kind === 'prepared')) post({ kind: 'record', run: id, record, seconds });
    }
  } finally {
    await records.return(undefined);
  }
}

async function makeTrainer({ id, playhead }: Job, backend: RunRequest['backend']): Promise<Trainer> {
  if (backend === 'cpu') return createCpuTrainer('f32');
  try {
    return createGpuTrainer(await workingGpu(), loading(id, 'kernels', playhead));
  } catch (error) {
    const { code, message } = asRunError(error);
    if (backend === 'webgpu') throw error;
    post({ kind: 'notice', run: id, code, message: `${message} The processor trains instead, more slowly.` });
    return createCpuTrainer('f32');
  }
}

/** The device of this thread; a new one if there is none yet, or if the old one broke since it was last used. */
async function workingGpu(): Promise<Gpu> {
  if (gpu) {
    try {
      const opened = await gpu;
      opened.check();
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
  (await old?.catch(() => undefined))?.close();
}

function asRunError(error: unknown): RunError {
  if (error instanceof RunError) return error;
  // What engines throw when an array does not fit.
  if (error instanceof RangeError && /alloc|length/i.test(error.message)) return outOfMemory(error.message);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new RunError('internal', 'Something went wrong in the training thread; this is a mistake in the lab.', detail);
}
