// Which kernel makes which noise, as a table: a new distribution is one row here and one in the experiment.
import { BLUR_RADIUS } from '../../experiment/digits/noise.ts';
import { STREAM } from '../../experiment/random.ts';
import type { NoiseDistribution } from '../../experiment/mlp-processor.ts';
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

/** The blur reaches this far, and a larger image does not fit into the kernel's workgroup memory. */
const SIDES = { least: BLUR_RADIUS, most: 32 };

export const NOISE_KERNELS: Readonly<Record<NoiseDistribution, NoiseDispatch>> = {
  uniform: pixelwise(false),
  gaussian: pixelwise(true),
  blurred: ({ BATCH, IN, inputs, groups }, tensors) => {
    const SIDE = Math.sqrt(inputs);
    if (!Number.isInteger(SIDE) || SIDE < SIDES.least || SIDE > SIDES.most) {
      throw new RangeError('only square images of 6 x 6 to 32 x 32 pixels can be blurred');
    }
    return {
      kernel: 'blurredNoise',
      constants: { BATCH, IN, STREAM: STREAM.noise, SIDE },
      tensors,
      workgroups: [1, BATCH, groups],
    };
  },
};
