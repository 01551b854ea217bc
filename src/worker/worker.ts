// The training thread: opens a request's experiment on a processor, pulls records from the run and posts them, and passes
// questions to its networks. Not pulling is pause. It never sees the document, and what a run does is not its business.
import { deviceFailed, outOfMemory, RunError } from '../experiment/records/run-error.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import { PROCESSORS, type ProcessorName } from '../experiment/processor/processors.ts';
import type { Work } from '../experiment/processor/speed.ts';
import { workOf, type RecordOf } from '../experiment/register.ts';
import type { ExperimentName } from '../experiment/signs.ts';
import { RUNS } from '../experiment/runs.ts';
import { isRefusal } from '../experiment/processor/refusal.ts';
import type { Attempt, Session } from '../experiment/session.ts';
import { describeAdapter, findAdapter } from '../gpu/adapter.ts';
import { Machine } from './automatic.ts';
import { dataAt } from './data.ts';
import { OPENERS } from './openers.ts';
import { Pace } from '../experiment/pace.ts';
import { Playhead } from './playhead.ts';
import type { Automatic, Availability, Request, Response, RunRequest, WebgpuAvailability } from './protocol.ts';
import { Turns } from './turns.ts';

/** How often a run may lose its device before it gives up. */
const MOST_RECOVERIES = 3;
/** How long a browser may take to name an adapter while something else could train. */
const ADAPTER_MS = 1500;

type Record = RecordOf[ExperimentName];

/** The newest run, from its start until another one starts or the thread ends. */
interface Running {
  readonly id: number;
  readonly playhead: Playhead;
  readonly turns: Turns;
  /** What runs, while there is something to pull or to ask. */
  attempt?: Attempt<Record>;
  /** Where the newest attempt is made. */
  place?: ProcessorName;
}

const machine = new Machine();
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
    case 'prefetch':
      RUNS[request.experiment](
        request.entries,
        dataAt(request.dataUrl, () => {}),
      ).prefetch();
      return;
    case 'start':
      post({ kind: 'accepted', run: request.run });
      current?.playhead.stop();
      current = { id: request.run, playhead: new Playhead(), turns: new Turns() };
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
  const webgpu = await lookForWebgpu();
  return { ...webgpu, auto: await machine.automatic(webgpu) };
}

async function lookForWebgpu(): Promise<WebgpuAvailability> {
  try {
    return { webgpu: true, device: describeAdapter(await findAdapter(ADAPTER_MS)) };
  } catch (error) {
    const { code, message } = asRunError(error, 'webgpu');
    return { webgpu: false, code, message };
  }
}

