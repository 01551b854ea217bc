// One training step on the GPU: its tensors and its list of dispatches, from batch order to Adam. Nothing runs here.
import type { MlpTask } from '../../experiment/processor/mlp-processor.ts';
import type { Snapshot } from '../../experiment/processor/processor.ts';
import { packParameters, padRows, roundUp } from './layout.ts';
import { backwardDispatches, forwardDispatches, type Batch } from './dispatches.ts';
import { activations, gatherDispatch, type GpuImages, type GpuMlps } from './networks.ts';
import { NOISE_KERNELS } from './noise-kernels.ts';
import { LOSS_SLOTS, ReadBuffer, StepScalars, type Arena, type Dispatch } from '../plan.ts';

/** A task with what this processor made. */
export type GpuMlpTask = MlpTask<GpuMlps, GpuImages>;

/** A cache of teachers' logits that would be larger is not made: asking again is cheaper than that much memory. */
export const MOST_CACHE_BYTES = 256 * 2 ** 20;

/** Everything a step reads and writes, on the device. */
export type StepTensors = ReturnType<typeof makeStepTensors>;

export function makeStepTensors(arena: Arena, networks: GpuMlps, task: GpuMlpTask, from?: Snapshot) {
  const { padded, count: models, values: parameters } = networks;
  const { label, orderSeeds, inputs } = task;
  const groups = orderSeeds.length;
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
  return {
    parameters,
    adamM,
    adamV,
    input,
    order,
    rows,
    seeds: arena.filled(`${label} seeds`, Uint32Array.from(orderSeeds)),
    outputs: activations(arena, `${label} output`, padded, models, rows),
    dOutputs: activations(arena, `${label} dOutput`, padded, models, rows),
    losses: arena.tensor(`${label} losses`, LOSS_SLOTS * models),
    lossReader: new ReadBuffer(arena, `${label} losses`, LOSS_SLOTS * models),
    labels: inputs.kind === 'rows' ? arena.filled(`${label} labels`, Uint32Array.from(inputs.labels)) : undefined,
    teacher: makeTeacher(arena, task, rows),
    scalars: new StepScalars(arena),
  };
}

/** What asking the teacher needs; its answers are kept per image where they fit. */
function makeTeacher(
  arena: Arena,
  { label, objective, inputs, orderSeeds: { length: groups } }: GpuMlpTask,
  rows: number,
) {
  if (objective.kind !== 'distillation') return undefined;
  const { teachers: networks, from, to } = objective;
  const count = inputs.kind === 'rows' ? rows : inputs.count;
  const kept = groups * count * (to - from);
  const fits = 4 * kept <= Math.min(MOST_CACHE_BYTES, arena.gpu.device.limits.maxStorageBufferBindingSize);
  return {
    networks,
    from,
    to,
    count,
    outputs: activations(arena, `${label} teacher output`, networks.padded, groups, rows),
    cache: fits ? arena.tensor(`${label} teacher logits`, kept) : undefined,
  };
}

/**
 * One step: batch, forward, loss, backward with Adam.
 * @param asking ask the teacher; else its answers to these images are in the cache
 */
export function stepDispatches(
  { gpu: { quads } }: Arena,
  networks: GpuMlps,
  task: GpuMlpTask,
  tensors: StepTensors,
  asking: boolean,
): Dispatch[] {
  const { padded, count: models } = networks;
  const batch: Batch = { padded, models, rows: tensors.rows, modelsPerInput: models / task.orderSeeds.length, quads };
  return [
    ...batchDispatches(networks, task, tensors),
    ...(asking ? teacherDispatches(batch, task, tensors) : []),
    ...forwardDispatches(batch, tensors.parameters, tensors.input, tensors.outputs),
    lossDispatch(networks, task, tensors),
    ...backwardDispatches(batch, task.optimizer, tensors),
  ];
}

/** The teacher's forward pass, once for all of its students, and its answers kept for the next epochs. */
function teacherDispatches(
  batch: Batch,
  task: GpuMlpTask,
  { teacher, input, order, rows: BATCH }: StepTensors,
): Dispatch[] {
  if (!teacher) return [];
  const { networks, outputs, cache, from: FROM, to: TO, count: COUNT } = teacher;
  const groups = task.orderSeeds.length;
  const size: Batch = { ...batch, padded: networks.padded, models: groups, modelsPerInput: 1 };
  const forward = forwardDispatches(size, networks.values, input, outputs);
  if (!cache) return forward;
  const keep: Dispatch = {
    kernel: 'cacheLogits',
    constants: { BATCH, COUNT, LOGITS: networks.padded.logits, FROM, TO },
    tensors: { teacherLogits: outputs.at(-1)!, order, cache },
    workgroups: [Math.ceil(BATCH / 64), 1, groups],
  };
  return [...forward, keep];
}

function batchDispatches(
  { padded, architecture }: GpuMlps,
  { inputs, orderSeeds: groups, orderStream }: GpuMlpTask,
  tensors: StepTensors,
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
      gatherDispatch(padded.inputs, BATCH, groups.length, { images: inputs.images.pixels, order, input }),
    ];
  }
  const size = { BATCH, IN: padded.inputs, inputs: architecture.sizes[0]!, groups: groups.length };
  return [choose, NOISE_KERNELS[inputs.distribution](size, { seeds, order, input })];
}

function lossDispatch(
  { padded, count: MODELS, architecture }: GpuMlps,
  task: GpuMlpTask,
  tensors: StepTensors,
): Dispatch {
  const { rows: BATCH, order, losses, teacher } = tensors;
  const logits = tensors.outputs.at(-1)!;
  const dLogits = tensors.dOutputs.at(-1)!;
  const size = { MODELS, BATCH, LOGITS: padded.logits, MODELS_PER_INPUT: MODELS / task.orderSeeds.length };
  const workgroups = [1, 1, MODELS] as const;
  if (teacher) {
    const { networks: asked, outputs, cache, from: FROM, to: TO, count } = teacher;
    const kept = cache
      ? { TEACHER_ROWS: count, TEACHER_LOGITS: TO - FROM, TEACHER_FROM: 0, CACHED: true }
      : { TEACHER_ROWS: BATCH, TEACHER_LOGITS: asked.padded.logits, TEACHER_FROM: FROM, CACHED: false };
    return {
      kernel: 'distillation',
      constants: { ...size, ...kept, FROM, TO },
      tensors: { teacherLogits: cache ?? outputs.at(-1)!, order, logits, dLogits, losses },
      workgroups,
    };
  }
  const labels = tensors.labels ?? (task.inputs.kind === 'images' ? task.inputs.images.labels : undefined);
  if (!labels) throw new TypeError('noise has no labels');
  const constants = { ...size, CLASSES: architecture.classLogits };
  return { kernel: 'crossEntropy', constants, tensors: { logits, order, labels, dLogits, losses }, workgroups };
}
