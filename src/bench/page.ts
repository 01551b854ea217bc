// A page for `npm run bench`: makes every engine and runs whichever is asked for. Not part of the build.
import { createCpuProcessor } from '../cpu/processor.ts';
import { lineOf } from '../experiment/processor/processors.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import { openGpu, type Gpu } from '../gpu/device.ts';
import { createGpuProcessor } from '../gpu/processor.ts';
import { Cores } from '../worker/cores.ts';
import { makeJax } from './jax.ts';
import { makeOurs } from './ours.ts';
import type { Engine, EngineName } from './work-item.ts';

export interface Bench {
  /** Makes an engine for `models` teachers, compiles it with one step, and returns what it runs on and that step's losses. */
  prepare(name: EngineName, models: number): Promise<{ device: string; losses: number[] }>;
  /** Wall milliseconds per step. */
  measure(name: EngineName, models: number, steps: number): Promise<number>;
}

declare global {
  var bench: Bench | undefined;
}

const engines = new Map<string, Engine>();
const cores = new Cores();
let gpu: Promise<Gpu> | undefined;

async function processorOf(name: Exclude<EngineName, `jax-js ${string}`>): Promise<Processor> {
  if (name === 'ours wasm') return cores.open();
  if (name === 'ours cpu') return createCpuProcessor('f32');
  gpu ??= openGpu();
  return createGpuProcessor(await gpu);
}

async function make(name: EngineName, models: number): Promise<{ device: string; engine: Engine }> {
  if (name === 'jax-js webgpu' || name === 'jax-js wasm') {
    const backend = name === 'jax-js wasm' ? 'wasm' : 'webgpu';
    return { device: `jax-js on ${backend}`, engine: await makeJax(backend, models) };
  }
  const processor = await processorOf(name);
  return { device: lineOf(processor.device), engine: await makeOurs(processor, models) };
}

globalThis.bench = {
  async prepare(name, models) {
    const { device, engine } = await make(name, models);
    engines.set(`${name} ${models}`, engine);
    return { device, losses: await engine.run(1) };
  },
  async measure(name, models, steps) {
    const made = engines.get(`${name} ${models}`);
    if (!made) throw new Error(`${name} is not prepared for ${models} models`);
    const began = performance.now();
    await made.run(steps);
    return (performance.now() - began) / steps;
  },
};
