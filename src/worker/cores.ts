// The cores of this computer, each in a thread of its own that computes with WebAssembly: opened for the first run that wants
// them, kept for the next ones as long as they work.
import { createCoresProcessor } from '../cores/processor.ts';
import { Lane, type Port, type Request, type Response } from '../cores/lane.ts';
import { within } from '../gpu/adapter.ts';
import { RunError } from '../experiment/records/run-error.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import { wasmBuild, type WasmBuild } from '../wasm/choose.ts';
import { describeCores, MOST_CORES } from '../wasm/describe.ts';

/** How long threads may take to start and to answer. */
const START_SECONDS = 8;

export class Cores {
  #lanes: readonly Lane[] = [];
  #module: Promise<WebAssembly.Module> | undefined;

  async open(): Promise<Processor> {
    const build = wasmBuild();
    if (!build) {
      throw new RunError(
        'no-wasm',
        'This browser does not have WebAssembly with SIMD, or a rule of this page forbids it.',
      );
    }
    this.#module ??= load(build);
    try {
      const module = await this.#module;
      if (this.#lanes.length === 0 || this.#lanes.some((lane) => lane.broken)) await this.#openLanes();
      return createCoresProcessor(this.#lanes, module, (cores, models) => describeCores(build, cores, models));
    } catch (error) {
      await this.drop();
      throw error;
    }
  }

  async drop(): Promise<void> {
    for (const lane of this.#lanes) lane.close();
    this.#lanes = [];
    this.#module = undefined;
  }

  async #openLanes(): Promise<void> {
    for (const lane of this.#lanes) lane.close();
    const cores = Math.min(MOST_CORES, Math.max(1, navigator.hardwareConcurrency || 1));
    this.#lanes = await openLanes(cores);
  }
}

async function openLanes(cores: number): Promise<readonly Lane[]> {
  const lanes: Lane[] = [];
  try {
    for (let core = 0; core < cores; core++) lanes.push(new Lane(threadPort()));
    await within(
      1000 * START_SECONDS,
      Promise.all(lanes.map((lane) => lane.greet())),
      'device-failed',
      'to start threads for its cores',
    );
    return lanes;
  } catch (error) {
    for (const lane of lanes) lane.close();
    // Some browsers start no thread from within a thread; this one can compute itself.
    console.info('Subliminal Lab: no threads for the cores, one core trains.', String(error));
    return [new Lane(await ownPort())];
  }
}

/** A core in a thread of its own. */
function threadPort(): Port {
  const worker = new Worker(new URL('./core.ts', import.meta.url), { type: 'module', name: 'subliminal-core' });
  return {
    post: (request) => worker.postMessage(request),
    listen: (hear, broke) => {
      worker.onmessage = ({ data }: MessageEvent<Response>) => hear(data);
      worker.onerror = (event) => broke(event.message);
      worker.onmessageerror = () => broke('a message could not be read');
    },
    close: () => worker.terminate(),
  };
}

/** A core in this thread: nothing is heard while it computes. */
async function ownPort(): Promise<Port> {
  const [{ CoreHost }, { createWasmKernels }] = await Promise.all([
    import('../cores/host.ts'),
    import('../wasm/kernels.ts'),
  ]);
  let hear: (response: Response) => void = () => {};
  const host = new CoreHost(createWasmKernels, (response) => hear(response));
  return {
    post: (request: Request) => host.hear(request),
    listen: (onResponse) => {
      hear = onResponse;
    },
    close: () => {},
  };
}

async function load(build: WasmBuild): Promise<WebAssembly.Module> {
  // Written out, so that the build finds the files.
  const url =
    build === 'relaxed'
      ? new URL('../wasm/build/relaxed.wasm', import.meta.url)
      : new URL('../wasm/build/baseline.wasm', import.meta.url);
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    // Not streaming: servers that do not know the type of such files would forbid it.
    return await WebAssembly.compile(await answer.arrayBuffer());
  } catch (error) {
    throw new RunError('no-wasm', 'The WebAssembly kernels could not be loaded.', String(error));
  }
}
