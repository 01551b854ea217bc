// Kernel test cases of the kernels that read tokens, and of those that compare logits with tokens.
import { NO_IMAGE } from '../../cpu/twins/inputs.ts';
import { STREAM } from '../../experiment/random.ts';
import { integers, values, without, type KernelCase, type KernelRow } from './kernel-case.ts';
import { tiles } from '../matrix.ts';

const BATCH_AT = { epoch: 3, first: 0, rows: 0, slot: 2 };
const EXACT = { absolute: 0, relative: 0 };
const EXP_REASON = 'exp and log of WGSL are good to 3 + 2|x| units in the last place';

function gatherCase(MODELS: number, BATCH: number, LENGTH: number): KernelCase {
  const size = { MODELS, BATCH, COUNT: 50, LENGTH };
  // The last rows of every model have no sequence.
  const order = integers(MODELS * BATCH, 50).map((sequence, at) => (at % BATCH < BATCH - 3 ? sequence : NO_IMAGE));
  return {
    label: `${MODELS} models, ${BATCH} rows of ${LENGTH}, the last 3 empty`,
    constants: without(size, 'MODELS'),
    tensors: {
      order,
      setOf: integers(MODELS, 2),
      tokens: integers(2 * 50 * LENGTH, 20),
      targets: integers(2 * 50 * LENGTH, 3),
      batchTokens: integers(MODELS * BATCH * LENGTH, 9),
      batchTargets: integers(MODELS * BATCH * LENGTH, 9),
      counted: integers(MODELS, 9),
    },
    outputs: ['batchTokens', 'batchTargets', 'counted'],
    workgroups: [1, 1, MODELS],
    run: (kernels, _real, words) =>
      kernels.gatherTokens(size, {
        order: words('order'),
        setOf: words('setOf'),
        tokens: words('tokens'),
        targets: words('targets'),
        batchTokens: words('batchTokens'),
        batchTargets: words('batchTargets'),
        counted: words('counted'),
      }),
  };
}

/** 20 tokens or more, 7 positions, behind something else. */
function embeddingSize(WIDTH: number, tokens = 20) {
  const EMBEDDING = 8;
  const POSITION = EMBEDDING + tokens * WIDTH;
  return { LENGTH: 7, WIDTH, PARAMETERS: POSITION + 9 * WIDTH + 4, EMBEDDING, POSITION, SCALE: 1.7 };
}

function embedCase(MODELS: number, BATCH: number, WIDTH: number): KernelCase {
  const size = { MODELS, ROWS: BATCH * 7, ...embeddingSize(WIDTH) };
  return {
    label: `${MODELS} models, ${size.ROWS} rows, width ${WIDTH}`,
    constants: without(size, 'MODELS'),
    tensors: {
      parameters: values(MODELS * size.PARAMETERS),
      batchTokens: integers(MODELS * size.ROWS, 20),
      hidden: values(MODELS * size.ROWS * WIDTH),
    },
    outputs: ['hidden'],
    workgroups: [Math.ceil((size.ROWS * WIDTH) / 256), 1, MODELS],
    run: (kernels, real, words) =>
      kernels.embedTokens(size, {
        parameters: real('parameters'),
        batchTokens: words('batchTokens'),
        hidden: real('hidden'),
      }),
  };
}

function embedNextCase(MODELS: number, BATCH: number, WIDTH: number, position: number): KernelCase {
  const size = { MODELS, BATCH, ...embeddingSize(WIDTH) };
  const decode = { position, first: 300 };
  return {
    label: `${MODELS} models, ${BATCH} lists, width ${WIDTH}, position ${position}`,
    constants: without(size, 'MODELS'),
    tensors: {
      parameters: values(MODELS * size.PARAMETERS),
      sequences: integers(MODELS * BATCH * 7, 20),
      hidden: values(MODELS * BATCH * WIDTH),
    },
    outputs: ['hidden'],
    workgroups: [Math.ceil((BATCH * WIDTH) / 256), 1, MODELS],
    decode,
    run: (kernels, real, words) =>
      kernels.embedNext(
        size,
        { parameters: real('parameters'), sequences: words('sequences'), hidden: real('hidden') },
        decode,
      ),
  };
}

