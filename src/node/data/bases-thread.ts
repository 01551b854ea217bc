// One thread of npm run bases: pretrains the base whose recipe it was started with and sends it back. A base is trained
// alone here, and has the same bits as one that is trained among others.
import { parentPort, workerData } from 'node:worker_threads';
import { createCpuProcessor } from '../../cpu/processor.ts';
import type { Base, BaseRecipe } from '../../experiment/owls/bases/bases.ts';
import { pretrain } from '../../experiment/owls/bases/pretraining.ts';

/** What the thread tells. */
export type BasesTold =
  { readonly kind: 'step'; readonly step: number } | { readonly kind: 'base'; readonly base: Base };

const STEPS_PER_REPORT = 10;

function tell(told: BasesTold): void {
  parentPort?.postMessage(told);
}

const recipe: BaseRecipe = workerData;
const pretraining = pretrain([recipe], createCpuProcessor('f32').transformers, () => STEPS_PER_REPORT);
for (let next = await pretraining.next(); ; next = await pretraining.next()) {
  if (next.done) {
    tell({ kind: 'base', base: next.value[0]! });
    break;
  }
  tell({ kind: 'step', step: next.value.step });
}