/** One run from request to result, and on until nobody can ask its networks any more. Posts a failure instead of throwing. */
async function perform(request: RunRequest, running: Running): Promise<void> {
  const { run: id, experiment, entries, dataUrl } = request;
  const { playhead, turns } = running;
  playhead.onChange = (playback) => post({ kind: 'playback', run: id, playback });
  try {
    // Asked again for every run: an adapter can come and go.
    const auto = request.choice === 'auto' ? await machine.automatic(await lookForWebgpu()) : undefined;
    let places = request.choice === 'auto' ? (auto?.places ?? []) : [request.choice];
    const open = (): Session<Record> => RUNS[experiment](entries, dataAt(dataUrl, loading(running, 'data')));
    let session = open();
    for (let recoveries = 0; ; recoveries++) {
      const resumed = session.resumes;
      const { place, processor, because } = await openProcessor(
        running,
        places,
        auto && { auto, work: workOf(experiment, entries) },
      );
      // What could not be opened is not tried again in this run.
      places = places.slice(places.indexOf(place));
      post({ kind: 'place', run: id, place, because });
      const pace = new Pace();
      const attempt = session.begin({ processor, pace: () => (playhead.stepping ? 1 : pace.steps()) });
      running.attempt = attempt;
      try {
        await pull(running, attempt, pace, resumed);
        playhead.finish();
        if (attempt.ask) await playhead.ended;
        return;
      } catch (error) {
        const failure = asRunError(error, place);
        if (playhead.stopped) return;
        const isUseless = failure.code === 'device-silent' || failure.code === 'device-failed';
        const instead = isUseless ? places[1] : undefined;
        if (!instead && (failure.code !== 'device-lost' || recoveries >= MOST_RECOVERIES)) throw failure;
        await OPENERS[place].drop();
        if (instead) {
          places = places.slice(1);
          // From the beginning: a run is shown as the run of one device, and has its numbers.
          session = open();
        }
        const message = instead ? insteadWords(failure, instead) : lost(session.resumes);
        post({ kind: 'notice', run: id, code: failure.code, message });
        // Kernels that nobody waits for any more.
        if (instead && !playhead.started) post({ kind: 'loading', run: id, what: 'kernels', done: 1, total: 1 });
      } finally {
        delete running.attempt;
        // A question that is being answered still needs the networks.
        await turns.take(async () => processor.free());
      }
    }
  } catch (error) {
    const { code, message, detail } = asRunError(error, running.place);
    // What failed, is silent or ran out of memory is not trusted again, nor is that on which we made a mistake.
    if (['internal', 'out-of-memory', 'device-silent', 'device-failed', 'wrong-numbers'].includes(code)) {
      await Promise.all(Object.values(OPENERS).map((opener) => opener.drop()));
    }
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
  { records }: Attempt<Record>,
  pace: Pace,
  resumed: boolean,
): Promise<void> {
  const next = async () => {
    const began = performance.now();
    const { done, value } = await records.next();
    return { record: done ? undefined : value, milliseconds: performance.now() - began };
  };
  try {
    for (;;) {
      await playhead.mayPull();
      if (playhead.stopped) return;
      const { record, milliseconds } = await turns.take(next);
      if (!record || playhead.stopped) return;
      const seconds = playhead.trained(milliseconds / 1000, record);
      pace.heard(record, milliseconds);
      // What was prepared and evaluated before the device was lost is on the page already.
      if (!(resumed && record.kind === 'prepared')) post({ kind: 'record', run: id, record, seconds });
    }
  } finally {
    await records.return(undefined);
  }
}

/** Answers a question between two records, while a run is paused, or after its end. Whatever happens, there is an answer. */
async function answer(running: Running, question: number, tokens: readonly number[]): Promise<void> {
  const { id, attempt, turns, place } = running;
  const answering = async () => attempt?.ask?.(tokens) ?? [];
  try {
    // Whoever asks before there are networks does not wait for them.
    const answers = attempt?.ask ? await turns.take(answering) : [];
    post({ kind: 'answer', run: id, question, answers });
  } catch (error) {
    const { code, message } = asRunError(error, place);
    post({ kind: 'notice', run: id, code, message: `The question could not be answered. ${message}` });
    post({ kind: 'answer', run: id, question, answers: [] });
  }
}

interface Opened {
  readonly place: ProcessorName;
  readonly processor: Processor;
  /** Why there, in one sentence; nothing where somebody chose. */
  readonly because: string;
}

/**
 * Opens the first of `places` that works; says so where it is not the first.
 * @param choosing what the choice rests on where the lab chooses: a graphics card is compared with the processor
 */
async function openProcessor(
  running: Running,
  places: readonly ProcessorName[],
  choosing: { readonly auto: Automatic; readonly work: readonly Work[] } | undefined,
): Promise<Opened> {
  const [place, next] = places;
  if (!place) throw new RunError('internal', 'There is nothing to train on; this is a mistake in the lab.');
  running.place = place;
  try {
    const processor = await OPENERS[place].open(loading(running, 'kernels'));
    const { isTaken, because } = await weigh(processor, place, choosing);
    if (isTaken || !next) return { place, processor, because };
    processor.free();
    return await openProcessor(
      running,
      places.slice(1),
      choosing && { ...choosing, auto: { ...choosing.auto, because } },
    );
  } catch (error) {
    const failure = asRunError(error, place);
    if (!next) throw failure;
    post({ kind: 'notice', run: running.id, code: failure.code, message: insteadWords(failure, next) });
    const because = `${PROCESSORS[place].noun} failed`;
    return openProcessor(running, places.slice(1), choosing && { ...choosing, auto: { ...choosing.auto, because } });
  }
}

/** Whether a processor that was opened shall train, and why. Throws RunError where it cannot be trusted. */
async function weigh(
  processor: Processor,
  place: ProcessorName,
  choosing: { readonly auto: Automatic; readonly work: readonly Work[] } | undefined,
): Promise<{ isTaken: boolean; because: string }> {
  try {
    // Nobody knows better than the processor what a card should compute.
    if (place === 'webgpu' && !processor.device.software) await machine.prove(processor);
    if (!choosing) return { isTaken: true, because: '' };
    if (place !== 'webgpu') return { isTaken: true, because: choosing.auto.because };
    return await machine.compare(processor, choosing.work);
  } catch (error) {
    processor.free();
    throw error;
  }
}

function insteadWords({ message }: Pick<RunError, 'message'>, place: ProcessorName): string {
  return `${message} ${PROCESSORS[place].instead}`;
}

function lost(resumes: boolean): string {
  return resumes
    ? 'The graphics device was lost; training goes on from the end of the last epoch on a new one.'
    : 'The graphics device was lost; training starts again on a new one.';
}

/** @param place where it happened: what a browser throws that is no error of ours is its own, not the lab's, on what is its own */
function asRunError(error: unknown, place: ProcessorName | undefined): RunError {
  if (error instanceof RunError) return error;
  // What no processor does was asked for: whoever asked made the mistake, and no device.
  if (error instanceof Error && isRefusal(error)) return mistake(error);
  // What engines throw when an array does not fit.
  if (error instanceof RangeError && /alloc|length/i.test(error.message)) return outOfMemory(error.message);
  const detail = (error instanceof Error && error.stack) || String(error);
  if (place && PROCESSORS[place].foreign) return deviceFailed(detail);
  return mistake(error);
}

function mistake(error: unknown): RunError {
  const detail = (error instanceof Error && error.stack) || String(error);
  return new RunError('internal', 'Something went wrong in the training thread; this is a mistake in the lab.', detail);
}