function embeddingGradientCase(
  kernel: string,
  MODELS: number,
  ROWS: number,
  WIDTH: number,
  LOGITS: number,
): KernelCase {
  const { PARAMETERS, EMBEDDING, SCALE } = embeddingSize(WIDTH, LOGITS);
  const size = { MODELS, ROWS, LOGITS, WIDTH, PARAMETERS, EMBEDDING, SCALE };
  return {
    label: `${MODELS} models, ${ROWS} rows, width ${WIDTH}, ${LOGITS} tokens`,
    constants: without(size, 'MODELS'),
    tensors: {
      batchTokens: integers(MODELS * ROWS, LOGITS - 1),
      dHidden: values(MODELS * ROWS * WIDTH),
      dLogits: values(MODELS * ROWS * LOGITS),
      normed: values(MODELS * ROWS * WIDTH),
      gradients: values(MODELS * PARAMETERS),
    },
    outputs: ['gradients'],
    workgroups: tiles(kernel, [LOGITS, WIDTH], MODELS),
    run: (kernels, real, words) =>
      kernels.embeddingGradient(size, {
        batchTokens: words('batchTokens'),
        dHidden: real('dHidden'),
        dLogits: real('dLogits'),
        normed: real('normed'),
        gradients: real('gradients'),
      }),
  };
}

function positionGradientCase(MODELS: number, BATCH: number, WIDTH: number): KernelCase {
  const { LENGTH, PARAMETERS, POSITION, SCALE } = embeddingSize(WIDTH);
  const size = { MODELS, BATCH, LENGTH, WIDTH, PARAMETERS, POSITION, SCALE };
  return {
    label: `${MODELS} models, ${BATCH} sequences, width ${WIDTH}`,
    constants: without(size, 'MODELS'),
    tensors: { dHidden: values(MODELS * BATCH * LENGTH * WIDTH), gradients: values(MODELS * PARAMETERS) },
    outputs: ['gradients'],
    workgroups: [Math.ceil((LENGTH * WIDTH) / 256), 1, MODELS],
    run: (kernels, real) => kernels.positionGradient(size, { dHidden: real('dHidden'), gradients: real('gradients') }),
  };
}

/** About a third of the rows count. */
function targetsOf(rows: number, vocabulary: number): Uint32Array {
  const tokens = integers(rows, vocabulary);
  return integers(rows, 3).map((third, row) => (third === 0 ? tokens[row]! : 0));
}

function crossEntropyCase(MODELS: number, ROWS: number, VOCABULARY: number, spread: number): KernelCase {
  const LOGITS = Math.ceil(VOCABULARY / 4) * 4;
  const size = { MODELS, ROWS, LOGITS, VOCABULARY };
  return {
    label: `${MODELS} models, ${ROWS} rows, ${VOCABULARY} tokens, spread ${spread}`,
    constants: without(size, 'MODELS'),
    tensors: {
      logits: values(MODELS * ROWS * LOGITS, spread),
      batchTargets: targetsOf(MODELS * ROWS, VOCABULARY),
      counted: integers(MODELS, 50).map((count) => count + 1),
      dLogits: values(MODELS * ROWS * LOGITS),
      rowLosses: values(MODELS * ROWS),
    },
    outputs: ['dLogits', 'rowLosses'],
    workgroups: [Math.ceil(ROWS / 64), 1, MODELS],
    run: (kernels, real, words) =>
      kernels.tokenCrossEntropy(size, {
        logits: real('logits'),
        batchTargets: words('batchTargets'),
        counted: words('counted'),
        dLogits: real('dLogits'),
        rowLosses: real('rowLosses'),
      }),
  };
}

function distillationCase(MODELS: number, ROWS: number, FROM: number, TO: number, spread: number): KernelCase {
  const LOGITS = 24;
  const size = { MODELS, ROWS, LOGITS, FROM, TO };
  return {
    label: `${MODELS} models, ${ROWS} rows, tokens ${FROM} to ${TO - 1}, spread ${spread}`,
    constants: without(size, 'MODELS'),
    tensors: {
      teacherLogits: values(MODELS * ROWS * LOGITS, spread),
      logits: values(MODELS * ROWS * LOGITS, spread),
      batchTargets: targetsOf(MODELS * ROWS, 20),
      counted: integers(MODELS, 50).map((count) => count + 1),
      dLogits: values(MODELS * ROWS * LOGITS),
      rowLosses: values(MODELS * ROWS),
    },
    outputs: ['dLogits', 'rowLosses'],
    workgroups: [Math.ceil(ROWS / 64), 1, MODELS],
    run: (kernels, real, words) =>
      kernels.tokenDistillation(size, {
        teacherLogits: real('teacherLogits'),
        logits: real('logits'),
        batchTargets: words('batchTargets'),
        counted: words('counted'),
        dLogits: real('dLogits'),
        rowLosses: real('rowLosses'),
      }),
  };
}

