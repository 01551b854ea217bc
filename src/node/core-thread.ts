// The thread of one core: does what the program asks, one thing after the other, with WebAssembly.
import { parentPort } from 'node:worker_threads';
import { CoreHost } from '../cores/host.ts';
import type { Request } from '../cores/lane.ts';
import { createWasmKernels } from '../wasm/kernels.ts';

const host = new CoreHost(createWasmKernels, (response) => parentPort?.postMessage(response));

parentPort?.on('message', (request: Request) => host.hear(request));
