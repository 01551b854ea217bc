// A peer in the benchmark: the same step in jax-js on its WebGPU or WebAssembly backend, compiled with jit over vmap. Its batch and
// its targets are made once and given, which spares it the batch order and the gathering or noise that ours does at every step.
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad, vmap } from '@jax-js/jax';
import { randomBits, symmetricUniform } from '../experiment/random.ts';
import { ADAM, BATCH, CLASSES, SIZES, type Engine } from './work-item.ts';

/** Which logits of the network are trained on which targets. */
export type PeerWork = 'teacher' | 'student';

const LAYERS = SIZES.length - 1;
/** Weight and bias of every layer. */
const TENSORS = 2 * LAYERS;

// jax-js counts references: an operation uses up its operands, so a value that is needed again is passed as `.ref`.

/** Cross-entropy over the logits of the work, mean over the batch; parameters are weight 0, bias 0, weight 1 … */
const lossOf =
  (work: PeerWork) =>
  (parameters: np.Array[], images: np.Array, targets: np.Array): np.Array => {
    let x = images;
    for (let layer = 0; layer < LAYERS; layer++) {
      x = np.matmul(x, parameters[2 * layer]!).add(parameters[2 * layer + 1]!);
      if (layer < LAYERS - 1) x = nn.relu(x);
    }
    return nn.logSoftmax(x.slice([], LOGITS[work]), -1).mul(targets).sum(-1).mean().neg();
  };

/** Logits that are trained, from … to-1. */
export const LOGITS: Readonly<Record<PeerWork, [from: number, to: number]>> = {
  teacher: [0, CLASSES],
  student: [CLASSES, SIZES[3]],
};

/** One step; `correction` is [1 / (1 - β1^t), 1 / (1 - β2^t)]. Returns parameters, adamM, adamV and the loss. */
const stepOf =
  (work: PeerWork) =>
  (
    parameters: np.Array[],
    adamM: np.Array[],
    adamV: np.Array[],
    images: np.Array,
    labels: np.Array,
    correction: np.Array,
  ): np.Array[] => {
    const { learningRate, beta1, beta2, epsilon } = ADAM;
    const [value, gradients] = valueAndGrad(lossOf(work))(
      parameters.map((parameter) => parameter.ref),
      images,
      labels,
    );
    const nextM = adamM.map((m, i) => m.mul(beta1).add(gradients[i]!.ref.mul(1 - beta1)));
    const nextV = adamV.map((v, i) => v.mul(beta2).add(gradients[i]!.ref.mul(gradients[i]!).mul(1 - beta2)));
    const correctionM = correction.ref.slice(0);
    const correctionV = correction.slice(1);
    const next = parameters.map((parameter, i) => {
      const denominator = np.sqrt(nextV[i]!.ref.mul(correctionV.ref)).add(epsilon);
      return parameter.sub(nextM[i]!.ref.mul(correctionM.ref).mul(learningRate).div(denominator));
    });
    correctionM.dispose();
    correctionV.dispose();
    return [...next, ...nextM, ...nextV, value];
  };

/** Reproducible numbers in [-scale, scale). */
function uniform(shape: number[], scale: number, block: number): np.Array {
  const length = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length }, (_, i) => scale * symmetricUniform(randomBits(0, 92, block, i)));
  return np.array(values).reshape(shape);
}

/** Targets of every row, [model, row, logit]: a class each, or what a teacher might say. */
export function targetsFor(work: PeerWork, models: number): Float32Array {
  const [from, to] = LOGITS[work];
  const count = to - from;
  const targets = new Float32Array(models * BATCH * count);
  for (let row = 0; row < models * BATCH; row++) {
    if (work === 'teacher') targets[row * count + (randomBits(0, 91, 0, row) % count)] = 1;
    else targets.fill(1 / count, row * count, (row + 1) * count);
  }
  return targets;
}

/** `models` networks on their own batches. */
export async function makeJax(backend: 'webgpu' | 'wasm', work: PeerWork, models: number): Promise<Engine> {
  await init(backend);
  defaultDevice(backend);
  const shapes = SIZES.slice(1).flatMap((out, layer) => [
    [models, SIZES[layer]!, out],
    [models, out],
  ]);
  let state = [
    ...shapes.map((shape, i) => uniform(shape, i % 2 === 0 ? Math.sqrt(3 / shape[1]!) : 0, i)),
    ...shapes.map((shape) => np.zeros(shape)),
    ...shapes.map((shape) => np.zeros(shape)),
  ];
  const images = uniform([models, BATCH, SIZES[0]], 1, 90);
  const [from, to] = LOGITS[work];
  const targets = np.array(targetsFor(work, models)).reshape([models, BATCH, to - from]);

  const train = jit(vmap(stepOf(work), [0, 0, 0, 0, 0, null]));
  let t = 0;
  return {
    async run(steps) {
      let newest: np.Array | undefined;
      for (let i = 0; i < steps; i++) {
        t += 1;
        const correction = np.array(new Float32Array([1 / (1 - ADAM.beta1 ** t), 1 / (1 - ADAM.beta2 ** t)]));
        const part = (from: number) => state.slice(from * TENSORS, (from + 1) * TENSORS);
        const next = train(part(0), part(1), part(2), images.ref, targets.ref, correction);
        newest?.dispose();
        newest = next[3 * TENSORS];
        state = next.slice(0, 3 * TENSORS);
      }
      await blockUntilReady(state);
      return newest ? Array.from(await newest.data()) : [];
    },
  };
}
