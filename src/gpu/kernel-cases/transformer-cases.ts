// Kernel test cases of norms and attention: heads smaller and larger than the 16 numbers that a thread holds.
import { attention } from '../../cpu/twins/attention.ts';
import { values, without, type KernelCase, type KernelRow } from './kernel-case.ts';

interface NormCase {
  readonly MODELS: number;
  readonly ROWS: number;
  readonly UNITS: number;
}

const NORM_CASES: readonly NormCase[] = [
  { MODELS: 1, ROWS: 8, UNITS: 4 },
  { MODELS: 3, ROWS: 64, UNITS: 32 },
  { MODELS: 2, ROWS: 136, UNITS: 35 },
];

function normSize({ MODELS, ROWS, UNITS }: NormCase) {
  const WIDTH = Math.ceil(UNITS / 4) * 4;
  return { MODELS, ROWS, WIDTH, UNITS, PARAMETERS: WIDTH + 12, GAIN: 8 };
}

/** Rows [ROWS, WIDTH] whose padding is 0. */
function padded({ MODELS, ROWS, WIDTH, UNITS }: ReturnType<typeof normSize>): Float32Array {
  return values(MODELS * ROWS * WIDTH).map((value, at) => (at % WIDTH < UNITS ? value : 0));
}

function label({ MODELS, ROWS, UNITS }: NormCase): string {
  return `${MODELS} models, ${ROWS} rows, ${UNITS} units`;
}

function rmsNormCase(norm: NormCase): KernelCase {
  const size = { ...normSize(norm), EPSILON: 1e-5 };
  const { MODELS, ROWS, WIDTH } = size;
  return {
    label: label(norm),
    constants: without(size, 'MODELS'),
    tensors: {
      parameters: values(MODELS * size.PARAMETERS),
      hidden: padded(size),
      normed: values(MODELS * ROWS * WIDTH),
      scales: values(MODELS * ROWS),
    },
    outputs: ['normed', 'scales'],
    workgroups: [Math.ceil(ROWS / 64), 1, MODELS],
    run: (kernels, real) =>
      kernels.rmsNorm(size, {
        parameters: real('parameters'),
        hidden: real('hidden'),
        normed: real('normed'),
        scales: real('scales'),
      }),
  };
}

function addRmsNormCase(norm: NormCase): KernelCase {
  const size = { ...normSize(norm), EPSILON: 1e-5 };
  const { MODELS, ROWS, WIDTH } = size;
  return {
    label: label(norm),
    constants: without(size, 'MODELS'),
    tensors: {
      parameters: values(MODELS * size.PARAMETERS),
      residual: padded(size),
      delta: padded(size),
      hidden: values(MODELS * ROWS * WIDTH),
      normed: values(MODELS * ROWS * WIDTH),
      scales: values(MODELS * ROWS),
    },
    outputs: ['hidden', 'normed', 'scales'],
    workgroups: [Math.ceil(ROWS / 64), 1, MODELS],
    run: (kernels, real) =>
      kernels.addRmsNorm(size, {
        parameters: real('parameters'),
        residual: real('residual'),
        delta: real('delta'),
        hidden: real('hidden'),
        normed: real('normed'),
        scales: real('scales'),
      }),
  };
}

function rmsNormBackwardCase(norm: NormCase, ACCUMULATE: boolean): KernelCase {
  const size = { ...normSize(norm), ACCUMULATE };
  const { MODELS, ROWS, WIDTH } = size;
  return {
    label: `${label(norm)}${ACCUMULATE ? ', added' : ''}`,
    constants: without(size, 'MODELS'),
    tensors: {
      parameters: values(MODELS * size.PARAMETERS),
      hidden: padded(size),
      scales: values(MODELS * ROWS).map(Math.abs),
      dNormed: padded(size),
      dHidden: values(MODELS * ROWS * WIDTH),
    },
    outputs: ['dHidden'],
    workgroups: [Math.ceil(ROWS / 64), 1, MODELS],
    run: (kernels, real) =>
      kernels.rmsNormBackward(size, {
        parameters: real('parameters'),
        hidden: real('hidden'),
        scales: real('scales'),
        dNormed: real('dNormed'),
        dHidden: real('dHidden'),
      }),
  };
}

function gainGradientCase(norm: NormCase): KernelCase {
  const { MODELS, ROWS, WIDTH, PARAMETERS, GAIN } = normSize(norm);
  const size = { MODELS, ROWS, WIDTH, PARAMETERS, GAIN };
  return {
    label: label(norm),
    constants: without(size, 'MODELS'),
    tensors: {
      hidden: padded(normSize(norm)),
      scales: values(MODELS * ROWS),
      dNormed: values(MODELS * ROWS * WIDTH),
      gradients: values(MODELS * PARAMETERS),
    },
    outputs: ['gradients'],
    workgroups: [WIDTH / 4, 1, MODELS],
    run: (kernels, real) =>
      kernels.gainGradient(size, {
        hidden: real('hidden'),
        scales: real('scales'),
        dNormed: real('dNormed'),
        gradients: real('gradients'),
      }),
  };
}

interface AttentionCase {
  readonly MODELS: number;
  readonly BATCH: number;
  readonly LENGTH: number;
  readonly HEADS: number;
  readonly HEAD: number;
}

