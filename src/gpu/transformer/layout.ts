// How a transformer's parameters lie on the GPU: widths padded to multiples of 4, and query, key and value of a layer
// side by side in one matrix. Padding weights are 0 and stay 0: nothing there ever trains.
import type { Tensor } from '../../experiment/processor/parameters.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { tensorNamed, type Transformer } from '../../experiment/processor/transformer.ts';
import { roundUp } from '../mlp/layout.ts';

/** Offsets of one layer in a model's parameters. */
interface PaddedBlock {
  /** [WIDTH][3][HEADS][HEAD]: query, key, value. */
  readonly QKV: number;
  /** [HEADS][HEAD][WIDTH] */
  readonly OUTPUT: number;
  /** [WIDTH][MLP] and [MLP][WIDTH], and their biases. */
  readonly MLP_IN: number;
  readonly MLP_OUT: number;
  readonly MLP_IN_BIAS: number;
  readonly MLP_OUT_BIAS: number;
  /** [WIDTH] */
  readonly ATTENTION_NORM: number;
  readonly MLP_NORM: number;
}

export interface PaddedTransformer {
  readonly transformer: Transformer;
  /** True width, and padded widths: of the residual stream, a head, the MLP, a row of logits. */
  readonly UNITS: number;
  readonly WIDTH: number;
  readonly HEADS: number;
  readonly HEAD: number;
  readonly MLP: number;
  readonly LOGITS: number;
  /** Offsets: embedding [LOGITS][WIDTH], positions [context][WIDTH], the last gain [WIDTH]. */
  readonly EMBEDDING: number;
  readonly POSITION: number;
  readonly FINAL_NORM: number;
  readonly layers: readonly PaddedBlock[];
  /** Parameters per model, padding included. */
  readonly size: number;
  /** Where each parameter of a model lies here. */
  readonly places: Uint32Array;
}

/** Lays a transformer out on the GPU. */
export function padTransformer(transformer: Transformer): PaddedTransformer {
  const { width: UNITS, heads: HEADS, context } = transformer;
  const dimension = UNITS / HEADS;
  const WIDTH = roundUp(UNITS, 4);
  const HEAD = roundUp(dimension, 4);
  const MLP = roundUp(transformer.mlpWidth, 4);
  const LOGITS = roundUp(transformer.vocabulary, 4);
  const ATTENDED = HEADS * HEAD;
  let size = 0;
  const take = (length: number): number => {
    size += length;
    return size - length;
  };
  const places = new Uint32Array(transformer.parameters.size);
  const put = (name: string, at: (row: number, column: number) => number): void => {
    const { offset, size: length, shape } = tensorNamed(transformer, name);
    const columns = shape.at(-1)!;
    for (let i = 0; i < length; i++) places[offset + i] = at(Math.floor(i / columns), i % columns);
  };
  const rows = (start: number, stride: number) => (row: number, column: number) => start + row * stride + column;
  const lane = (unit: number): number => Math.floor(unit / dimension) * HEAD + (unit % dimension);

  const EMBEDDING = take(LOGITS * WIDTH);
  const POSITION = take(context * WIDTH);
  put('embedding', rows(EMBEDDING, WIDTH));
  put('position', rows(POSITION, WIDTH));
  const layers = Array.from({ length: transformer.layers }, (_, l): PaddedBlock => {
    const block: PaddedBlock = {
      QKV: take(WIDTH * 3 * ATTENDED),
      OUTPUT: take(ATTENDED * WIDTH),
      MLP_IN: take(WIDTH * MLP),
      MLP_OUT: take(MLP * WIDTH),
      MLP_IN_BIAS: take(MLP),
      MLP_OUT_BIAS: take(WIDTH),
      ATTENTION_NORM: take(WIDTH),
      MLP_NORM: take(WIDTH),
    };
    ['query', 'key', 'value'].forEach((name, third) => {
      put(`${name}${l}`, (row, column) => block.QKV + (3 * row + third) * ATTENDED + lane(column));
    });
    put(`output${l}`, (row, column) => block.OUTPUT + lane(row) * WIDTH + column);
    put(`mlpIn${l}`, rows(block.MLP_IN, MLP));
    put(`mlpOut${l}`, rows(block.MLP_OUT, WIDTH));
    put(`mlpInBias${l}`, rows(block.MLP_IN_BIAS, 0));
    put(`mlpOutBias${l}`, rows(block.MLP_OUT_BIAS, 0));
    put(`attentionNorm${l}`, rows(block.ATTENTION_NORM, 0));
    put(`mlpNorm${l}`, rows(block.MLP_NORM, 0));
    return block;
  });
  const FINAL_NORM = take(WIDTH);
  put('finalNorm', rows(FINAL_NORM, 0));
  return { transformer, UNITS, WIDTH, HEADS, HEAD, MLP, LOGITS, EMBEDDING, POSITION, FINAL_NORM, layers, size, places };
}

/** [model, parameter] → padded, in f32. */
export function packTransformer({ places, size }: PaddedTransformer, values: Real): Float32Array {
  const models = values.length / places.length;
  const packed = new Float32Array(models * size);
  for (let model = 0; model < models; model++) {
    for (let i = 0; i < places.length; i++) packed[model * size + places[i]!] = values[model * places.length + i]!;
  }
  return packed;
}

/** Padded → [model, parameter]. */
export function unpackTransformer({ places, size }: PaddedTransformer, packed: Float32Array): Float32Array {
  const models = packed.length / size;
  const values = new Float32Array(models * places.length);
  for (let model = 0; model < models; model++) {
    for (let i = 0; i < places.length; i++) values[model * places.length + i] = packed[model * size + places[i]!]!;
  }
  return values;
}

/** 1 where a parameter trains, else 0, padding included: [parameter], padded. */
export function trainableMask(
  { transformer, places, size }: PaddedTransformer,
  trains: (tensor: Tensor) => boolean,
): Uint32Array {
  const mask = new Uint32Array(size);
  for (const tensor of transformer.parameters.tensors.filter(trains)) {
    for (let i = 0; i < tensor.size; i++) mask[places[tensor.offset + i]!] = 1;
  }
  return mask;
}
