// Draws the reference: a network at initialization. How a student's init relates to it is init-sharing.ts.
import { view, type Parameters } from '../processor/parameters.ts';
import { randomBits, standardNormal, STREAM } from '../random.ts';

/** The init of one seed: every element ~ N(initMean, initStd^2), the same bits on every machine. [parameter] */
export function initialize(parameters: Parameters, seed: number): Float32Array {
  const flat = new Float32Array(parameters.size);
  parameters.tensors.forEach((tensor, block) => {
    const values = view(flat, tensor).fill(tensor.initMean);
    if (tensor.initStd === 0) return;
    for (let i = 0; i < values.length; i++) {
      values[i] = tensor.initMean + tensor.initStd * standardNormal(randomBits(seed, STREAM.init, block, i));
    }
  });
  return flat;
}
