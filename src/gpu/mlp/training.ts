// Training on the GPU: one plan per task, replayed for every step; many steps in a submit, no read-back in between.
import { batchAt } from '../../experiment/processor/mlp-processor.ts';
import {
  adamStepAt,
  type Real,
  type Snapshot,
  type StepMetrics,
  type Training,
} from '../../experiment/processor/processor.ts';
import { unpackParameters } from './layout.ts';
import type { GpuMlps } from './networks.ts';
import { LOSS_SLOTS, readBack, type Arena, type Plan } from '../plan.ts';
import { makeStepTensors, stepDispatches, type GpuMlpTask, type StepTensors } from './step.ts';
import { Submission } from '../submission.ts';
import { queueOf, SubmitLoop } from '../submit-loop.ts';

/** The step while the teacher must be asked, and the step that finds its answers in the cache. */
interface StepPlans {
  readonly asking: Plan;
  readonly cached: Plan;
}

/** Makes all buffers and compiles all kernels of a task; afterwards steps only compute. */
export async function prepareMlpTraining(
  arena: Arena,
  networks: GpuMlps,
  task: GpuMlpTask,
  from?: Snapshot,
): Promise<Training> {
  const tensors = await arena.gpu.guarded(() => makeStepTensors(arena, networks, task, from));
  const plan = (asking: boolean) =>
    arena.plan(task.label, stepDispatches(arena, networks, task, tensors, asking), tensors.scalars);
  const [asking, cached] = await Promise.all([plan(true), tensors.teacher?.cache ? plan(false) : undefined]);
  return new GpuMlpTraining(arena, networks, task, tensors, { asking, cached: cached ?? asking }, from?.step ?? 0);
}

class GpuMlpTraining implements Training {
  step: number;
  /** Steps that are done or in the queue. */
  #queued: number;
  readonly #arena: Arena;
  readonly #networks: GpuMlps;
  readonly #task: GpuMlpTask;
  readonly #tensors: StepTensors;
  readonly #plans: StepPlans;
  /** From this step on every image has been shown to the teacher since this training began. */
  readonly #cachedFrom: number;
  readonly #loop: SubmitLoop;

  constructor(arena: Arena, networks: GpuMlps, task: GpuMlpTask, tensors: StepTensors, plans: StepPlans, step: number) {
    this.step = step;
    this.#queued = step;
    this.#arena = arena;
    this.#networks = networks;
    this.#task = task;
    this.#tensors = tensors;
    this.#plans = plans;
    this.#loop = new SubmitLoop(queueOf(arena.gpu));
    const perEpoch = Math.ceil(examples(task) / task.batch);
    this.#cachedFrom = (Math.ceil(step / perEpoch) + 1) * perEpoch;
  }

  async advance(steps: number, ahead = 0, queued = () => {}): Promise<StepMetrics> {
    const models = this.#networks.count;
    const { lossReader, losses: ring } = this.#tensors;
    const losses = new Float32Array(steps * models);
    for (let done = 0; done < steps;) {
      const count = Math.min(LOSS_SLOTS / 2, steps - done);
      const read = await this.#loop.run(
        count,
        (submitted) => this.#submit(submitted),
        () => {
          const reading = lossReader.readRing(ring, this.step * models, count * models, LOSS_SLOTS * models);
          if (done + count === steps) queued();
          return reading;
        },
        // As many again keep the GPU busy until the next call.
        Math.min(count, steps - done - count + ahead),
      );
      losses.set(read, done * models);
      this.step += count;
      done += count;
    }
    return { losses };
  }

  async snapshot(): Promise<Snapshot> {
    const { parameters, adamM, adamV } = this.#tensors;
    const elements = this.#networks.count * this.#networks.padded.size;
    // The copies come behind all that is in the queue.
    const step = this.#queued;
    const sources = [parameters, adamM, adamV].map((buffer) => ({ buffer, elements }));
    const bytes = await readBack(this.#arena.gpu, sources);
    const [weights, m, v] = bytes.map((part): Real => unpackParameters(this.#networks.padded, new Float32Array(part)));
    return { step, parameters: weights!, adamM: m!, adamV: v! };
  }

  #submit(count: number): void {
    const { batch, optimizer, label } = this.#task;
    const { scalars } = this.#tensors;
    const total = examples(this.#task);
    const first = this.#queued;
    for (let i = 0; i < count; i++) {
      const step = first + i;
      const adamStep = adamStepAt(optimizer, this.#task.learningRate(step), step + 1);
      // The losses are a ring of which half is read while the other half may be written.
      scalars.set(i, { ...batchAt(total, batch, step), slot: step % LOSS_SLOTS }, adamStep);
    }
    scalars.upload(count);
    const submission = new Submission(this.#arena.gpu.device, label);
    for (let i = 0; i < count; i++) {
      submission.record(first + i < this.#cachedFrom ? this.#plans.asking : this.#plans.cached, i);
    }
    submission.end();
    this.#queued += count;
  }
}

/** Examples in an epoch. */
function examples({ inputs, batch }: GpuMlpTask): number {
  return inputs.kind === 'rows' ? batch : inputs.count;
}
