// Which kernel makes which noise, as a table: a new distribution is one row here and one in the experiment.
import { STREAM } from '../../experiment/random.ts';
import type { NoiseDistribution } from '../../experiment/processor/mlp-processor.ts';
import type { Dispatch } from '../plan.ts';

interface NoiseSize {
  readonly BATCH: number;
  /** Padded width of a row. */
  readonly IN: number;
  /** Pixels of an image. */
  readonly inputs: number;
  readonly groups: number;
}

type NoiseDispatch = (size: NoiseSize, tensors: Dispatch['tensors']) => Dispatch;

function pixelwise(NORMAL: boolean): NoiseDispatch {
  return ({ BATCH, IN, inputs, groups }, tensors) => ({
    kernel: 'noise',
    constants: { BATCH, IN, INPUTS: inputs, STREAM: STREAM.noise, NORMAL },
    tensors,
    workgroups: [Math.ceil(IN / 4 / 64), BATCH, groups],
  });
}

export const NOISE_KERNELS: Readonly<Record<NoiseDistribution, NoiseDispatch>> = {
  uniform: pixelwise(false),
  gaussian: pixelwise(true),
  blurred: ({ BATCH, IN, inputs, groups }, tensors) => ({
    kernel: 'blurredNoise',
    constants: { BATCH, IN, STREAM: STREAM.noise, SIDE: Math.sqrt(inputs) },
    tensors,
    workgroups: [1, BATCH, groups],
  }),
};
