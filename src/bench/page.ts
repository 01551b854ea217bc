// A page for `npm run bench`: makes every engine and runs whichever is asked for. Not part of the build.
import { createCpuProcessor } from '../cpu/processor.ts';
import { lineOf } from '../experiment/processor/processors.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import { openGpu, type Gpu } from '../gpu/device.ts';
import { createGpuProcessor } from '../gpu/processor.ts';
import { Cores } from '../worker/cores.ts';
import { makeJax } from './jax.ts';
import { makeOurs } from './ours.ts';
import { makeTfjs } from './tfjs.ts';
import type { Engine, EngineName, OursName, StepName } from './work-item.ts';

export interface Bench {
  /** Makes an engine for `models` networks, compiles it with one step, and returns what it runs on and that step's losses. */
  prepare(name: EngineName, work: StepName, models: number): Promise<{ device: string; losses: number[] }>;
  /** Wall milliseconds per step. */
  measure(name: EngineName, work: StepName, models: number, steps: number): Promise<number>;
}

declare global {
  var bench: Bench | undefined;
}

const engines = new Map<string, Engine>();
const cores = new Cores();
let gpu: Promise<Gpu> | undefined;

const OPEN: Readonly<Record<OursName, () => Promise<Processor>>> = {
  'ours webgpu': async () => {
    gpu ??= openGpu();
    return createGpuProcessor(await gpu);
  },
  'ours wasm': async () => cores.open(),
  'ours cpu': async () => createCpuProcessor('f32'),
};

const PEERS = {
  'jax-js webgpu': (work, models) => makeJax('webgpu', work, models),
  'jax-js wasm': (work, models) => makeJax('wasm', work, models),
  'tfjs webgpu': (work, models) => makeTfjs('webgpu', work, models),
  'tfjs wasm': (work, models) => makeTfjs('wasm', work, models),
} as const satisfies Record<
  Exclude<EngineName, OursName>,
  (work: 'teacher' | 'student', models: number) => Promise<Engine>
>;

async function make(name: EngineName, work: StepName, models: number): Promise<{ device: string; engine: Engine }> {
  if (name in OPEN) {
    const processor = await OPEN[name as OursName]();
    return { device: lineOf(processor.device), engine: await makeOurs(processor, work, models) };
  }
  if (work !== 'teacher' && work !== 'student') throw new RangeError(`${name} has no ${work}`);
  return { device: name, engine: await PEERS[name as keyof typeof PEERS](work, models) };
}

globalThis.bench = {
  async prepare(name, work, models) {
    const { device, engine } = await make(name, work, models);
    engines.set(`${name} ${work} ${models}`, engine);
    return { device, losses: await engine.run(1) };
  },
  async measure(name, work, models, steps) {
    const made = engines.get(`${name} ${work} ${models}`);
    if (!made) throw new Error(`${name} is not prepared for ${work} of ${models} models`);
    const began = performance.now();
    await made.run(steps);
    return (performance.now() - began) / steps;
  },
};
