// The dispatches of a transformer: forward, and directly below it backward. Lists of names; nothing runs here.
import { matrixDispatch } from '../matrix.ts';
import type { Arena, Dispatch } from '../plan.ts';
import {
  addNorm,
  attentionDispatch,
  embeddingScale,
  firstNormDispatch,
  normBackward,
  project,
  projectBack,
  threads,
  weightGradient,
  type NormTensors,
  type TokenBatch,
} from './kernels.ts';

/** What a layer computes; its own norm is before attention, `middle` the one before the MLP. */
export interface LayerTensors extends NormTensors {
  /** [model, row, 3, HEADS, HEAD] */
  readonly qkv: GPUBuffer;
  /** [model, row, HEADS] */
  readonly logSumExp: GPUBuffer;
  /** [model, row, HEADS, HEAD] */
  readonly attended: GPUBuffer;
  readonly middle: NormTensors;
  /** [model, row, MLP], after ReLU. */
  readonly mlp: GPUBuffer;
}

export interface Activations {
  readonly layers: readonly LayerTensors[];
  /** What a projection adds to the residual stream, [model, row, WIDTH]; used by one after the other. */
  readonly delta: GPUBuffer;
  readonly last: NormTensors;
  /** [model, row, LOGITS] */
  readonly logits: GPUBuffer;
}

/**
 * Buffers of a forward pass.
 * @param layers 'kept' for a backward pass, or 'reused': two layers' worth of buffers serve all
 */
export function makeActivations(
  arena: Arena,
  label: string,
  { padded, models, rows }: TokenBatch,
  layers: 'kept' | 'reused',
): Activations {
  const { WIDTH, HEADS, HEAD, MLP, LOGITS } = padded;
  const tensor = (name: string, width: number) => arena.tensor(`${label} ${name}`, models * rows * width);
  const norm = (name: string): NormTensors => ({
    hidden: tensor(`${name} hidden`, WIDTH),
    normed: tensor(`${name} normed`, WIDTH),
    scales: tensor(`${name} scales`, 1),
  });
  const made = padded.layers.slice(0, layers === 'kept' ? undefined : 2).map((_, l) => ({
    ...norm(`attention ${l}`),
    qkv: tensor(`qkv ${l}`, 3 * HEADS * HEAD),
    logSumExp: tensor(`logSumExp ${l}`, HEADS),
    attended: tensor(`attended ${l}`, HEADS * HEAD),
    middle: norm(`mlp ${l}`),
    mlp: tensor(`mlp ${l}`, MLP),
  }));
  return {
    layers: padded.layers.map((_, l) => made[l % made.length]!),
    delta: tensor('delta', WIDTH),
    last: norm('last'),
    logits: tensor('logits', LOGITS),
  };
}

/** Logits of every row from batchTokens [model, row]. */
export function forwardDispatches(
  batch: TokenBatch,
  parameters: GPUBuffer,
  batchTokens: GPUBuffer,
  activations: Activations,
): Dispatch[] {
  const { padded, rows: ROWS, length: LENGTH } = batch;
  const { WIDTH, EMBEDDING, POSITION } = padded;
  const first = activations.layers[0]!;
  return [
    {
      kernel: 'embedTokens',
      constants: { ROWS, LENGTH, WIDTH, PARAMETERS: padded.size, EMBEDDING, POSITION, SCALE: embeddingScale(padded) },
      tensors: { parameters, batchTokens, hidden: first.hidden },
      workgroups: threads(batch, (ROWS * WIDTH) / 4),
    },
    firstNormDispatch(batch, parameters, first),
    ...activations.layers.flatMap((layer, l) => [
      qkvDispatch(batch, parameters, layer, l),
      attentionDispatch(batch, 'attention', { qkv: layer.qkv, output: layer.attended, logSumExp: layer.logSumExp }),
      ...afterAttention(batch, parameters, activations, l),
    ]),
    unembeddingDispatch(batch, parameters, activations),
  ];
}

/** Queries, keys and values of layer `l`. */
export function qkvDispatch(batch: TokenBatch, parameters: GPUBuffer, layer: LayerTensors, l: number): Dispatch {
  const { WIDTH, HEADS, HEAD, layers } = batch.padded;
  return project(batch, parameters, layer.normed, layer.qkv, [WIDTH, 3 * HEADS * HEAD], layers[l]!.QKV);
}

/** Layer `l` from attention on, up to the norm behind it. */
export function afterAttention(
  batch: TokenBatch,
  parameters: GPUBuffer,
  { layers, delta, last }: Activations,
  l: number,
): Dispatch[] {
  const { padded } = batch;
  const { WIDTH, HEADS, HEAD, MLP } = padded;
  const block = padded.layers[l]!;
  const layer = layers[l]!;
  const nextGain = padded.layers[l + 1]?.ATTENTION_NORM ?? padded.FINAL_NORM;
  return [
    project(batch, parameters, layer.attended, delta, [HEADS * HEAD, WIDTH], block.OUTPUT),
    addNorm(batch, parameters, layer.hidden, delta, layer.middle, block.MLP_NORM),
    project(batch, parameters, layer.middle.normed, layer.mlp, [WIDTH, MLP], block.MLP_IN, block.MLP_IN_BIAS, true),
    project(batch, parameters, layer.mlp, delta, [MLP, WIDTH], block.MLP_OUT, block.MLP_OUT_BIAS),
    addNorm(batch, parameters, layer.middle.hidden, delta, layers[l + 1] ?? last, nextGain),
  ];
}

