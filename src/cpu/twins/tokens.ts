// Twins of the kernels at both ends of a transformer's tokens: gatherTokens, embedTokens, and the gradients of embedding
// and positions. Plain loops. A row is a position of a sequence: row = sequence * LENGTH + position.
import type { Real } from '../../experiment/processor/processor.ts';
import { NO_IMAGE } from './inputs.ts';
import { addProduct } from './product.ts';

/** batchTokens and batchTargets [model, BATCH, LENGTH] of the sequences in `order`; counted [model] = targets ≠ 0. */
export function gatherTokens(
  size: { MODELS: number; BATCH: number; COUNT: number; LENGTH: number },
  tensors: {
    /** [model, BATCH]: which sequence, or NO_IMAGE. */
    order: Uint32Array;
    /** [model] */
    setOf: Uint32Array;
    /** Both [set, COUNT, LENGTH]. */
    tokens: Uint32Array;
    targets: Uint32Array;
    batchTokens: Uint32Array;
    batchTargets: Uint32Array;
    counted: Uint32Array;
  },
): void {
  const { MODELS, BATCH, COUNT, LENGTH } = size;
  const { tokens, targets, batchTokens, batchTargets } = tensors;
  for (let model = 0; model < MODELS; model++) {
    let counted = 0;
    for (let row = 0; row < BATCH; row++) {
      const sequence = tensors.order[model * BATCH + row]!;
      const from = (tensors.setOf[model]! * COUNT + sequence) * LENGTH;
      const to = (model * BATCH + row) * LENGTH;
      for (let position = 0; position < LENGTH; position++) {
        const target = sequence === NO_IMAGE ? 0 : targets[from + position]!;
        batchTokens[to + position] = sequence === NO_IMAGE ? 0 : tokens[from + position]!;
        batchTargets[to + position] = target;
        if (target !== 0) counted += 1;
      }
    }
    tensors.counted[model] = counted;
  }
}

/** Sizes of embedding [token, WIDTH] and positions [place, WIDTH], and where they lie in a model's parameters. */
export interface EmbeddingSize {
  readonly MODELS: number;
  readonly LENGTH: number;
  readonly WIDTH: number;
  /** Parameters per model. */
  readonly PARAMETERS: number;
  readonly EMBEDDING: number;
  readonly POSITION: number;
  /** √(true width) */
  readonly SCALE: number;
}

/** hidden [model, ROWS, WIDTH] = SCALE · (embedding of the token + that of the row's place). */
export function embedTokens(
  size: EmbeddingSize & { ROWS: number },
  { parameters, batchTokens, hidden }: { parameters: Real; batchTokens: Uint32Array; hidden: Real },
): void {
  const { MODELS, ROWS, LENGTH, WIDTH, SCALE } = size;
  for (let model = 0; model < MODELS; model++) {
    const start = model * size.PARAMETERS;
    for (let row = 0; row < ROWS; row++) {
      const token = start + size.EMBEDDING + batchTokens[model * ROWS + row]! * WIDTH;
      const place = start + size.POSITION + (row % LENGTH) * WIDTH;
      const to = (model * ROWS + row) * WIDTH;
      for (let i = 0; i < WIDTH; i++) hidden[to + i] = SCALE * (parameters[token + i]! + parameters[place + i]!);
    }
  }
}

/**
 * The embedding's part of gradients [model, PARAMETERS]: it is read twice, where tokens come in (dHidden, there) and
 * where logits go out (dLogits, with `normed` [model, ROWS, WIDTH] behind the last norm).
 */
export function embeddingGradient(
  size: Omit<EmbeddingSize, 'LENGTH' | 'POSITION'> & { ROWS: number; LOGITS: number },
  tensors: { batchTokens: Uint32Array; dHidden: Real; dLogits: Real; normed: Real; gradients: Real },
): void {
  const { MODELS, ROWS, WIDTH, LOGITS, SCALE } = size;
  const { batchTokens, dHidden, dLogits, normed } = tensors;
  const sums = new Float64Array(LOGITS * WIDTH);
  for (let model = 0; model < MODELS; model++) {
    sums.fill(0);
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) {
      const to = batchTokens[row]! * WIDTH;
      for (let i = 0; i < WIDTH; i++) sums[to + i]! += SCALE * dHidden[row * WIDTH + i]!;
    }
    addProduct(
      LOGITS,
      WIDTH,
      ROWS,
      { values: dLogits, at: model * ROWS * LOGITS, row: 1, column: LOGITS },
      { values: normed, at: model * ROWS * WIDTH, row: WIDTH, column: 1 },
      { values: sums, at: 0, row: WIDTH, column: 1 },
    );
    tensors.gradients.set(sums, model * size.PARAMETERS + size.EMBEDDING);
  }
}

/** The positions' part of gradients [model, PARAMETERS], places 0 … LENGTH-1; nothing reads the others. */
export function positionGradient(
  size: Omit<EmbeddingSize, 'EMBEDDING'> & { BATCH: number },
  { dHidden, gradients }: { dHidden: Real; gradients: Real },
): void {
  const { MODELS, BATCH, LENGTH, WIDTH, SCALE } = size;
  const sums = new Float64Array(LENGTH * WIDTH);
  for (let model = 0; model < MODELS; model++) {
    sums.fill(0);
    for (let sequence = 0; sequence < BATCH; sequence++) {
      const from = (model * BATCH + sequence) * LENGTH * WIDTH;
      for (let i = 0; i < LENGTH * WIDTH; i++) sums[i]! += SCALE * dHidden[from + i]!;
    }
    gradients.set(sums, model * size.PARAMETERS + size.POSITION);
  }
}
