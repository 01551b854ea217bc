// Training of transformers on the GPU: one plan per task, replayed for every step; many steps in a submit, no read-back
// in between.
import { adamStepAt, type Snapshot } from '../../experiment/processor/processor.ts';
import {
  sequenceBatchAt,
  type TransformerMetrics,
  type TransformerTraining,
} from '../../experiment/processor/transformer-processor.ts';
import { LOSS_SLOTS, readBack, type Arena, type Plan } from '../plan.ts';
import { Submission } from '../submission.ts';
import { queueOf, SubmitLoop } from '../submit-loop.ts';
import { unpackTransformer } from './layout.ts';
import type { GpuTransformers } from './networks.ts';
import { makeStepTensors, stepDispatches, type GpuTransformerTask, type StepTensors } from './step.ts';

/** Makes all buffers and compiles all kernels of a task; afterwards steps only compute. */
export async function prepareTransformerTraining(
  arena: Arena,
  networks: GpuTransformers,
  task: GpuTransformerTask,
  from?: Snapshot,
): Promise<TransformerTraining> {
  const tensors = await arena.gpu.guarded(() => makeStepTensors(arena, networks, task, from));
  const plan = await arena.plan(task.label, stepDispatches(networks, task, tensors), tensors.scalars);
  return new GpuTransformerTraining(arena, networks, task, tensors, plan, from?.step ?? 0);
}

class GpuTransformerTraining implements TransformerTraining {
  step: number;
  readonly #arena: Arena;
  readonly #networks: GpuTransformers;
  readonly #task: GpuTransformerTask;
  readonly #tensors: StepTensors;
  readonly #plan: Plan;
  readonly #loop: SubmitLoop;

  constructor(
    arena: Arena,
    networks: GpuTransformers,
    task: GpuTransformerTask,
    tensors: StepTensors,
    plan: Plan,
    step: number,
  ) {
    this.step = step;
    this.#arena = arena;
    this.#networks = networks;
    this.#task = task;
    this.#tensors = tensors;
    this.#plan = plan;
    this.#loop = new SubmitLoop(queueOf(arena.gpu));
  }

  async advance(steps: number, _ahead = 0, queued = () => {}): Promise<TransformerMetrics> {
    const { losses, norms, lossReader, normReader } = this.#tensors;
    const models = this.#networks.count;
    const metrics = { losses: new Float32Array(steps * models), gradientNorms: new Float32Array(steps * models) };
    for (let done = 0; done < steps; done += LOSS_SLOTS) {
      const count = Math.min(LOSS_SLOTS, steps - done);
      const first = this.step;
      const [loss, norm] = await this.#loop.run(
        count,
        (submitted) => this.#submit(this.step - first, submitted),
        () => {
          const reading = Promise.all([
            lossReader.read(losses, count * models),
            normReader.read(norms, count * models),
          ]);
          if (done + count === steps) queued();
          return reading;
        },
      );
      metrics.losses.set(loss, done * models);
      metrics.gradientNorms.set(norm, done * models);
    }
    return metrics;
  }

  async snapshot(): Promise<Snapshot> {
    const { parameters, moments } = this.#tensors;
    const { padded, count } = this.#networks;
    const elements = count * padded.size;
    const buffers = moments ? [parameters, moments.m, moments.v] : [parameters];
    const sources = buffers.map((buffer) => ({ buffer, elements }));
    const bytes = await readBack(this.#arena.gpu, sources);
    const [weights, m, v] = bytes.map((part) => unpackTransformer(padded, new Float32Array(part)));
    // Plain gradient descent has no moments.
    const none = () => new Float32Array(weights!.length);
    return { step: this.step, parameters: weights!, adamM: m ?? none(), adamV: v ?? none() };
  }

  #submit(firstSlot: number, count: number): void {
    const { label, sequences, batch: rows } = this.#task;
    const { scalars } = this.#tensors;
    for (let i = 0; i < count; i++) {
      const at = sequenceBatchAt(sequences.count, rows, this.step);
      scalars.set(i, { ...at, rows, slot: firstSlot + i }, this.#optimizerScalars());
      this.step += 1;
    }
    scalars.upload(count);
    const submission = new Submission(this.#arena.gpu.device, label);
    for (let i = 0; i < count; i++) submission.record(this.#plan, i);
    submission.end();
  }

  #optimizerScalars(): readonly [number, number] {
    const { optimizer } = this.#task;
    const learningRate = this.#task.learningRate(this.step);
    return optimizer.kind === 'adam' ? adamStepAt(optimizer, learningRate, this.step + 1) : [learningRate, 0];
  }
}