/** One number per thread and several; one part of a head, exactly one, and several with a rest. */
const ATTENTION_CASES: readonly AttentionCase[] = [
  { MODELS: 1, BATCH: 8, LENGTH: 1, HEADS: 1, HEAD: 4 },
  { MODELS: 3, BATCH: 8, LENGTH: 17, HEADS: 2, HEAD: 16 },
  { MODELS: 2, BATCH: 16, LENGTH: 5, HEADS: 3, HEAD: 12 },
  { MODELS: 2, BATCH: 8, LENGTH: 20, HEADS: 2, HEAD: 20 },
  { MODELS: 1, BATCH: 8, LENGTH: 7, HEADS: 1, HEAD: 64 },
];

/** Scores of a few units, so that the softmax is neither flat nor one token. */
const SPREAD = 2;

function attentionSize({ MODELS, BATCH, LENGTH, HEADS, HEAD }: AttentionCase, sides = 1) {
  const size = { MODELS, ROWS: BATCH * LENGTH, LENGTH, HEADS, HEAD, SCALE: 1 / Math.sqrt(HEAD - 1) };
  const threads = sides * BATCH * Math.ceil(LENGTH / 4) * HEADS * Math.ceil(HEAD / 16);
  const workgroups = [Math.ceil(threads / 64), 1, MODELS] as const;
  return { size, workgroups, elements: MODELS * size.ROWS * HEADS * HEAD, sums: MODELS * size.ROWS * HEADS };
}

function attentionLabel({ MODELS, BATCH, LENGTH, HEADS, HEAD }: AttentionCase): string {
  return `${MODELS} models, ${BATCH} sequences of ${LENGTH}, ${HEADS} heads of ${HEAD}`;
}

function attentionCase(attending: AttentionCase): KernelCase {
  const { size, workgroups, elements, sums } = attentionSize(attending);
  return {
    label: attentionLabel(attending),
    constants: without(size, 'MODELS'),
    tensors: { qkv: values(3 * elements, SPREAD), output: values(elements), logSumExp: values(sums) },
    outputs: ['output', 'logSumExp'],
    workgroups,
    run: (kernels, real) =>
      kernels.attention(size, { qkv: real('qkv'), output: real('output'), logSumExp: real('logSumExp') }),
  };
}

function attentionBackwardCase(attending: AttentionCase): KernelCase {
  const { size, workgroups, elements, sums } = attentionSize(attending, 2);
  const forward = { qkv: values(3 * elements, SPREAD), output: values(elements), logSumExp: values(sums) };
  // As the forward kernel leaves them.
  attention(size, forward);
  return {
    label: attentionLabel(attending),
    constants: without(size, 'MODELS'),
    tensors: { ...forward, dOutput: values(elements), dQkv: values(3 * elements) },
    outputs: ['dQkv'],
    workgroups,
    run: (kernels, real) =>
      kernels.attentionBackward(size, {
        qkv: real('qkv'),
        output: real('output'),
        dOutput: real('dOutput'),
        logSumExp: real('logSumExp'),
        dQkv: real('dQkv'),
      }),
  };
}

function cachedAttentionCase(attending: AttentionCase, position: number): KernelCase {
  const { MODELS, BATCH, LENGTH, HEADS, HEAD } = attending;
  const size = { MODELS, BATCH, LENGTH, HEADS, HEAD, SCALE: 1 / Math.sqrt(HEAD - 1) };
  const row = MODELS * BATCH * HEADS * HEAD;
  const decode = { position, first: 300 };
  return {
    label: `${attentionLabel(attending)}, position ${position}`,
    constants: without(size, 'MODELS'),
    tensors: {
      qkv: values(3 * row, SPREAD),
      keys: values(LENGTH * row, SPREAD),
      values: values(LENGTH * row),
      output: values(row),
    },
    outputs: ['output', 'keys', 'values'],
    workgroups: [Math.ceil((BATCH * HEADS * Math.ceil(HEAD / 16)) / 64), 1, MODELS],
    decode,
    run: (kernels, real) =>
      kernels.cachedAttention(
        size,
        { qkv: real('qkv'), keys: real('keys'), values: real('values'), output: real('output') },
        decode,
      ),
  };
}

export function transformerRows(): KernelRow[] {
  const row = (kernel: string, absolute: number, reason: string, cases: KernelCase[]): KernelRow => {
    return { kernel, twin: kernel, absolute, relative: 1e-5, reason, cases };
  };
  const sums = 'f32 sums of up to 36 products and a root';
  const softmax = 'f32 sums of up to 64 products, and exp of WGSL, good to 3 + 2|x| units in the last place';
  return [
    row('rmsNorm', 1e-6, sums, NORM_CASES.map(rmsNormCase)),
    row('addRmsNorm', 1e-6, sums, NORM_CASES.map(addRmsNormCase)),
    row('rmsNormBackward', 2e-6, sums, [
      ...NORM_CASES.map((norm) => rmsNormBackwardCase(norm, false)),
      ...NORM_CASES.map((norm) => rmsNormBackwardCase(norm, true)),
    ]),
    row('gainGradient', 1e-5, 'f32 sums of up to 136 products', NORM_CASES.map(gainGradientCase)),
    row('attention', 1e-5, softmax, ATTENTION_CASES.map(attentionCase)),
    row('attentionBackward', 3e-5, softmax, ATTENTION_CASES.map(attentionBackwardCase)),
    row('cachedAttention', 1e-5, softmax, [
      ...ATTENTION_CASES.map((attending) => cachedAttentionCase(attending, 0)),
      ...ATTENTION_CASES.map((attending) => cachedAttentionCase(attending, attending.LENGTH - 1)),
    ]),
  ];
}
