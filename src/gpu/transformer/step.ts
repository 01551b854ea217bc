// One training step of transformers on the GPU: its tensors and its list of dispatches, from batch order to optimizer.
// Nothing runs here.
import {
  seedsPerModel,
  type SequenceSet,
  type Sequences,
  type TransformerTask,
} from '../../experiment/processor/transformer-processor.ts';
import type { Snapshot } from '../../experiment/processor/processor.ts';
import { tensorNamed } from '../../experiment/processor/transformer.ts';
import { roundUp } from '../mlp/layout.ts';
import type { GpuTransformers } from './networks.ts';
import { LOSS_SLOTS, ReadBuffer, StepScalars, type Arena, type Dispatch } from '../plan.ts';
import { threads, type TokenBatch } from './kernels.ts';
import { packTransformer, trainableMask } from './layout.ts';
import { backwardDispatches, forwardDispatches, makeActivations } from './dispatches.ts';

/** Sequences as words, both [set, sequence, position]. */
export class GpuSequences implements SequenceSet {
  readonly sets: number;
  readonly count: number;
  readonly length: number;
  readonly tokens: GPUBuffer;
  readonly targets: GPUBuffer;

  constructor(arena: Arena, { tokens, targets, sets, count, length }: Sequences) {
    this.sets = sets;
    this.count = count;
    this.length = length;
    this.tokens = arena.filled('sequence tokens', tokens);
    this.targets = arena.filled('sequence targets', targets);
  }
}

/** A task with what this processor made. */
export type GpuTransformerTask = TransformerTask<GpuTransformers, GpuSequences>;

/** Everything a step reads and writes, on the device. */
export type StepTensors = ReturnType<typeof makeStepTensors>;

export function makeStepTensors(arena: Arena, networks: GpuTransformers, task: GpuTransformerTask, from?: Snapshot) {
  const { padded, count: models, values: parameters } = networks;
  const { label, sequences } = task;
  const sequenceRows = roundUp(task.batch, 8);
  const { length } = sequences;
  const batch: TokenBatch = { padded, models, rows: sequenceRows * length, length, quads: arena.gpu.quads };
  const tensor = (name: string, elements: number) => arena.tensor(`${label} ${name}`, elements);
  const ofRow = (name: string, width: number) => tensor(name, models * batch.rows * width);
  const ofParameter = (name: string) => tensor(name, models * padded.size);
  const moments = task.optimizer.kind === 'adam' ? { m: ofParameter('adamM'), v: ofParameter('adamV') } : undefined;
  if (from) {
    arena.write(parameters, packTransformer(padded, from.parameters));
    if (moments) {
      arena.write(moments.m, packTransformer(padded, from.adamM));
      arena.write(moments.v, packTransformer(padded, from.adamV));
    }
  }
  return {
    batch,
    parameters,
    sequences,
    sequenceRows,
    moments,
    trainable: arena.filled(`${label} trainable`, trainableMask(padded, task.trains)),
    seeds: arena.filled(`${label} order seeds`, seedsPerModel(task.orderSeeds, models)),
    setOf: arena.filled(`${label} sets`, Uint32Array.from(task.setOf)),
    order: tensor('order', models * sequenceRows),
    batchTokens: ofRow('tokens', 1),
    batchTargets: ofRow('targets', 1),
    counted: tensor('counted', models),
    activations: makeActivations(arena, label, batch, 'kept'),
    gradients: ofParameter('gradients'),
    dLogits: ofRow('dLogits', padded.LOGITS),
    dHidden: ofRow('dHidden', padded.WIDTH),
    dNormed: ofRow('dNormed', padded.WIDTH),
    dQkv: ofRow('dQkv', 3 * padded.HEADS * padded.HEAD),
    dAttended: ofRow('dAttended', padded.HEADS * padded.HEAD),
    dMlp: ofRow('dMlp', padded.MLP),
    rowLosses: ofRow('row losses', 1),
    losses: tensor('losses', LOSS_SLOTS * models),
    norms: tensor('norms', LOSS_SLOTS * models),
    lossReader: new ReadBuffer(arena, `${label} losses`, LOSS_SLOTS * models),
    normReader: new ReadBuffer(arena, `${label} norms`, LOSS_SLOTS * models),
    teachers: makeTeachers(arena, task, batch),
    scalars: new StepScalars(arena),
  };
}