/** logits = normed · transpose(embedding): the form of the backward kernel. */
export function unembeddingDispatch(
  batch: TokenBatch,
  parameters: GPUBuffer,
  { last, logits }: Pick<Activations, 'last' | 'logits'>,
): Dispatch {
  const { WIDTH, LOGITS, EMBEDDING } = batch.padded;
  return projectBack(batch, parameters, last.normed, logits, [LOGITS, WIDTH], EMBEDDING);
}

/** Tensors of the way back. Of those between layers there is one each, used by one layer after the other. */
export interface GradientTensors {
  /** [model, PARAMETERS] */
  readonly gradients: GPUBuffer;
  /** [model, row, LOGITS], written by the loss. */
  readonly dLogits: GPUBuffer;
  /** [model, row, WIDTH] */
  readonly dHidden: GPUBuffer;
  readonly dNormed: GPUBuffer;
  /** [model, row, 3, HEADS, HEAD] */
  readonly dQkv: GPUBuffer;
  /** [model, row, HEADS, HEAD] */
  readonly dAttended: GPUBuffer;
  /** [model, row, MLP] */
  readonly dMlp: GPUBuffer;
}

/** Which of the tensors that read tokens get a gradient. */
export interface InputGradients {
  readonly embedding: boolean;
  readonly position: boolean;
}

/** From dLogits to the gradients of everything that can train. */
export function backwardDispatches(
  batch: TokenBatch,
  parameters: GPUBuffer,
  batchTokens: GPUBuffer,
  activations: Activations,
  tensors: GradientTensors,
  wanted: InputGradients,
): Dispatch[] {
  const { padded, rows: ROWS, length: LENGTH } = batch;
  const { WIDTH, LOGITS, EMBEDDING, POSITION, size: PARAMETERS } = padded;
  const { gradients, dLogits, dHidden, dNormed } = tensors;
  const { last } = activations;
  const SCALE = embeddingScale(padded);
  const dispatches: Dispatch[] = [
    project(batch, parameters, dLogits, dNormed, [LOGITS, WIDTH], EMBEDDING),
    ...normBackward(batch, parameters, last, tensors, padded.FINAL_NORM, false),
    ...activations.layers
      .map((layer, l) => layerBackward(batch, parameters, layer, tensors, l, wanted))
      .toReversed()
      .flat(),
  ];
  if (wanted.embedding) {
    const constants = { ROWS, WIDTH, LOGITS, PARAMETERS, EMBEDDING, SCALE };
    const read = { batchTokens, dHidden, dLogits, normed: last.normed, gradients };
    dispatches.push(matrixDispatch(batch, 'embeddingGradient', constants, read, [LOGITS, WIDTH]));
  }
  if (wanted.position) {
    dispatches.push({
      kernel: 'positionGradient',
      constants: { BATCH: ROWS / LENGTH, LENGTH, WIDTH, PARAMETERS, POSITION, SCALE },
      tensors: { dHidden, gradients },
      workgroups: threads(batch, (LENGTH * WIDTH) / 4),
    });
  }
  return dispatches;
}

function layerBackward(
  batch: TokenBatch,
  parameters: GPUBuffer,
  layer: LayerTensors,
  tensors: GradientTensors,
  l: number,
  wanted: InputGradients,
): Dispatch[] {
  const { WIDTH, HEADS, HEAD, MLP, layers } = batch.padded;
  const block = layers[l]!;
  const { gradients, dHidden, dNormed, dQkv, dAttended, dMlp } = tensors;
  const { qkv, attended, logSumExp, middle, mlp } = layer;
  const [mlpOut, mlpIn] = [[MLP, WIDTH] as const, [WIDTH, MLP] as const];
  const [output, input] = [[HEADS * HEAD, WIDTH] as const, [WIDTH, 3 * HEADS * HEAD] as const];
  const inputsTrain = wanted.embedding || wanted.position;
  return [
    weightGradient(batch, mlp, dHidden, gradients, mlpOut, block.MLP_OUT, block.MLP_OUT_BIAS),
    projectBack(batch, parameters, dHidden, dMlp, mlpOut, block.MLP_OUT, mlp),
    weightGradient(batch, middle.normed, dMlp, gradients, mlpIn, block.MLP_IN, block.MLP_IN_BIAS),
    projectBack(batch, parameters, dMlp, dNormed, mlpIn, block.MLP_IN),
    ...normBackward(batch, parameters, middle, tensors, block.MLP_NORM, true),
    weightGradient(batch, attended, dHidden, gradients, output, block.OUTPUT),
    projectBack(batch, parameters, dHidden, dAttended, output, block.OUTPUT),
    attentionDispatch(batch, 'attentionBackward', { qkv, output: attended, dOutput: dAttended, logSumExp, dQkv }),
    weightGradient(batch, layer.normed, dQkv, gradients, input, block.QKV),
    projectBack(batch, parameters, dQkv, dNormed, input, block.QKV),
    // Below the first layer there are only the embeddings.
    ...normBackward(batch, parameters, layer, tensors, block.ATTENTION_NORM, true, l > 0 || inputsTrain),
  ];
}
