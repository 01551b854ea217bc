// How each processor is opened in the thread: one row each, beside its row in experiment/processor/processors.ts. What a
// processor is made of is loaded when it is opened for the first time.
import type { Processor } from '../experiment/processor/processor.ts';
import type { ProcessorName } from '../experiment/processor/processors.ts';

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
  webgpu: loaded(async () => new (await import('./graphics-device.ts')).GraphicsDevice()),
  wasm: loaded(async () => new (await import('./cores.ts')).Cores()),
  cpu: loaded(async () => {
    const { createCpuProcessor } = await import('../cpu/processor.ts');
    return { open: async () => createCpuProcessor('f32'), drop: async () => {} };
  }),
};

/** An opener that is loaded when it is needed, and again if that failed. */
function loaded(load: () => Promise<Opener>): Opener {
  let opener: Promise<Opener> | undefined;
  return {
    open: async (onCompiled) => {
      opener ??= load();
      try {
        return await (await opener).open(onCompiled);
      } catch (error) {
        const isLoaded = await opener.then(
          () => true,
          () => false,
        );
        if (!isLoaded) opener = undefined;
        throw error;
      }
    },
    drop: async () => {
      await (await opener?.catch(() => undefined))?.drop();
    },
  };
}
