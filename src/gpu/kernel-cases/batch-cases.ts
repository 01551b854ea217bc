// Kernel test cases of the kernels that make a batch and of those behind the logits.
import { batchOrder } from '../../cpu/twins/inputs.ts';
import { randomBits, STREAM } from '../../experiment/random.ts';
import { values, without, type KernelCase } from './kernel-case.ts';

/** Two groups of 72 rows of which 50 exist, a permutation of 1000 images. */
const BATCH_SIZE = { GROUPS: 2, BATCH: 72, COUNT: 1000, STREAM: STREAM.batchOrder };
const BATCH_AT = { epoch: 3, first: 950, rows: 50, slot: 2 };
const SEEDS = Uint32Array.from([0, 4_000_000_000]);

function orderOf(SHUFFLED: boolean): Uint32Array {
  const order = new Uint32Array(BATCH_SIZE.GROUPS * BATCH_SIZE.BATCH);
  batchOrder({ ...BATCH_SIZE, SHUFFLED }, { seeds: SEEDS, order }, BATCH_AT);
  return order;
}

export function batchOrderCase(SHUFFLED: boolean): KernelCase {
  return {
    label: SHUFFLED ? 'shuffled, short batch' : 'in order, short batch',
    constants: { ...without(BATCH_SIZE, 'GROUPS'), SHUFFLED },
    tensors: { seeds: SEEDS, order: new Uint32Array(BATCH_SIZE.GROUPS * BATCH_SIZE.BATCH) },
    outputs: ['order'],
    workgroups: [2, 1, 2],
    batch: BATCH_AT,
    run: (kernels, _real, words) =>
      kernels.batchOrder({ ...BATCH_SIZE, SHUFFLED }, { seeds: words('seeds'), order: words('order') }, BATCH_AT),
  };
}

export function gatherCase(): KernelCase {
  const size = { GROUPS: 2, BATCH: 72, IN: 36 };
  return {
    label: 'short batch, 36 pixels',
    constants: without(size, 'GROUPS'),
    tensors: {
      images: Uint8Array.from({ length: 1000 * 36 }, (_, i) => randomBits(1, 98, 0, i)),
      order: orderOf(true),
      input: values(2 * 72 * 36),
    },
    outputs: ['input'],
    workgroups: [1, 72, 2],
    run: (kernels, real, words, bytes) =>
      kernels.gatherImages(size, { images: bytes('images'), order: words('order'), input: real('input') }),
  };
}

export function noiseCase(INPUTS: number, NORMAL: boolean): KernelCase {
  const size = { GROUPS: 2, BATCH: 72, IN: Math.ceil(INPUTS / 4) * 4, INPUTS };
  return {
    label: `${INPUTS} pixels, short batch${NORMAL ? ', normal' : ''}`,
    constants: { ...without(size, 'GROUPS'), STREAM: STREAM.noise, NORMAL },
    tensors: { seeds: SEEDS, order: orderOf(true), input: values(2 * 72 * size.IN) },
    outputs: ['input'],
    workgroups: [Math.ceil(size.IN / 4 / 64), 72, 2],
    run: (kernels, real, words) =>
      kernels.noise({ ...size, NORMAL }, { seeds: words('seeds'), order: words('order'), input: real('input') }),
  };
}

export function blurredCase(SIDE: number): KernelCase {
  const size = { GROUPS: 2, BATCH: 72, IN: Math.ceil((SIDE * SIDE) / 4) * 4, INPUTS: SIDE * SIDE };
  return {
    label: `${SIDE} x ${SIDE} pixels, short batch`,
    constants: { BATCH: size.BATCH, IN: size.IN, STREAM: STREAM.noise, SIDE },
    tensors: { seeds: SEEDS, order: orderOf(true), input: values(2 * 72 * size.IN) },
    outputs: ['input'],
    workgroups: [1, 72, 2],
    run: (kernels, real, words) =>
      kernels.blurredNoise(size, { seeds: words('seeds'), order: words('order'), input: real('input') }),
  };
}

