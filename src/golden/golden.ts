// Golden files of every form: tells by a file's content which it is, and replays it. Knows no processor.
import type { LanguageTrainer } from '../experiment/language-trainer.ts';
import type { Trainer } from '../experiment/trainer.ts';
import type { Deviation, GoldenTolerance } from './deviation.ts';
import { readMlpGolden } from './mlp-golden-file.ts';
import { deviations, replayMlp } from './mlp-golden.ts';
import { isTransformerGolden, readTransformerGolden } from './transformer-golden-file.ts';
import { replayTransformer, transformerDeviations } from './transformer-golden.ts';

/** Makes the trainers of one processor; a file needs only one of them. */
export interface Trainers {
  mlp(): Trainer;
  language(): LanguageTrainer;
}

/** A file that has been read. */
export interface Golden {
  /** Replays it and measures the largest deviation of each quantity. */
  replay(trainers: Trainers, tolerance: GoldenTolerance): Promise<Deviation[]>;
}

/** Checks and reads a parsed file of either form. Throws TypeError with a sentence that names what is wrong. */
export function readGolden(file: unknown): Golden {
  if (isTransformerGolden(file)) {
    const golden = readTransformerGolden(file);
    return {
      replay: async (trainers, tolerance) =>
        transformerDeviations(await replayTransformer(golden, trainers.language()), golden.expected, tolerance),
    };
  }
  const golden = readMlpGolden(file);
  return {
    replay: async (trainers, tolerance) =>
      deviations(await replayMlp(golden, trainers.mlp()), golden.expected, tolerance),
  };
}
