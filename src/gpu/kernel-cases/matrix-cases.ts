// Kernel test cases of the matrix kernels: forward, backward, weightUpdate, weightGradient and their variants.
import { rectified, values, without, type KernelCase, type KernelRow } from './kernel-case.ts';
import { tiles } from '../matrix.ts';

export interface LayerCase {
  readonly BATCH: number;
  readonly IN: number;
  readonly OUT: number;
  readonly MODELS: number;
  readonly MODELS_PER_INPUT: number;
}

/** Both sides of the tiles: smaller, equal, one step larger, several of them; one model and more; shared inputs. */
const LAYER_CASES: readonly LayerCase[] = [
  { BATCH: 8, IN: 4, OUT: 4, MODELS: 1, MODELS_PER_INPUT: 1 },
  { BATCH: 8, IN: 12, OUT: 20, MODELS: 3, MODELS_PER_INPUT: 1 },
  { BATCH: 24, IN: 36, OUT: 16, MODELS: 4, MODELS_PER_INPUT: 2 },
  { BATCH: 32, IN: 32, OUT: 32, MODELS: 2, MODELS_PER_INPUT: 1 },
  { BATCH: 72, IN: 68, OUT: 12, MODELS: 2, MODELS_PER_INPUT: 2 },
  { BATCH: 64, IN: 784, OUT: 64, MODELS: 1, MODELS_PER_INPUT: 1 },
  { BATCH: 136, IN: 20, OUT: 132, MODELS: 2, MODELS_PER_INPUT: 1 },
];

/** The weights lie behind something else, as those of a second layer do. */
const WEIGHT = 8;

function layerSize({ BATCH, IN, OUT, MODELS }: LayerCase) {
  const BIAS = WEIGHT + IN * OUT;
  return { MODELS, BATCH, IN, OUT, PARAMETERS: BIAS + OUT + 4, WEIGHT, BIAS };
}

function label({ BATCH, IN, OUT, MODELS, MODELS_PER_INPUT }: LayerCase): string {
  return `${MODELS} models (${MODELS_PER_INPUT} per input), ${BATCH} rows, ${IN} → ${OUT}`;
}

function forwardCase(kernel: string, layer: LayerCase, RELU: boolean, BIASED = true): KernelCase {
  const size = { ...layerSize(layer), MODELS_PER_INPUT: layer.MODELS_PER_INPUT, RELU, BIASED };
  const { MODELS, BATCH, IN, OUT } = layer;
  return {
    label: `${label(layer)}${RELU ? ', ReLU' : ''}${BIASED ? '' : ', no bias'}`,
    constants: without(size, 'MODELS'),
    tensors: {
      parameters: values(MODELS * size.PARAMETERS, 1 / Math.sqrt(IN)),
      input: values((MODELS / layer.MODELS_PER_INPUT) * BATCH * IN),
      output: values(MODELS * BATCH * OUT),
    },
    outputs: ['output'],
    workgroups: tiles(kernel, [BATCH, OUT], MODELS),
    run: (kernels, real) =>
      kernels.forward(size, { parameters: real('parameters'), input: real('input'), output: real('output') }),
  };
}

function backwardCase(kernel: string, layer: LayerCase, MASKED = true): KernelCase {
  const size = { ...layerSize(layer), MASKED };
  const { MODELS, BATCH, IN, OUT } = layer;
  return {
    label: `${label(layer)}${MASKED ? '' : ', no mask'}`,
    constants: without(size, 'MODELS', 'BIAS'),
    tensors: {
      parameters: values(MODELS * size.PARAMETERS, 1 / Math.sqrt(IN)),
      dOutput: values(MODELS * BATCH * OUT),
      activation: rectified(MODELS * BATCH * IN),
      dInput: values(MODELS * BATCH * IN),
    },
    outputs: ['dInput'],
    workgroups: tiles(kernel, [BATCH, IN], MODELS),
    run: (kernels, real) =>
      kernels.backward(size, {
        parameters: real('parameters'),
        dOutput: real('dOutput'),
        activation: real('activation'),
        dInput: real('dInput'),
      }),
  };
}

