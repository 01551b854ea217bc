// The thread of one core: does what the training thread asks, one thing after the other, with WebAssembly.
import { CoreHost } from '../cores/host.ts';
import type { Request } from '../cores/lane.ts';
import { createWasmKernels } from '../wasm/kernels.ts';

const host = new CoreHost(createWasmKernels, (response) => postMessage(response));

onmessage = ({ data }: MessageEvent<Request>) => host.hear(data);