const LABELS = Uint32Array.from({ length: 1000 }, (_, image) => randomBits(2, 98, 0, image) % 7);

export function crossEntropyCase(): KernelCase {
  const size = { MODELS: 4, BATCH: 72, LOGITS: 12, CLASSES: 7, MODELS_PER_INPUT: 2 };
  return {
    label: '4 models, 7 of 12 logits, short batch',
    constants: size,
    tensors: {
      logits: values(4 * 72 * 12, 5),
      order: orderOf(true),
      labels: LABELS,
      dLogits: values(4 * 72 * 12),
      losses: values(4 * 4),
    },
    outputs: ['dLogits', 'losses'],
    workgroups: [1, 1, 4],
    batch: BATCH_AT,
    run: (kernels, real, words) =>
      kernels.crossEntropy(
        size,
        {
          logits: real('logits'),
          order: words('order'),
          labels: words('labels'),
          dLogits: real('dLogits'),
          losses: real('losses'),
        },
        BATCH_AT,
      ),
  };
}

export function distillationCase(FROM: number, TO: number, spread: number, CACHED: boolean): KernelCase {
  const size = {
    MODELS: 4,
    BATCH: 72,
    LOGITS: 12,
    FROM,
    TO,
    MODELS_PER_INPUT: 2,
    TEACHER_ROWS: CACHED ? 1000 : 72,
    TEACHER_LOGITS: CACHED ? TO - FROM : 12,
    TEACHER_FROM: CACHED ? 0 : FROM,
    CACHED,
  };
  const kept = CACHED ? 'cached' : 'of the batch';
  return {
    label: `4 students of 2 teachers, logits ${FROM} to ${TO - 1} ${kept}, spread ${spread}, short batch`,
    constants: size,
    tensors: {
      teacherLogits: values(2 * size.TEACHER_ROWS * size.TEACHER_LOGITS, spread),
      order: orderOf(true),
      logits: values(4 * 72 * 12, spread),
      dLogits: values(4 * 72 * 12),
      losses: values(4 * 4),
    },
    outputs: ['dLogits', 'losses'],
    workgroups: [1, 1, 4],
    batch: BATCH_AT,
    run: (kernels, real, words) =>
      kernels.distillation(
        size,
        {
          teacherLogits: real('teacherLogits'),
          order: words('order'),
          logits: real('logits'),
          dLogits: real('dLogits'),
          losses: real('losses'),
        },
        BATCH_AT,
      ),
  };
}

export function cacheLogitsCase(): KernelCase {
  const size = { GROUPS: 2, BATCH: 72, COUNT: 1000, LOGITS: 12, FROM: 7, TO: 10 };
  return {
    label: '2 teachers, logits 7 to 9, short batch',
    constants: without(size, 'GROUPS'),
    tensors: { teacherLogits: values(2 * 72 * 12), order: orderOf(true), cache: values(2 * 1000 * 3) },
    outputs: ['cache'],
    workgroups: [2, 1, 2],
    run: (kernels, real, words) =>
      kernels.cacheLogits(size, { teacherLogits: real('teacherLogits'), order: words('order'), cache: real('cache') }),
  };
}

export function confusionCase(): KernelCase {
  const size = { MODELS: 3, BATCH: 72, LOGITS: 12, CLASSES: 7 };
  const logits = values(3 * 72 * 12).map((value) => Math.round(4 * value));
  return {
    label: '3 models, with ties, short batch',
    constants: without(size, 'MODELS'),
    tensors: { logits, order: orderOf(true).subarray(0, 72), labels: LABELS, counts: new Uint32Array(3 * 49) },
    outputs: ['counts'],
    workgroups: [2, 1, 3],
    run: (kernels, real, words) =>
      kernels.confusion(size, {
        logits: real('logits'),
        order: words('order'),
        labels: words('labels'),
        counts: words('counts'),
      }),
  };
}
