// Kernel test cases of what happens to gradients: their norm, Adam, gradient descent; clipped and not.
import { integers, values, without, type KernelCase, type KernelRow } from './kernel-case.ts';

const BATCH_AT = { epoch: 0, first: 0, rows: 0, slot: 2 };

/** Four slots of norms, some below and some above a CLIP of 1. */
function shared(MODELS: number, PARAMETERS: number) {
  return {
    gradients: values(MODELS * PARAMETERS, 0.1),
    trainable: integers(PARAMETERS, 2),
    norms: values(4 * MODELS, 2).map(Math.abs),
  };
}

function normCase(MODELS: number, PARAMETERS: number): KernelCase {
  const size = { MODELS, PARAMETERS };
  return {
    label: `${MODELS} models of ${PARAMETERS}`,
    constants: size,
    tensors: shared(MODELS, PARAMETERS),
    outputs: ['norms'],
    workgroups: [1, 1, MODELS],
    batch: BATCH_AT,
    run: (kernels, real, words) =>
      kernels.gradientNorm(
        size,
        { gradients: real('gradients'), trainable: words('trainable'), norms: real('norms') },
        BATCH_AT,
      ),
  };
}

function adamCase(MODELS: number, PARAMETERS: number): KernelCase {
  const size = { MODELS, PARAMETERS, BETA1: 0.9, BETA2: 0.99, EPSILON: 1e-8, CLIP: 1 };
  const adamStep = [0.01 / (1 - 0.9 ** 3), 1 / (1 - 0.99 ** 3)] as const;
  return {
    label: `${MODELS} models of ${PARAMETERS}`,
    constants: size,
    tensors: {
      ...shared(MODELS, PARAMETERS),
      parameters: values(MODELS * PARAMETERS),
      adamM: values(MODELS * PARAMETERS, 0.1),
      adamV: values(MODELS * PARAMETERS, 0.01).map((value) => 0.001 + Math.abs(value)),
    },
    outputs: ['parameters', 'adamM', 'adamV'],
    workgroups: [Math.ceil(PARAMETERS / 256), 1, MODELS],
    batch: BATCH_AT,
    adamStep,
    run: (kernels, real, words) =>
      kernels.adam(
        size,
        {
          gradients: real('gradients'),
          trainable: words('trainable'),
          norms: real('norms'),
          parameters: real('parameters'),
          adamM: real('adamM'),
          adamV: real('adamV'),
        },
        BATCH_AT,
        adamStep,
      ),
  };
}

function sgdCase(MODELS: number, PARAMETERS: number): KernelCase {
  const size = { MODELS, PARAMETERS, CLIP: 1 };
  const adamStep = [0.1, 0] as const;
  return {
    label: `${MODELS} models of ${PARAMETERS}`,
    constants: without(size),
    tensors: { ...shared(MODELS, PARAMETERS), parameters: values(MODELS * PARAMETERS) },
    outputs: ['parameters'],
    workgroups: [Math.ceil(PARAMETERS / 256), 1, MODELS],
    batch: BATCH_AT,
    adamStep,
    run: (kernels, real, words) =>
      kernels.sgd(
        size,
        {
          gradients: real('gradients'),
          trainable: words('trainable'),
          norms: real('norms'),
          parameters: real('parameters'),
        },
        BATCH_AT,
        adamStep,
      ),
  };
}

export function optimizerRows(): KernelRow[] {
  const sizes = [
    [1, 4],
    [3, 1028],
    [2, 260],
  ] as const;
  const cases = (make: (models: number, parameters: number) => KernelCase) =>
    sizes.map(([models, parameters]) => make(models, parameters));
  const reason = 'a few roundings of f32';
  return [
    {
      kernel: 'gradientNorm',
      twin: 'gradientNorm',
      absolute: 1e-7,
      relative: 1e-6,
      reason: 'f32 sums of 1028 squares in another order than the twin’s',
      cases: cases(normCase),
    },
    {
      kernel: 'adam',
      twin: 'adam',
      absolute: 1e-6,
      relative: 2e-5,
      reason: `${reason}; 1 - β2 has only 17 exact bits in f32`,
      cases: cases(adamCase),
    },
    { kernel: 'sgd', twin: 'sgd', absolute: 1e-6, relative: 1e-6, reason, cases: cases(sgdCase) },
  ];
}
