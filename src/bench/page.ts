// A page for `npm run bench`: makes both engines and runs whichever is asked for. Not part of the build.
import { openGpu, type Gpu } from '../gpu/device.ts';
import { makeJax } from './jax.ts';
import { makeOurs } from './ours.ts';
import type { Engine } from './work-item.ts';

export type EngineName = 'ours' | 'jax-js';

export interface Bench {
  readonly device: string;
  /** Makes an engine for `models` teachers, compiles it with one step, and returns that step's losses. */
  prepare(name: EngineName, models: number): Promise<number[]>;
  /** Wall milliseconds per step. */
  measure(name: EngineName, models: number, steps: number): Promise<number>;
}

declare global {
  var bench: Bench | undefined;
}

const engines = new Map<string, Engine>();

function makeBench(gpu: Gpu): Bench {
  const { name, software } = gpu.description;
  return {
    device: `WebGPU on ${name}${software ? ' (software adapter)' : ''}`,
    async prepare(engine, models) {
      const made = engine === 'ours' ? await makeOurs(gpu, models) : await makeJax(models);
      engines.set(`${engine} ${models}`, made);
      return made.run(1);
    },
    async measure(engine, models, steps) {
      const made = engines.get(`${engine} ${models}`);
      if (!made) throw new Error(`${engine} is not prepared for ${models} models`);
      const began = performance.now();
      await made.run(steps);
      return (performance.now() - began) / steps;
    },
  };
}

globalThis.bench = makeBench(await openGpu());
