// The dispatches of an MLP: forward, and directly below it backward with Adam. Lists of names; nothing is made here.
import type { Adam } from '../../experiment/processor/processor.ts';
import type { PaddedMlp } from './layout.ts';
import { matrixDispatch } from '../matrix.ts';
import type { Dispatch } from '../plan.ts';

/** Models that go through the same dispatches, [model, …] everywhere. */
export interface Batch {
  readonly padded: PaddedMlp;
  readonly models: number;
  /** Rows of the batch buffers; a multiple of 8. */
  readonly rows: number;
  /** Consecutive models that read the same input. */
  readonly modelsPerInput: number;
  /** Use the kernels that share loads within groups of four invocations. */
  readonly quads: boolean;
}

/** output [model, row, unit] of every layer from input [model / modelsPerInput, row, input]. */
export function forwardDispatches(
  batch: Batch,
  parameters: GPUBuffer,
  input: GPUBuffer,
  outputs: readonly GPUBuffer[],
): Dispatch[] {
  const { layers, size } = batch.padded;
  return layers.map(({ IN, OUT, WEIGHT, BIAS }, index) =>
    matrixDispatch(
      batch,
      'forward',
      {
        BATCH: batch.rows,
        IN,
        OUT,
        PARAMETERS: size,
        WEIGHT,
        BIAS,
        MODELS_PER_INPUT: index === 0 ? batch.modelsPerInput : 1,
        RELU: index < layers.length - 1,
      },
      { parameters, input: index === 0 ? input : outputs[index - 1]!, output: outputs[index]! },
      [batch.rows, OUT],
    ),
  );
}

/** Tensors of a training step. */
export interface StepTensors {
  readonly parameters: GPUBuffer;
  readonly adamM: GPUBuffer;
  readonly adamV: GPUBuffer;
  readonly input: GPUBuffer;
  /** Per layer [model, row, unit]; the last holds the logits. */
  readonly outputs: readonly GPUBuffer[];
  /** Gradients of the loss with respect to `outputs`; the last is written by the loss. */
  readonly dOutputs: readonly GPUBuffer[];
}

/** From dLogits back to the first layer; each layer's weights are updated as soon as nothing needs the old ones. */
export function backwardDispatches(batch: Batch, adam: Adam, tensors: StepTensors): Dispatch[] {
  const { layers, size } = batch.padded;
  const { parameters, adamM, adamV } = tensors;
  return layers.toReversed().flatMap(({ IN, OUT, WEIGHT, BIAS }, position): Dispatch[] => {
    const index = layers.length - 1 - position;
    const dOutput = tensors.dOutputs[index]!;
    const input = index === 0 ? tensors.input : tensors.outputs[index - 1]!;
    const layer = { BATCH: batch.rows, IN, OUT, PARAMETERS: size, WEIGHT };
    const update = matrixDispatch(
      batch,
      'weightUpdate',
      {
        ...layer,
        BIAS,
        MODELS_PER_INPUT: index === 0 ? batch.modelsPerInput : 1,
        BETA1: adam.beta1,
        BETA2: adam.beta2,
        EPSILON: adam.epsilon,
      },
      { input, dOutput, parameters, adamM, adamV },
      [IN, OUT],
    );
    if (index === 0) return [update];
    const dInput = tensors.dOutputs[index - 1]!;
    return [
      matrixDispatch(batch, 'backward', layer, { parameters, dOutput, activation: input, dInput }, [batch.rows, IN]),
      update,
    ];
  });
}