/** The teachers' forward pass on the same batch, one teacher per student. */
function makeTeachers(arena: Arena, { label, objective }: GpuTransformerTask, size: TokenBatch) {
  if (objective.kind !== 'distillation') return undefined;
  const { teachers: networks, from, to } = objective;
  const batch: TokenBatch = { ...size, padded: networks.padded };
  return {
    networks,
    batch,
    from,
    to,
    activations: makeActivations(arena, `${label} teachers`, batch, 'reused'),
  };
}

/** One step: batch, forward, loss, backward, optimizer. */
export function stepDispatches(
  { architecture }: GpuTransformers,
  task: GpuTransformerTask,
  tensors: StepTensors,
): Dispatch[] {
  const { batch, parameters, batchTokens, activations, teachers } = tensors;
  const trains = (name: string) => task.trains(tensorNamed(architecture, name));
  const wanted = { embedding: trains('embedding'), position: trains('position') };
  return [
    ...batchDispatches(task, tensors),
    ...(teachers ? forwardDispatches(teachers.batch, teachers.networks.values, batchTokens, teachers.activations) : []),
    ...forwardDispatches(batch, parameters, batchTokens, activations),
    ...lossDispatches(architecture.vocabulary, tensors),
    ...backwardDispatches(batch, parameters, batchTokens, activations, tensors, wanted),
    ...optimizerDispatches(task, tensors),
  ];
}

function batchDispatches(task: GpuTransformerTask, tensors: StepTensors): Dispatch[] {
  const { sequences, sequenceRows: BATCH, seeds, order, setOf, batchTokens, batchTargets, counted } = tensors;
  const { count: COUNT, length: LENGTH, tokens, targets } = sequences;
  const { models } = tensors.batch;
  return [
    {
      kernel: 'batchOrder',
      constants: { BATCH, COUNT, STREAM: task.orderStream, SHUFFLED: task.shuffled },
      tensors: { seeds, order },
      workgroups: threads({ models }, BATCH),
    },
    {
      kernel: 'gatherTokens',
      constants: { BATCH, COUNT, LENGTH },
      tensors: { order, setOf, tokens, targets, batchTokens, batchTargets, counted },
      workgroups: [1, 1, models],
    },
  ];
}

function lossDispatches(VOCABULARY: number, tensors: StepTensors): Dispatch[] {
  const { batch, activations, batchTargets, counted, dLogits, rowLosses, losses, teachers } = tensors;
  const { rows: ROWS, models: MODELS, padded } = batch;
  const shared = { logits: activations.logits, batchTargets, counted, dLogits, rowLosses };
  const size = { ROWS, LOGITS: padded.LOGITS };
  const workgroups = threads(batch, ROWS);
  return [
    teachers
      ? {
          kernel: 'tokenDistillation',
          constants: { ...size, FROM: teachers.from, TO: teachers.to },
          tensors: { ...shared, teacherLogits: teachers.activations.logits },
          workgroups,
        }
      : { kernel: 'tokenCrossEntropy', constants: { ...size, VOCABULARY }, tensors: shared, workgroups },
    {
      kernel: 'meanLoss',
      constants: { MODELS, ROWS },
      tensors: { rowLosses, counted, losses },
      workgroups: [1, 1, MODELS],
    },
  ];
}

function optimizerDispatches({ optimizer, clip: CLIP }: GpuTransformerTask, tensors: StepTensors): Dispatch[] {
  const { batch, gradients, trainable, norms, parameters, moments } = tensors;
  const size = { MODELS: batch.models, PARAMETERS: batch.padded.size };
  const norm: Dispatch = {
    kernel: 'gradientNorm',
    constants: size,
    tensors: { gradients, trainable, norms },
    workgroups: [1, 1, batch.models],
  };
  const shared = { gradients, trainable, norms, parameters };
  const workgroups = threads(batch, size.PARAMETERS / 4);
  if (optimizer.kind === 'sgd' || !moments) {
    return [norm, { kernel: 'sgd', constants: { ...size, CLIP }, tensors: shared, workgroups }];
  }
  const { beta1: BETA1, beta2: BETA2, epsilon: EPSILON } = optimizer;
  return [
    norm,
    {
      kernel: 'adam',
      constants: { ...size, BETA1, BETA2, EPSILON, CLIP },
      tensors: { ...shared, adamM: moments.m, adamV: moments.v },
      workgroups,
    },
  ];
}
