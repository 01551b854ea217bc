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

/** For the kernels that are chosen by measurement: columns and sums that end within a tile of each of them, and beyond it. */
export const FEWER_CASES: readonly LayerCase[] = [
  { BATCH: 24, IN: 36, OUT: 20, MODELS: 4, MODELS_PER_INPUT: 2 },
  { BATCH: 136, IN: 68, OUT: 132, MODELS: 2, MODELS_PER_INPUT: 1 },
];

/** A kernel and, where it leaves that open, the threads along a side of its workgroup. */
interface Shaped {
  readonly kernel: string;
  readonly side?: number;
}

function sized({ side }: Shaped): Readonly<Record<string, number>> {
  return side === undefined ? {} : { SIDE: side };
}

function shapeLabel({ side }: Shaped): string {
  return side === undefined ? '' : `, ${side} threads along a side`;
}

/** The weights lie behind something else, as those of a second layer do. */
const WEIGHT = 8;

function layerSize({ BATCH, IN, OUT, MODELS }: LayerCase) {
  const BIAS = WEIGHT + IN * OUT;
  return { MODELS, BATCH, IN, OUT, PARAMETERS: BIAS + OUT + 4, WEIGHT, BIAS };
}

function label({ BATCH, IN, OUT, MODELS, MODELS_PER_INPUT }: LayerCase): string {
  return `${MODELS} models (${MODELS_PER_INPUT} per input), ${BATCH} rows, ${IN} → ${OUT}`;
}

function forwardCase(shaped: Shaped, layer: LayerCase, RELU: boolean, BIASED = true): KernelCase {
  const size = { ...layerSize(layer), MODELS_PER_INPUT: layer.MODELS_PER_INPUT, RELU, BIASED };
  const { MODELS, BATCH, IN, OUT } = layer;
  return {
    label: `${label(layer)}${RELU ? ', ReLU' : ''}${BIASED ? '' : ', no bias'}${shapeLabel(shaped)}`,
    constants: { ...without(size, 'MODELS'), ...sized(shaped) },
    tensors: {
      parameters: values(MODELS * size.PARAMETERS, 1 / Math.sqrt(IN)),
      input: values((MODELS / layer.MODELS_PER_INPUT) * BATCH * IN),
      output: values(MODELS * BATCH * OUT),
    },
    outputs: ['output'],
    workgroups: tiles(shaped.kernel, [BATCH, OUT], MODELS, shaped.side),
    run: (kernels, real) =>
      kernels.forward(size, { parameters: real('parameters'), input: real('input'), output: real('output') }),
  };
}

function backwardCase(shaped: Shaped, layer: LayerCase, MASKED = true): KernelCase {
  const size = { ...layerSize(layer), MASKED };
  const { MODELS, BATCH, IN, OUT } = layer;
  return {
    label: `${label(layer)}${MASKED ? '' : ', no mask'}${shapeLabel(shaped)}`,
    constants: { ...without(size, 'MODELS', 'BIAS'), ...sized(shaped) },
    tensors: {
      parameters: values(MODELS * size.PARAMETERS, 1 / Math.sqrt(IN)),
      dOutput: values(MODELS * BATCH * OUT),
      activation: rectified(MODELS * BATCH * IN),
      dInput: values(MODELS * BATCH * IN),
    },
    outputs: ['dInput'],
    workgroups: tiles(shaped.kernel, [BATCH, IN], MODELS, shaped.side),
    run: (kernels, real) =>
      kernels.backward(size, {
        parameters: real('parameters'),
        dOutput: real('dOutput'),
        activation: real('activation'),
        dInput: real('dInput'),
      }),
  };
}

