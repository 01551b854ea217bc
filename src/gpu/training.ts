// Training on the GPU: one plan per task, replayed for every step; many steps in a submit, no read-back in between.
import { adamStepAt, batchAt, type Real, type Snapshot, type Task, type Training } from '../experiment/trainer.ts';
import { unpackParameters } from './layout.ts';
import type { GpuNetworks } from './networks.ts';
import { readBack, StepScalars, type Arena, type Plan } from './plan.ts';
import { LOSS_SLOTS, makeStepTensors, stepDispatches, type StepTensors } from './step.ts';

/** A submit should keep the GPU busy for about this long: long enough to hide its cost, short enough to interrupt. */
const SUBMIT_MS = { least: 8, most: 16 };
const SUBMITS_IN_FLIGHT = 2;

/** The step while the teacher must be asked, and the step that finds its answers in the cache. */
interface StepPlans {
  readonly asking: Plan;
  readonly cached: Plan;
}

/** Makes all buffers and compiles all kernels of a task; afterwards steps only compute. */
export async function prepareTraining(
  arena: Arena,
  networks: GpuNetworks,
  task: Task,
  from?: Snapshot,
): Promise<Training> {
  const tensors = await arena.gpu.guarded(() => makeStepTensors(arena, networks, task, from));
  const plan = (asking: boolean) =>
    arena.plan(task.label, stepDispatches(arena, networks, task, tensors, asking), tensors.scalars);
  const [asking, cached] = await Promise.all([plan(true), tensors.teacher?.cache ? plan(false) : undefined]);
  return new GpuTraining(arena, networks, task, tensors, { asking, cached: cached ?? asking }, from?.step ?? 0);
}

class GpuTraining implements Training {
  step: number;
  readonly #arena: Arena;
  readonly #networks: GpuNetworks;
  readonly #task: Task;
  readonly #tensors: StepTensors;
  readonly #plans: StepPlans;
  /** From this step on every image has been shown to the teacher since this training began. */
  readonly #cachedFrom: number;
  #stepsPerSubmit = 1;

  constructor(arena: Arena, networks: GpuNetworks, task: Task, tensors: StepTensors, plans: StepPlans, step: number) {
    this.step = step;
    this.#arena = arena;
    this.#networks = networks;
    this.#task = task;
    this.#tensors = tensors;
    this.#plans = plans;
    const perEpoch = Math.ceil(examples(task) / task.batch);
    this.#cachedFrom = (Math.ceil(step / perEpoch) + 1) * perEpoch;
  }

  async advance(steps: number): Promise<Float32Array> {
    const models = this.#networks.count;
    const losses = new Float32Array(steps * models);
    for (let done = 0; done < steps; done += LOSS_SLOTS) {
      const count = Math.min(LOSS_SLOTS, steps - done);
      await this.#submitAll(count);
      losses.set(await this.#tensors.lossReader.read(this.#tensors.losses, count * models), done * models);
    }
    return losses;
  }

  async snapshot(): Promise<Snapshot> {
    const { parameters, adamM, adamV } = this.#tensors;
    const elements = this.#networks.count * this.#networks.padded.size;
    const sources = [parameters, adamM, adamV].map((buffer) => ({ buffer, elements }));
    const bytes = await readBack(this.#arena.gpu, sources);
    const [weights, m, v] = bytes.map((part): Real => unpackParameters(this.#networks.padded, new Float32Array(part)));
    return { step: this.step, parameters: weights!, adamM: m!, adamV: v! };
  }

  /** Submits `count` steps, at most LOSS_SLOTS, with at most two submits in flight. */
  async #submitAll(count: number): Promise<void> {
    const { device } = this.#arena.gpu;
    const inFlight: Promise<void>[] = [];
    let before = performance.now();
    for (let slot = 0; slot < count;) {
      if (inFlight.length >= SUBMITS_IN_FLIGHT) {
        await this.#arena.gpu.settle(inFlight.shift()!);
        const now = performance.now();
        this.#adapt(now - before);
        before = now;
      }
      const submitted = Math.min(count - slot, this.#stepsPerSubmit);
      this.#submit(slot, submitted);
      inFlight.push(device.queue.onSubmittedWorkDone());
      slot += submitted;
    }
  }

  #adapt(milliseconds: number): void {
    if (milliseconds < SUBMIT_MS.least) this.#stepsPerSubmit = Math.min(StepScalars.slots, this.#stepsPerSubmit * 2);
    else if (milliseconds > SUBMIT_MS.most) this.#stepsPerSubmit = Math.max(1, this.#stepsPerSubmit >> 1);
  }

  #submit(firstSlot: number, count: number): void {
    const { batch, adam, label } = this.#task;
    const { scalars } = this.#tensors;
    const { device } = this.#arena.gpu;
    const total = examples(this.#task);
    const encoder = device.createCommandEncoder({ label });
    const pass = encoder.beginComputePass({ label });
    for (let i = 0; i < count; i++) {
      scalars.set(i, { ...batchAt(total, batch, this.step), slot: firstSlot + i }, adamStepAt(adam, this.step + 1));
      (this.step < this.#cachedFrom ? this.#plans.asking : this.#plans.cached).record(pass, i);
      this.step += 1;
    }
    pass.end();
    scalars.upload(count);
    device.queue.submit([encoder.finish()]);
  }
}

/** Examples in an epoch. */
function examples({ inputs, batch }: Task): number {
  return inputs.kind === 'rows' ? batch : inputs.count;
}
