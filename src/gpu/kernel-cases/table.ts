// The table of kernel tests: for every kernel its twin, its tolerance and the reason for it, and its cases. A kernel
// without a row here, or without a twin of its name in src/cpu, fails a test.
import {
  batchOrderCase,
  gatherCase,
  noiseCase,
  blurredCase,
  crossEntropyCase,
  distillationCase,
  cacheLogitsCase,
  confusionCase,
} from './batch-cases.ts';
import type { KernelRow } from './kernel-case.ts';
import { FEWER_CASES, matrixRows } from './matrix-cases.ts';
import { optimizerRows } from './optimizer-cases.ts';
import { tokenRows } from './token-cases.ts';
import { transformerRows } from './transformer-cases.ts';

const EXACT = { absolute: 0, relative: 0 };

export const KERNEL_TABLE: readonly KernelRow[] = [
  ...matrixRows(''),
  ...matrixRows('Quad'),
  ...matrixRows('Wide', FEWER_CASES),
  ...matrixRows('Tile', FEWER_CASES, [8, 16]),
  ...tokenRows(),
  ...transformerRows(),
  ...optimizerRows(),
  {
    kernel: 'batchOrder',
    twin: 'batchOrder',
    ...EXACT,
    reason: 'integers',
    cases: [batchOrderCase(true), batchOrderCase(false)],
  },
  {
    kernel: 'gatherImages',
    twin: 'gatherImages',
    absolute: 3e-7,
    relative: 0,
    reason: 'unpack4x8unorm may be off by one unit in the last place',
    cases: [gatherCase()],
  },
  {
    kernel: 'noise',
    twin: 'noise',
    absolute: 2e-6,
    relative: 2e-6,
    reason: 'uniform noise is exact; the tails of normal noise go through log and sqrt in f32',
    cases: [noiseCase(36, false), noiseCase(49, false), noiseCase(400, true)],
  },
  {
    kernel: 'blurredNoise',
    twin: 'blurredNoise',
    absolute: 2e-6,
    relative: 0,
    reason: 'f32 sums of 26 products',
    cases: [blurredCase(28), blurredCase(13)],
  },
  {
    kernel: 'crossEntropy',
    twin: 'crossEntropy',
    absolute: 1e-6,
    relative: 1e-5,
    reason: 'exp and log of WGSL are good to 3 + 2|x| units in the last place',
    cases: [crossEntropyCase()],
  },
  {
    kernel: 'distillation',
    twin: 'distillation',
    absolute: 1e-7,
    relative: 2e-5,
    reason: 'exp and log of WGSL are good to 3 + 2|x| units in the last place',
    cases: [
      distillationCase(7, 10, 5, false),
      distillationCase(0, 12, 5, false),
      distillationCase(7, 10, 0.05, true),
      distillationCase(0, 12, 5, true),
      // So far apart that exp(log(p / q)) would overflow.
      distillationCase(0, 12, 300, false),
    ],
  },
  {
    kernel: 'cacheLogits',
    twin: 'cacheLogits',
    ...EXACT,
    reason: 'copies',
    cases: [cacheLogitsCase()],
  },
  {
    kernel: 'confusion',
    twin: 'confusion',
    ...EXACT,
    reason: 'integers; ties go to the first',
    cases: [confusionCase()],
  },
];
