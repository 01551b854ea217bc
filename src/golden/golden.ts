// Golden files of every form: tells by a file's content which it is, and replays it. Knows no processor.
import type { Processor } from '../experiment/processor/processor.ts';
import type { Deviation, GoldenTolerance } from './deviation.ts';
import { readMlpGolden } from './mlp-golden-file.ts';
import { deviations, replayMlp } from './mlp-golden.ts';
import { isTransformerGolden, readTransformerGolden } from './transformer-golden-file.ts';
import { replayTransformer, transformerDeviations } from './transformer-golden.ts';

/** A file that has been read. */
export interface Golden {
  /** Replays it and measures the largest deviation of each quantity. */
  replay(processor: Processor, tolerance: GoldenTolerance): Promise<Deviation[]>;
}

/** Checks and reads a parsed file of either form. Throws TypeError with a sentence that names what is wrong. */
export function readGolden(file: unknown): Golden {
  if (isTransformerGolden(file)) {
    const golden = readTransformerGolden(file);
    return {
      replay: async (processor, tolerance) =>
        transformerDeviations(await replayTransformer(golden, processor.transformers), golden.expected, tolerance),
    };
  }
  const golden = readMlpGolden(file);
  return {
    replay: async (processor, tolerance) =>
      deviations(await replayMlp(golden, processor.mlps), golden.expected, tolerance),
  };
}
