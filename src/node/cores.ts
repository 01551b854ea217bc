// The cores of this computer for the command line, each in a thread of its own that computes with WebAssembly. No browser.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createCoresProcessor } from '../cores/processor.ts';
import { Lane, type Port, type Response } from '../cores/lane.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import { wasmBuild } from '../wasm/choose.ts';
import { describeCores, MOST_CORES } from '../wasm/describe.ts';
import { MachineError } from './files.ts';
import { closeAtEnd } from './program.ts';
import { moduleOf } from './wasm-module.ts';

/**
 * Does `work` on a processor of all cores, and ends their threads behind it, or with the program.
 * @param build other than the fastest: `baseline` computes the same bits on every machine
 */
export async function withCores<Result>(
  work: (processor: Processor) => Promise<Result>,
  build = wasmBuild(),
): Promise<Result> {
  if (!build) throw new MachineError('This Node has no WebAssembly with SIMD; --device cpu computes without it.');
  const module = moduleOf(build);
  const cores = Math.min(MOST_CORES, availableParallelism());
  const lanes = Array.from({ length: cores }, () => new Lane(threadPort()));
  const close = () => {
    for (const lane of lanes) lane.close();
  };
  const forget = closeAtEnd(close);
  try {
    return await work(createCoresProcessor(lanes, module, (atWork, models) => describeCores(build, atWork, models)));
  } finally {
    close();
    forget();
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
