// A peer in the benchmark: the same step in TensorFlow.js on its WebGPU or WebAssembly backend, all models in products of three
// dimensions. Its batch and its targets are made once and given, as those of jax-js are.
import '@tensorflow/tfjs-backend-webgpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { randomBits, symmetricUniform } from '../experiment/random.ts';
import { LOGITS, targetsFor, type PeerWork } from './jax.ts';
import { ADAM, BATCH, SIZES, type Engine } from './work-item.ts';

function uniform(shape: [number, number, number], scale: number, block: number): tf.Tensor3D {
  const length = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length }, (_, i) => scale * symmetricUniform(randomBits(0, 92, block, i)));
  return tf.tensor3d(values, shape);
}

/** `models` networks on their own batches. */
export async function makeTfjs(backend: 'webgpu' | 'wasm', work: PeerWork, models: number): Promise<Engine> {
  setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`);
  await tf.ready();
  const weights = SIZES.slice(1).map((out, layer) =>
    tf.variable(uniform([models, SIZES[layer]!, out], Math.sqrt(3 / SIZES[layer]!), 2 * layer)),
  );
  const biases = SIZES.slice(1).map((out) => tf.variable(tf.zeros<tf.Rank.R3>([models, 1, out])));
  const images = uniform([models, BATCH, SIZES[0]], 1, 90);
  const [from, to] = LOGITS[work];
  const targets = tf.tensor2d(targetsFor(work, models), [models * BATCH, to - from]);
  const optimizer = tf.train.adam(ADAM.learningRate, ADAM.beta1, ADAM.beta2, ADAM.epsilon);
  /** The sum over models of their losses, so that none sees the others. */
  const loss = (): tf.Scalar => {
    let x: tf.Tensor3D = images;
    weights.forEach((weight, layer) => {
      x = tf.add(tf.matMul(x, weight as tf.Tensor3D), biases[layer]!);
      if (layer < weights.length - 1) x = tf.relu(x);
    });
    const trained = tf.slice(x, [0, 0, from], [models, BATCH, to - from]);
    const logits = tf.reshape<tf.Rank.R2>(trained, [models * BATCH, to - from]);
    return tf.mul(tf.losses.softmaxCrossEntropy(targets, logits), models);
  };
  return {
    run: async (steps) => {
      let newest: tf.Scalar | undefined;
      for (let step = 0; step < steps; step++) {
        newest?.dispose();
        newest = optimizer.minimize(loss, true) ?? undefined;
      }
      const values = newest ? Array.from(await newest.data()) : [];
      newest?.dispose();
      return values;
    },
  };
}
