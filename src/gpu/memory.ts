// How much memory a run takes on a graphics device, buffer by buffer, before any is made. The sums follow what networks.ts,
// step.ts, their language siblings and the sampler make; a test holds them against what an arena really made.
import {
  checkBytes,
  MOST_HOST_BYTES,
  sum,
  type MlpRunSize,
  type TransformerRunSize,
  type TransformerStage,
} from '../experiment/processor/memory.ts';
import type { Gpu } from './device.ts';
import { MOST_SEQUENCES, sizeFor } from './transformer/networks.ts';
import { padMlp, roundUp, type PaddedMlp } from './mlp/layout.ts';
import { EVALUATION_ROWS } from './mlp/networks.ts';
import { LOSS_SLOTS, SLOT_BYTES, StepScalars } from './plan.ts';
import { MOST_CACHE_BYTES } from './mlp/step.ts';
import { padTransformer, type PaddedTransformer } from './transformer/layout.ts';

/** No browser tells how much memory a graphics card has; these are what most have. */
const MOST_BYTES = { hardware: 8 * 2 ** 30, software: 4 * 2 ** 30 };
/** The scalars of a plan: three buffers. */
const SCALARS = [1, 1, 1].map(() => (StepScalars.slots * SLOT_BYTES) / 4);

/** Elements of 4 bytes per buffer. */
type Buffers = number[];

/**
 * Throws RunError out-of-memory if a buffer is larger than the device allows, or all together are more than a card has, or
 * what the page's side holds meanwhile is more than a thread can.
 * @param host bytes on the page's side
 */
export function checkRun({ device, description }: Gpu, buffers: Buffers, host: number): void {
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  checkBytes('the largest buffer', 4 * Math.max(...buffers), Math.min(maxBufferSize, maxStorageBufferBindingSize));
  checkBytes('all buffers', bytesOf(buffers), description.software ? MOST_BYTES.software : MOST_BYTES.hardware);
  checkBytes('the page’s side', host, MOST_HOST_BYTES);
}

export function bytesOf(buffers: Buffers): number {
  return sum(buffers.map((elements) => Math.max(16, 4 * elements)));
}

/** Bytes on the page's side: the inits, their stack, a packed copy, and the results. Images as they came. */
export function mlpHostBytes({ architecture, seeds, students, images }: MlpRunSize): number {
  return 4 * 4 * (seeds + students) * architecture.parameters.size + sum(images) * (architecture.sizes[0]! + 1);
}

/** Every buffer of a run of MLPs: networks with their evaluation, twice for the references at its end, and two trainings. */
export function mlpRunBuffers(size: MlpRunSize): Buffers {
  const { architecture, seeds, students, images, asked } = size;
  const padded = padMlp(architecture);
  const cache = seeds * asked.images * asked.logits;
  return [
    ...images.flatMap((count) => [(count * padded.inputs) / 4, count]),
    ...mlpBuffers(padded, seeds),
    ...mlpBuffers(padded, seeds),
    ...mlpBuffers(padded, students),
    ...mlpTrainingBuffers(padded, seeds, size),
    ...mlpTrainingBuffers(padded, students, size),
    ...padded.layers.map(({ OUT }) => seeds * roundUp(size.batch, 8) * OUT),
    4 * cache <= MOST_CACHE_BYTES ? cache : 0,
  ];
}

function mlpBuffers(padded: PaddedMlp, models: number): Buffers {
  const counts = models * padded.mlp.classLogits ** 2;
  const input = EVALUATION_ROWS * padded.inputs;
  const outputs = padded.layers.map(({ OUT }) => models * EVALUATION_ROWS * OUT);
  return [models * padded.size, input, ...outputs, counts, ...SCALARS];
}

function mlpTrainingBuffers(padded: PaddedMlp, models: number, { seeds, batch }: MlpRunSize): Buffers {
  const rows = roundUp(batch, 8);
  const outputs = padded.layers.map(({ OUT }) => models * rows * OUT);
  const moment = models * padded.size;
  const losses = LOSS_SLOTS * models;
  return [
    moment,
    moment,
    seeds * rows * padded.inputs,
    seeds * rows,
    ...outputs,
    ...outputs,
    losses,
    losses,
    ...SCALARS,
  ];
}

/** Bytes on the page's side: the stack a stage is made from, a packed copy, and its results; sequences and their targets. */
export function transformerHostBytes({ stages, tokens }: TransformerRunSize): number {
  const states = sum(stages.map(({ architecture, models }) => models * architecture.parameters.size));
  return 4 * 4 * states + 4 * 4 * tokens;
}

/** Every buffer of a run of transformers. */
export function transformerRunBuffers({ stages, tokens }: TransformerRunSize): Buffers {
  return [tokens, tokens, ...stages.flatMap(stageBuffers)];
}

function stageBuffers({ architecture, models, training, writing, questions }: TransformerStage): Buffers {
  const padded = padTransformer(architecture);
  const { size, WIDTH, HEADS, HEAD, MLP, LOGITS } = padded;
  const buffers = [models * size];
  if (training) {
    const rows = models * roundUp(training.batch, 8) * training.length;
    const back = [LOGITS, WIDTH, WIDTH, 3 * HEADS * HEAD, HEADS * HEAD, MLP, 1, 1, 1];
    const losses = LOSS_SLOTS * models;
    buffers.push(...[1, 1, 1].map(() => models * size), ...activationBuffers(padded, rows, padded.layers.length));
    buffers.push(...back.map((width) => rows * width), size, losses, losses, losses, losses, ...SCALARS);
    if (training.imitating) buffers.push(models * size, ...activationBuffers(padded, rows, 2));
  }
  if (writing) {
    const lists = models * Math.min(MOST_SEQUENCES, sizeFor(writing.rows));
    const kept = lists * writing.length * HEADS * HEAD;
    const tokens = lists * writing.length;
    buffers.push(
      ...padded.layers.flatMap(() => [kept, kept]),
      ...activationBuffers(padded, lists, 2),
      tokens,
      tokens,
      ...SCALARS,
    );
  }
  const asked = models * Math.min(MOST_SEQUENCES, sizeFor(questions.count));
  const rows = asked * questions.length;
  return [...buffers, rows, ...activationBuffers(padded, rows, 2), asked * LOGITS, ...SCALARS];
}

/** A forward pass that keeps so many layers. */
function activationBuffers(padded: PaddedTransformer, rows: number, kept: number): Buffers {
  const { WIDTH, HEADS, HEAD, MLP, LOGITS, layers } = padded;
  const norm = [WIDTH, WIDTH, 1];
  const layer = [...norm, 3 * HEADS * HEAD, HEADS, HEADS * HEAD, ...norm, MLP];
  const widths = [...layers.slice(0, kept).flatMap(() => layer), WIDTH, ...norm, LOGITS];
  return widths.map((width) => rows * width);
}
