// The graphics device of the thread: opened for the first run that wants it, kept for the next ones as long as it works.
import type { Processor } from '../experiment/processor/processor.ts';
import { openGpu, type Gpu } from '../gpu/device.ts';
import { createGpuProcessor } from '../gpu/processor.ts';

/** How long a device that worked before may take to say that it still does; opening another one costs little more. */
const OLD_DEVICE_SECONDS = 5;

export class GraphicsDevice {
  #gpu: Promise<Gpu> | undefined;

  async open(onCompiled: (done: number, total: number) => void): Promise<Processor> {
    return createGpuProcessor(await this.#working(), onCompiled);
  }

  async drop(): Promise<void> {
    const old = this.#gpu;
    this.#gpu = undefined;
    try {
      (await old)?.close();
    } catch {
      // It was never opened, or cannot even be closed; nobody uses it any more.
    }
  }

  /** A new one if there is none yet, or if the old one broke since it was last used. */
  async #working(): Promise<Gpu> {
    if (this.#gpu) {
      try {
        const opened = await this.#gpu;
        opened.check();
        await opened.prove(OLD_DEVICE_SECONDS);
        return opened;
      } catch {
        await this.drop();
      }
    }
    this.#gpu = openGpu();
    return this.#gpu;
  }
}