function weightUpdateCase(shaped: Shaped, layer: LayerCase): KernelCase {
  const adam = { BETA1: 0.9, BETA2: 0.999, EPSILON: 1e-8 };
  const size = { ...layerSize(layer), MODELS_PER_INPUT: layer.MODELS_PER_INPUT, ...adam };
  const { MODELS, BATCH, IN, OUT } = layer;
  const adamStep = [0.01 / (1 - 0.9 ** 3), 1 / (1 - 0.999 ** 3)] as const;
  return {
    label: `${label(layer)}${shapeLabel(shaped)}`,
    constants: { ...without(size, 'MODELS'), ...sized(shaped) },
    tensors: {
      input: values((MODELS / layer.MODELS_PER_INPUT) * BATCH * IN),
      dOutput: values(MODELS * BATCH * OUT, 1 / BATCH),
      parameters: values(MODELS * size.PARAMETERS, 1 / Math.sqrt(IN)),
      adamM: values(MODELS * size.PARAMETERS, 0.1),
      adamV: values(MODELS * size.PARAMETERS, 0.01).map((value) => 0.001 + Math.abs(value)),
    },
    outputs: ['parameters', 'adamM', 'adamV'],
    workgroups: tiles(shaped.kernel, [IN, OUT], MODELS, shaped.side),
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

function weightGradientCase(shaped: Shaped, layer: LayerCase, BIASED: boolean): KernelCase {
  const size = { ...layerSize(layer), BIASED };
  const { MODELS, BATCH, IN, OUT } = layer;
  return {
    label: `${label({ ...layer, MODELS_PER_INPUT: 1 })}${BIASED ? '' : ', no bias'}${shapeLabel(shaped)}`,
    constants: { ...without(size, 'MODELS'), ...sized(shaped) },
    tensors: {
      input: values(MODELS * BATCH * IN),
      dOutput: values(MODELS * BATCH * OUT, 1 / BATCH),
      gradients: values(MODELS * size.PARAMETERS),
    },
    outputs: ['gradients'],
    workgroups: tiles(shaped.kernel, [IN, OUT], MODELS, shaped.side),
    run: (kernels, real) =>
      kernels.weightGradient(size, { input: real('input'), dOutput: real('dOutput'), gradients: real('gradients') }),
  };
}

const SUM_REASON = 'f32 sums of up to 784 products in another order than the twin’s f64 sum';

/** The rows of the portable kernels, or of a family of variants, on layers of these sizes; with `sides` for each number of threads along a side. */
export function matrixRows(
  suffix: '' | 'Quad' | 'Wide' | 'Tile',
  layers: readonly LayerCase[] = LAYER_CASES,
  sides?: readonly number[],
): KernelRow[] {
  // Kernels that pass through shared memory take a software adapter a second to compile.
  const plain = sides ? layers.slice(0, 1) : layers;
  const shapes = (name: string): Shaped[] => {
    const kernel = `${name}${suffix}`;
    return sides ? sides.map((side) => ({ kernel, side })) : [{ kernel }];
  };
  return [
    {
      kernel: `forward${suffix}`,
      twin: 'forward',
      absolute: 3e-6,
      relative: 1e-5,
      reason: SUM_REASON,
      cases: shapes('forward').flatMap((shaped) => [
        ...layers.map((layer, i) => forwardCase(shaped, layer, i % 2 === 0)),
        ...plain.map((layer) => forwardCase(shaped, layer, false, false)),
      ]),
    },
    {
      kernel: `backward${suffix}`,
      twin: 'backward',
      absolute: 3e-6,
      relative: 1e-5,
      reason: SUM_REASON,
      cases: shapes('backward').flatMap((shaped) => [
        ...layers.map((layer) => backwardCase(shaped, layer)),
        ...plain.map((layer) => backwardCase(shaped, layer, false)),
      ]),
    },
    {
      kernel: `weightUpdate${suffix}`,
      twin: 'weightUpdate',
      absolute: 3e-6,
      relative: 2e-5,
      reason: `${SUM_REASON}; 1 - β2 has only 13 exact bits in f32`,
      cases: shapes('weightUpdate').flatMap((shaped) => layers.map((layer) => weightUpdateCase(shaped, layer))),
    },
    {
      kernel: `weightGradient${suffix}`,
      twin: 'weightGradient',
      absolute: 1e-6,
      relative: 1e-5,
      reason: 'f32 sums of up to 136 products in another order than the twin’s f64 sum',
      cases: shapes('weightGradient').flatMap((shaped) =>
        layers.map((layer, i) => weightGradientCase(shaped, layer, i % 2 === 0)),
      ),
    },
  ];
}
