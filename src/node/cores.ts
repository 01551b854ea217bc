// The cores of this computer for the command line, each in a thread of its own that computes with WebAssembly. No browser.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createCoresProcessor } from '../cores/processor.ts';
import { Lane, type Port, type Response } from '../cores/lane.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import { wasmBuild, type WasmBuild } from '../wasm/choose.ts';
import { describeCores, MOST_CORES } from '../wasm/describe.ts';
import { MachineError } from './files.ts';
import { closeAtEnd } from './program.ts';
import { moduleOf } from './wasm-module.ts';

/** Threads that compute, until they are closed or the program ends. */
export class Cores {
  readonly #build: WasmBuild;
  readonly #module: WebAssembly.Module;
  readonly #lanes: readonly Lane[];
  readonly #forget: () => void;

  /**
   * Throws MachineError where Node cannot compute so.
   * @param build other than the fastest: `baseline` computes the same bits on every machine
   */
  constructor(build = wasmBuild()) {
    if (!build) throw new MachineError('This Node has no WebAssembly with SIMD; --device cpu computes without it.');
    this.#build = build;
    this.#module = moduleOf(build);
    const count = Math.min(MOST_CORES, availableParallelism());
    this.#lanes = Array.from({ length: count }, () => new Lane(threadPort()));
    this.#forget = closeAtEnd(() => this.close());
  }

  get count(): number {
    return this.#lanes.length;
  }

  /** A processor of all of them. */
  together(): Processor {
    return this.#processorOf(this.#lanes);
  }

  /** A processor of one of them. */
  alone(core: number): Processor {
    return this.#processorOf(this.#lanes.slice(core, core + 1));
  }

  close(): void {
    for (const lane of this.#lanes) lane.close();
    this.#forget();
  }

  #processorOf(lanes: readonly Lane[]): Processor {
    return createCoresProcessor(lanes, this.#module, (atWork, models) => describeCores(this.#build, atWork, models));
  }
}

/** Does `work` on a processor of all cores, and ends their threads behind it. */
export async function withCores<Result>(
  work: (processor: Processor) => Promise<Result>,
  build?: WasmBuild,
): Promise<Result> {
  const cores = new Cores(build);
  try {
    return await work(cores.together());
  } finally {
    cores.close();
  }
}

function threadPort(): Port {
  const worker = new Worker(new URL('./core-thread.mjs', import.meta.url));
  return {
    post: (request) => worker.postMessage(request),
    listen: (hear, broke) => {
      worker.on('message', (response: Response) => hear(response));
      worker.on('error', (error) => broke(error instanceof Error ? (error.stack ?? error.message) : String(error)));
      worker.on('exit', (code) => broke(`it ended with code ${code}`));
    },
    close: () => void worker.terminate(),
  };
}
