// The whole boundary between science and arithmetic: what a processor can do, in the experiment's words. No buffers and
// no threads; the two families of networks have a file each.
import type { DeviceDescription } from './processors.ts';
import type { MlpProcessor } from './mlp-processor.ts';
import type { TransformerProcessor } from './transformer-processor.ts';

export { adamStepAt } from './arithmetic.ts';
export type { Adam, Optimizer, Real, Snapshot, StepMetrics, Training } from './arithmetic.ts';

/** What networks live and train on. Throws RunError for anything a visitor should hear about. */
export interface Processor {
  readonly device: DeviceDescription;
  /** Models that train at the same time without waiting for each other; 1 where all of them share one device. */
  readonly lanes: number;
  readonly mlps: MlpProcessor;
  readonly transformers: TransformerProcessor;
  /** Frees everything this processor made, of both families. */
  free(): void;
}
