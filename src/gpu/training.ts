// Training on the GPU: one plan per task, replayed for every step; many steps in a submit, no read-back in between.
import { NOISE_KERNELS } from './noise-kernels.ts';
import { batchAt, type Real, type Snapshot, type Task, type Training } from '../experiment/trainer.ts';
import { roundUp, packParameters, padRows, unpackParameters } from './layout.ts';
import { backwardDispatches, forwardDispatches, type Batch } from './mlp.ts';
import { activations, gatherDispatch, GpuNetworks, onGpu } from './networks.ts';
import { readBack, StepScalars, type Arena, type Dispatch, type Plan } from './plan.ts';

/** Losses kept on the GPU until they are read. */
const LOSS_SLOTS = 256;
/** A submit should keep the GPU busy for about this long: long enough to hide its cost, short enough to interrupt. */
const SUBMIT_MS = { least: 8, most: 16 };
const SUBMITS_IN_FLIGHT = 2;

/** Makes all buffers and compiles all kernels of a task; afterwards steps only compute. */
export async function prepareTraining(
  arena: Arena,
  networks: GpuNetworks,
  task: Task,
  from?: Snapshot,
): Promise<Training> {
  const tensors = await arena.gpu.guarded(() => makeTensors(arena, networks, task, from));
  const plan = await arena.plan(task.label, stepDispatches(arena, networks, task, tensors), tensors.scalars);
  return new GpuTraining(arena, networks, task, tensors, plan, from?.step ?? 0);
}

type Tensors = ReturnType<typeof makeTensors>;

function makeTensors(arena: Arena, networks: GpuNetworks, task: Task, from?: Snapshot) {
  const { padded, count: models, values: parameters } = networks;
  const { label, seeds, inputs } = task;
  const groups = seeds.length;
  const rows = roundUp(task.batch, 8);
  const adamM = arena.tensor(`${label} adamM`, models * padded.size);
  const adamV = arena.tensor(`${label} adamV`, models * padded.size);
  if (from) {
    arena.write(parameters, packParameters(padded, from.parameters));
    arena.write(adamM, packParameters(padded, from.adamM));
    arena.write(adamV, packParameters(padded, from.adamV));
  }
  const input = arena.tensor(`${label} input`, groups * rows * padded.inputs);
  const order = arena.tensor(`${label} order`, groups * rows);
  if (inputs.kind === 'rows') {
    const values = padRows(inputs.values, networks.architecture.sizes[0]!, padded.inputs, rows);
    for (let group = 0; group < groups; group++) {
      arena.gpu.device.queue.writeBuffer(input, group * values.byteLength, values);
    }
  }
  const teacher = task.objective.kind === 'distillation' ? ownNetworks(task.objective.teacher) : undefined;
  return {
    parameters,
    adamM,
    adamV,
    input,
    order,
    rows,
    seeds: arena.filled(`${label} seeds`, Uint32Array.from(seeds)),
    outputs: activations(arena, `${label} output`, padded, models, rows),
    dOutputs: activations(arena, `${label} dOutput`, padded, models, rows),
    losses: arena.tensor(`${label} losses`, LOSS_SLOTS * models),
    labels: inputs.kind === 'rows' ? arena.filled(`${label} labels`, Uint32Array.from(inputs.labels)) : undefined,
    teacher: teacher && {
      networks: teacher,
      outputs: activations(arena, `${label} teacher output`, teacher.padded, groups, rows),
    },
    scalars: new StepScalars(arena),
  };
}

function ownNetworks(networks: object): GpuNetworks {
  if (!(networks instanceof GpuNetworks)) throw new TypeError('teacher of another trainer');
  return networks;
}

/** One step: batch, forward, loss, backward with Adam. */
function stepDispatches({ gpu: { quads } }: Arena, networks: GpuNetworks, task: Task, tensors: Tensors): Dispatch[] {
  const { padded, count: models } = networks;
  const { input, outputs, rows, teacher } = tensors;
  const groups = task.seeds.length;
  const batch: Batch = { padded, models, rows, modelsPerInput: models / groups, quads };
  // The teacher's forward pass is done once for all of its students.
  const teaching = teacher
    ? forwardDispatches(
        { ...batch, padded: teacher.networks.padded, models: groups, modelsPerInput: 1 },
        teacher.networks.values,
        input,
        teacher.outputs,
      )
    : [];
  return [
    ...batchDispatches(networks, task, tensors),
    ...teaching,
    ...forwardDispatches(batch, tensors.parameters, input, outputs),
    lossDispatch(networks, task, tensors),
    ...backwardDispatches(batch, task.adam, tensors),
  ];
}

