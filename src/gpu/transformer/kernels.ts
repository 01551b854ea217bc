// Single dispatches of a transformer, filled with its sizes: projections, norms, attention. Their order is transformer.ts.
import { RMS_EPSILON } from '../../experiment/processor/transformer.ts';
import { matrixDispatch } from '../matrix.ts';
import type { Dispatch } from '../plan.ts';
import type { PaddedTransformer } from './layout.ts';

/** Models that go through the same dispatches; a row is a position of a sequence, [model, sequence, position]. */
export interface TokenBatch {
  readonly padded: PaddedTransformer;
  readonly models: number;
  /** Rows of all sequences; a multiple of 4. */
  readonly rows: number;
  /** Positions of a sequence. */
  readonly length: number;
  /** Use the kernels that share loads within groups of four invocations. */
  readonly quads: boolean;
}

/** A residual stream and its norm: hidden and normed [model, row, WIDTH], scales [model, row]. */
export interface NormTensors {
  readonly hidden: GPUBuffer;
  readonly normed: GPUBuffer;
  readonly scales: GPUBuffer;
}

/** The norm in front of the first layer; every other one adds a projection first. */
export function firstNormDispatch(
  batch: TokenBatch,
  parameters: GPUBuffer,
  { hidden, normed, scales }: NormTensors,
): Dispatch {
  return {
    kernel: 'rmsNorm',
    constants: { ...normSize(batch, batch.padded.layers[0]!.ATTENTION_NORM), EPSILON: RMS_EPSILON },
    tensors: { parameters, hidden, normed, scales },
    workgroups: threads(batch, batch.rows),
  };
}

/** output = input [row, IN] · weight [IN, OUT], with a bias and ReLU where there are any. */
export function project(
  batch: TokenBatch,
  parameters: GPUBuffer,
  input: GPUBuffer,
  output: GPUBuffer,
  [IN, OUT]: readonly [number, number],
  WEIGHT: number,
  BIAS?: number,
  RELU = false,
): Dispatch {
  const { rows: BATCH, padded } = batch;
  const bias = { BIAS: BIAS ?? 0, BIASED: BIAS !== undefined };
  const constants = { BATCH, IN, OUT, PARAMETERS: padded.size, WEIGHT, RELU, ...bias };
  return matrixDispatch(batch, 'forward', constants, { parameters, input, output }, [BATCH, OUT]);
}

/** dInput = dOutput [row, OUT] · transpose(weight [IN, OUT]), where `activation` passed a ReLU if there was one. */
export function projectBack(
  batch: TokenBatch,
  parameters: GPUBuffer,
  dOutput: GPUBuffer,
  dInput: GPUBuffer,
  [IN, OUT]: readonly [number, number],
  WEIGHT: number,
  activation?: GPUBuffer,
): Dispatch {
  const { rows: BATCH, padded } = batch;
  const constants = { BATCH, IN, OUT, PARAMETERS: padded.size, WEIGHT, MASKED: activation !== undefined };
  // Without a mask the kernel reads no activation, but something has to be bound.
  const tensors = { parameters, dOutput, dInput, activation: activation ?? dOutput };
  return matrixDispatch(batch, 'backward', constants, tensors, [BATCH, IN]);
}

export function weightGradient(
  batch: TokenBatch,
  input: GPUBuffer,
  dOutput: GPUBuffer,
  gradients: GPUBuffer,
  [IN, OUT]: readonly [number, number],
  WEIGHT: number,
  BIAS?: number,
): Dispatch {
  const bias = { BIAS: BIAS ?? 0, BIASED: BIAS !== undefined };
  const constants = { BATCH: batch.rows, IN, OUT, PARAMETERS: batch.padded.size, WEIGHT, ...bias };
  return matrixDispatch(batch, 'weightGradient', constants, { input, dOutput, gradients }, [IN, OUT]);
}

/** to.hidden = residual + delta, and its norm. */
export function addNorm(
  batch: TokenBatch,
  parameters: GPUBuffer,
  residual: GPUBuffer,
  delta: GPUBuffer,
  { hidden, normed, scales }: NormTensors,
  GAIN: number,
): Dispatch {
  return {
    kernel: 'addRmsNorm',
    constants: { ...normSize(batch, GAIN), EPSILON: RMS_EPSILON },
    tensors: { parameters, residual, delta, hidden, normed, scales },
    workgroups: threads(batch, batch.rows),
  };
}

/** The gain's gradient from dNormed and, if `inputs`, dHidden, to which the residual stream already gave its part or not. */
export function normBackward(
  batch: TokenBatch,
  parameters: GPUBuffer,
  { hidden, scales }: NormTensors,
  { gradients, dHidden, dNormed }: { gradients: GPUBuffer; dHidden: GPUBuffer; dNormed: GPUBuffer },
  GAIN: number,
  ACCUMULATE: boolean,
  inputs = true,
): Dispatch[] {
  const { rows: ROWS, models, padded } = batch;
  const gain: Dispatch = {
    kernel: 'gainGradient',
    constants: { ROWS, WIDTH: padded.WIDTH, PARAMETERS: padded.size, GAIN },
    tensors: { hidden, scales, dNormed, gradients },
    workgroups: [padded.WIDTH / 4, 1, models],
  };
  if (!inputs) return [gain];
  const back: Dispatch = {
    kernel: 'rmsNormBackward',
    constants: { ...normSize(batch, GAIN), ACCUMULATE },
    tensors: { parameters, hidden, scales, dNormed, dHidden },
    workgroups: threads(batch, ROWS),
  };
  return [gain, back];
}

/** Whole sequences: a thread serves four positions of one, and the backward kernel has two sides. */
export function attentionDispatch(
  batch: TokenBatch,
  kernel: 'attention' | 'attentionBackward',
  tensors: Dispatch['tensors'],
): Dispatch {
  const { rows: ROWS, length: LENGTH, padded } = batch;
  const { HEADS, HEAD } = padded;
  const sides = kernel === 'attention' ? 1 : 2;
  return {
    kernel,
    constants: { ROWS, LENGTH, HEADS, HEAD, SCALE: attentionScale(padded) },
    tensors,
    workgroups: threads(batch, sides * (ROWS / LENGTH) * Math.ceil(LENGTH / 4) * HEADS * headParts(padded)),
  };
}

function normSize({ rows: ROWS, padded: { WIDTH, UNITS, size } }: TokenBatch, GAIN: number) {
  return { ROWS, WIDTH, UNITS, PARAMETERS: size, GAIN };
}

/** Embeddings enter the residual stream with about unit variance. */
export function embeddingScale({ UNITS }: PaddedTransformer): number {
  return Math.sqrt(UNITS);
}

/** Scores are divided by the root of a head's true dimension. */
export function attentionScale({ UNITS, HEADS }: PaddedTransformer): number {
  return 1 / Math.sqrt(UNITS / HEADS);
}

/** Threads of the attention kernels per row and head: each has 16 numbers of it. */
export function headParts({ HEAD }: PaddedTransformer): number {
  return Math.ceil(HEAD / 16);
}

/** Workgroups of 64 threads, for every model. */
export function threads({ models }: { readonly models: number }, count: number): readonly [number, number, number] {
  return [Math.ceil(count / 64), 1, models];
}
