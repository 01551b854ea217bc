// How each processor is opened in the thread: one row each, beside its row in experiment/processor/processors.ts.
import { createCpuProcessor } from '../cpu/processor.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import type { ProcessorName } from '../experiment/processor/processors.ts';
import { GraphicsDevice } from './graphics-device.ts';

export interface Opener {
  /**
   * Throws RunError where there is none.
   * @param onCompiled hears how many kernels of those asked for so far are compiled
   */
  open(onCompiled: (done: number, total: number) => void): Promise<Processor>;
  /** Gives up what it keeps open between runs: it failed, and is not trusted again. */
  drop(): Promise<void>;
}

export const OPENERS: Readonly<Record<ProcessorName, Opener>> = {
  webgpu: new GraphicsDevice(),
  cpu: { open: async () => createCpuProcessor('f32'), drop: async () => {} },
};