function batchDispatches(
  { padded, architecture }: GpuNetworks,
  { inputs, seeds: groups, orderStream }: Task,
  tensors: Tensors,
): Dispatch[] {
  const { seeds, order, input, rows: BATCH } = tensors;
  const choose: Dispatch = {
    kernel: 'batchOrder',
    constants: {
      BATCH,
      COUNT: inputs.kind === 'rows' ? 1 : inputs.count,
      STREAM: orderStream,
      SHUFFLED: inputs.kind !== 'rows',
    },
    tensors: { seeds, order },
    workgroups: [Math.ceil(BATCH / 64), 1, groups.length],
  };
  if (inputs.kind === 'rows') return [choose];
  if (inputs.kind === 'images') {
    return [
      choose,
      gatherDispatch(padded.inputs, BATCH, groups.length, { images: onGpu(inputs.images).pixels, order, input }),
    ];
  }
  const size = { BATCH, IN: padded.inputs, inputs: architecture.sizes[0]!, groups: groups.length };
  return [choose, NOISE_KERNELS[inputs.distribution](size, { seeds, order, input })];
}

function lossDispatch({ padded, count: MODELS, architecture }: GpuNetworks, task: Task, tensors: Tensors): Dispatch {
  const { rows: BATCH, order, losses, teacher } = tensors;
  const logits = tensors.outputs.at(-1)!;
  const dLogits = tensors.dOutputs.at(-1)!;
  const size = { MODELS, BATCH, LOGITS: padded.logits, MODELS_PER_INPUT: MODELS / task.seeds.length };
  const workgroups = [1, 1, MODELS] as const;
  if (task.objective.kind === 'distillation') {
    const teacherLogits = teacher?.outputs.at(-1);
    if (!teacherLogits) throw new Error('distillation needs a teacher');
    const { from: FROM, to: TO } = task.objective;
    return {
      kernel: 'distillation',
      constants: { ...size, FROM, TO },
      tensors: { teacherLogits, logits, dLogits, losses },
      workgroups,
    };
  }
  const labels = tensors.labels ?? (task.inputs.kind === 'images' ? onGpu(task.inputs.images).labels : undefined);
  if (!labels) throw new TypeError('noise has no labels');
  const constants = { ...size, CLASSES: architecture.classLogits };
  return { kernel: 'crossEntropy', constants, tensors: { logits, order, labels, dLogits, losses }, workgroups };
}

class GpuTraining implements Training {
  step: number;
  readonly #arena: Arena;
  readonly #networks: GpuNetworks;
  readonly #task: Task;
  readonly #tensors: Tensors;
  readonly #plan: Plan;
  #stepsPerSubmit = 1;

  constructor(arena: Arena, networks: GpuNetworks, task: Task, tensors: Tensors, plan: Plan, step: number) {
    this.step = step;
    this.#arena = arena;
    this.#networks = networks;
    this.#task = task;
    this.#tensors = tensors;
    this.#plan = plan;
  }

  async advance(steps: number): Promise<Float32Array> {
    const models = this.#networks.count;
    const losses = new Float32Array(steps * models);
    for (let done = 0; done < steps; done += LOSS_SLOTS) {
      const count = Math.min(LOSS_SLOTS, steps - done);
      await this.#submitAll(count);
      const [bytes] = await readBack(this.#arena.gpu, [{ buffer: this.#tensors.losses, elements: count * models }]);
      losses.set(new Float32Array(bytes!), done * models);
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
    const { inputs, batch, adam, label } = this.#task;
    const { scalars } = this.#tensors;
    const { device } = this.#arena.gpu;
    const total = inputs.kind === 'rows' ? batch : inputs.count;
    const encoder = device.createCommandEncoder({ label });
    const pass = encoder.beginComputePass({ label });
    for (let i = 0; i < count; i++) {
      const corrections = [1 / (1 - adam.beta1 ** (this.step + 1)), 1 / (1 - adam.beta2 ** (this.step + 1))];
      scalars.set(i, { ...batchAt(total, batch, this.step), slot: firstSlot + i }, corrections);
      this.#plan.record(pass, i);
      this.step += 1;
    }
    pass.end();
    scalars.upload(count);
    device.queue.submit([encoder.finish()]);
  }
}
