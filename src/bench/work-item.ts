// What both engines do in the benchmark: the teacher's training step of the paper's network.

export const SIZES = [784, 256, 256, 13] as const;
export const CLASSES = 10;
export const BATCH = 1024;
export const ADAM = { kind: 'adam', learningRate: 3e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Who computes, and on what. */
export const ENGINES = ['ours webgpu', 'ours wasm', 'ours cpu', 'jax-js webgpu', 'jax-js wasm'] as const;
export type EngineName = (typeof ENGINES)[number];

/** An engine with everything made and compiled. */
export interface Engine {
  /** Trains `steps` steps and waits until they are done; the newest loss of every model. */
  run(steps: number): Promise<number[]>;
}
