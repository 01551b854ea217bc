// A run of the digits experiment that survives a lost device: it goes on from the end of its last epoch.
import { processorOf } from '../processor/processors.ts';
import type { Session } from '../session.ts';
import { LIVE_TEST_IMAGES, type DigitsSource } from './data.ts';
import type { DigitsRecord } from './records.ts';
import { run, type Checkpoint } from './run.ts';
import { imagesNeeded, type DigitsSpec } from './spec.ts';

export function openDigits(spec: DigitsSpec, source: DigitsSource): Session<DigitsRecord> {
  let newest: Checkpoint | undefined;
  const checkpoint = (reached: Checkpoint) => {
    newest = reached;
  };
  return {
    get resumes() {
      return newest !== undefined;
    },
    prefetch() {
      for (const images of [source.images('train', imagesNeeded(spec)), source.images('test', LIVE_TEST_IMAGES)]) {
        images.catch(() => {});
      }
    },
    begin({ processor, pace }) {
      // Reading the state back costs time, and only what is not ours can be lost.
      const keeps = processorOf(processor.device).foreign ? { checkpoint } : {};
      return { records: run(spec, { processor, source, pace, ...keeps }, newest), ask: undefined };
    },
  };
}