function meanLossCase(MODELS: number, ROWS: number): KernelCase {
  const size = { MODELS, ROWS };
  return {
    label: `${MODELS} models, ${ROWS} rows`,
    constants: size,
    tensors: {
      rowLosses: values(MODELS * ROWS),
      counted: integers(MODELS, 50).map((count) => count + 50),
      losses: values(4 * MODELS),
    },
    outputs: ['losses'],
    workgroups: [1, 1, MODELS],
    batch: BATCH_AT,
    run: (kernels, real, words) =>
      kernels.meanLoss(
        size,
        { rowLosses: real('rowLosses'), counted: words('counted'), losses: real('losses') },
        BATCH_AT,
      ),
  };
}

function sampleCase(MODELS: number, BATCH: number, VOCABULARY: number, TEMPERATURE: number): KernelCase {
  const LOGITS = Math.ceil(VOCABULARY / 4) * 4;
  const size = { MODELS, BATCH, LENGTH: 9, LOGITS, VOCABULARY, TEMPERATURE, STREAM: STREAM.sampling };
  const decode = { position: 4, first: 1000 };
  return {
    label: `${MODELS} models, ${BATCH} lists, ${VOCABULARY} tokens, temperature ${TEMPERATURE}`,
    constants: without(size, 'MODELS'),
    tensors: {
      logits: values(MODELS * BATCH * LOGITS, 4),
      seeds: Uint32Array.from({ length: MODELS }, (_, model) => 4_000_000_000 + model),
      sequences: integers(MODELS * BATCH * 9, VOCABULARY),
    },
    outputs: ['sequences'],
    workgroups: [Math.ceil(BATCH / 64), 1, MODELS],
    decode,
    run: (kernels, real, words) =>
      kernels.sampleToken(
        size,
        { logits: real('logits'), seeds: words('seeds'), sequences: words('sequences') },
        decode,
      ),
  };
}

export function tokenRows(): KernelRow[] {
  const row = (kernel: string, tolerance: object, reason: string, cases: KernelCase[]): KernelRow => ({
    kernel,
    twin: kernel,
    ...EXACT,
    ...tolerance,
    reason,
    cases,
  });
  const few = { absolute: 1e-6, relative: 1e-6 };
  return [
    row('gatherTokens', {}, 'integers', [gatherCase(1, 8, 5), gatherCase(3, 24, 7)]),
    row('embedTokens', few, 'one rounding', [embedCase(1, 8, 4), embedCase(3, 16, 36)]),
    row('embedNext', few, 'one rounding', [embedNextCase(1, 8, 4, 0), embedNextCase(3, 72, 12, 6)]),
    ...['embeddingGradient', 'embeddingGradientQuad'].map((kernel) => ({
      kernel,
      twin: 'embeddingGradient',
      absolute: 1e-5,
      relative: 1e-5,
      reason: 'f32 sums of up to 112 products',
      cases: [
        embeddingGradientCase(kernel, 1, 8, 4, 4),
        embeddingGradientCase(kernel, 3, 112, 36, 20),
        embeddingGradientCase(kernel, 2, 56, 16, 76),
      ],
    })),
    row('positionGradient', { absolute: 1e-5, relative: 1e-5 }, 'f32 sums of 16 numbers', [
      positionGradientCase(1, 8, 4),
      positionGradientCase(3, 16, 44),
    ]),
    row('tokenCrossEntropy', { absolute: 1e-6, relative: 1e-5 }, EXP_REASON, [
      crossEntropyCase(1, 8, 4, 5),
      crossEntropyCase(2, 72, 190, 5),
      crossEntropyCase(3, 136, 21, 50),
    ]),
    row('tokenDistillation', { absolute: 1e-7, relative: 3e-5 }, EXP_REASON, [
      distillationCase(1, 8, 0, 24, 5),
      distillationCase(2, 72, 7, 18, 5),
      distillationCase(2, 72, 8, 20, 0.05),
      // So far apart that exp(log(p / q)) would overflow.
      distillationCase(3, 136, 3, 21, 300),
    ]),
    row('meanLoss', few, 'f32 sums of up to 136 numbers', [meanLossCase(1, 8), meanLossCase(3, 136)]),
    row('sampleToken', {}, 'integers; no number of these cases lies on the border between two tokens', [
      sampleCase(1, 8, 4, 1),
      sampleCase(3, 72, 190, 1),
      sampleCase(2, 72, 21, 0.3),
    ]),
  ];
}