function weightUpdateCase(kernel: string, layer: LayerCase): KernelCase {
  const adam = { BETA1: 0.9, BETA2: 0.999, EPSILON: 1e-8 };
  const size = { ...layerSize(layer), MODELS_PER_INPUT: layer.MODELS_PER_INPUT, ...adam };
  const { MODELS, BATCH, IN, OUT } = layer;
  const adamStep = [0.01 / (1 - 0.9 ** 3), 1 / (1 - 0.999 ** 3)] as const;
  return {
    label: label(layer),
    constants: without(size, 'MODELS'),
    tensors: {
      input: values((MODELS / layer.MODELS_PER_INPUT) * BATCH * IN),
      dOutput: values(MODELS * BATCH * OUT, 1 / BATCH),
      parameters: values(MODELS * size.PARAMETERS, 1 / Math.sqrt(IN)),
      adamM: values(MODELS * size.PARAMETERS, 0.1),
      adamV: values(MODELS * size.PARAMETERS, 0.01).map((value) => 0.001 + Math.abs(value)),
    },
    outputs: ['parameters', 'adamM', 'adamV'],
    workgroups: tiles(kernel, [IN, OUT], MODELS),
    adamStep,
    run: (kernels, real) =>
      kernels.weightUpdate(
        size,
        {
          input: real('input'),
          dOutput: real('dOutput'),
          parameters: real('parameters'),
          adamM: real('adamM'),
          adamV: real('adamV'),
        },
        adamStep,
      ),
  };
}

function weightGradientCase(kernel: string, layer: LayerCase, BIASED: boolean): KernelCase {
  const size = { ...layerSize(layer), BIASED };
  const { MODELS, BATCH, IN, OUT } = layer;
  return {
    label: `${label({ ...layer, MODELS_PER_INPUT: 1 })}${BIASED ? '' : ', no bias'}`,
    constants: without(size, 'MODELS'),
    tensors: {
      input: values(MODELS * BATCH * IN),
      dOutput: values(MODELS * BATCH * OUT, 1 / BATCH),
      gradients: values(MODELS * size.PARAMETERS),
    },
    outputs: ['gradients'],
    workgroups: tiles(kernel, [IN, OUT], MODELS),
    run: (kernels, real) =>
      kernels.weightGradient(size, { input: real('input'), dOutput: real('dOutput'), gradients: real('gradients') }),
  };
}

const SUM_REASON = 'f32 sums of up to 784 products in another order than the twin’s f64 sum';

/** The rows of the portable kernels, or of a family of variants, on layers of these sizes. */
export function matrixRows(suffix: '' | 'Quad', layers: readonly LayerCase[] = LAYER_CASES): KernelRow[] {
  return [
    {
      kernel: `forward${suffix}`,
      twin: 'forward',
      absolute: 3e-6,
      relative: 1e-5,
      reason: SUM_REASON,
      cases: [
        ...layers.map((layer, i) => forwardCase(`forward${suffix}`, layer, i % 2 === 0)),
        ...layers.map((layer) => forwardCase(`forward${suffix}`, layer, false, false)),
      ],
    },
    {
      kernel: `backward${suffix}`,
      twin: 'backward',
      absolute: 3e-6,
      relative: 1e-5,
      reason: SUM_REASON,
      cases: [
        ...layers.map((layer) => backwardCase(`backward${suffix}`, layer)),
        ...layers.map((layer) => backwardCase(`backward${suffix}`, layer, false)),
      ],
    },
    {
      kernel: `weightUpdate${suffix}`,
      twin: 'weightUpdate',
      absolute: 3e-6,
      relative: 2e-5,
      reason: `${SUM_REASON}; 1 - β2 has only 13 exact bits in f32`,
      cases: layers.map((layer) => weightUpdateCase(`weightUpdate${suffix}`, layer)),
    },
    {
      kernel: `weightGradient${suffix}`,
      twin: 'weightGradient',
      absolute: 1e-6,
      relative: 1e-5,
      reason: 'f32 sums of up to 136 products in another order than the twin’s f64 sum',
      cases: layers.map((layer, i) => weightGradientCase(`weightGradient${suffix}`, layer, i % 2 === 0)),
    },
  ];
}
