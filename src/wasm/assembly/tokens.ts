// The kernels at both ends of a transformer's tokens: gatherTokens, embedTokens, embedNext, and the gradients of embedding and
// positions.
import { NO_IMAGE } from './losses';
import { bytesOf, loadSome, storeSome } from './memory';
import { product } from './product';

/** batchTokens and batchTargets [model, BATCH, LENGTH] of the sequences in `order`; counted [model] = targets ≠ 0. */
export function gatherTokens(
  MODELS: i32,
  BATCH: i32,
  COUNT: i32,
  LENGTH: i32,
  order: usize,
  setOf: usize,
  tokens: usize,
  targets: usize,
  batchTokens: usize,
  batchTargets: usize,
  counted: usize,
): void {
  for (let model = 0; model < MODELS; model++) {
    let count = 0;
    const set = load<u32>(setOf + bytesOf(model));
    for (let row = 0; row < BATCH; row++) {
      const sequence = load<u32>(order + bytesOf(model * BATCH + row));
      const to = bytesOf((model * BATCH + row) * LENGTH);
      if (sequence === NO_IMAGE) {
        memory.fill(batchTokens + to, 0, bytesOf(LENGTH));
        memory.fill(batchTargets + to, 0, bytesOf(LENGTH));
        continue;
      }
      const from = bytesOf((<i32>set * COUNT + <i32>sequence) * LENGTH);
      memory.copy(batchTokens + to, tokens + from, bytesOf(LENGTH));
      memory.copy(batchTargets + to, targets + from, bytesOf(LENGTH));
      for (let position = 0; position < LENGTH; position++) {
        if (load<u32>(batchTargets + to + bytesOf(position)) !== 0) count++;
      }
    }
    store<u32>(counted + bytesOf(model), count);
  }
}

/** to [WIDTH] = scale · (token + place). */
function embedRow(WIDTH: i32, scale: v128, token: usize, place: usize, to: usize): void {
  for (let i = 0; i < WIDTH; i += 4) {
    const at = bytesOf(i);
    const left = WIDTH - i;
    storeSome(to + at, f32x4.mul(scale, f32x4.add(loadSome(token + at, left), loadSome(place + at, left))), left);
  }
}

/** hidden [model, ROWS, WIDTH] = SCALE · (embedding of the token + that of the row's place). */
export function embedTokens(
  MODELS: i32,
  ROWS: i32,
  LENGTH: i32,
  WIDTH: i32,
  PARAMETERS: i32,
  EMBEDDING: i32,
  POSITION: i32,
  SCALE: f64,
  parameters: usize,
  batchTokens: usize,
  hidden: usize,
): void {
  const scale = f32x4.splat(<f32>SCALE);
  for (let model = 0; model < MODELS; model++) {
    const own = model * PARAMETERS;
    for (let row = 0; row < ROWS; row++) {
      const id = <i32>load<u32>(batchTokens + bytesOf(model * ROWS + row));
      const token = parameters + bytesOf(own + EMBEDDING + id * WIDTH);
      const place = parameters + bytesOf(own + POSITION + (row % LENGTH) * WIDTH);
      embedRow(WIDTH, scale, token, place, hidden + bytesOf((model * ROWS + row) * WIDTH));
    }
  }
}

/** hidden [model, BATCH, WIDTH] of the token at `position` of each of sequences [model, BATCH, LENGTH]. */
export function embedNext(
  MODELS: i32,
  BATCH: i32,
  LENGTH: i32,
  WIDTH: i32,
  PARAMETERS: i32,
  EMBEDDING: i32,
  POSITION: i32,
  SCALE: f64,
  position: i32,
  parameters: usize,
  sequences: usize,
  hidden: usize,
): void {
  const scale = f32x4.splat(<f32>SCALE);
  for (let model = 0; model < MODELS; model++) {
    const own = model * PARAMETERS;
    const place = parameters + bytesOf(own + POSITION + position * WIDTH);
    for (let row = model * BATCH; row < (model + 1) * BATCH; row++) {
      const id = <i32>load<u32>(sequences + bytesOf(row * LENGTH + position));
      embedRow(WIDTH, scale, parameters + bytesOf(own + EMBEDDING + id * WIDTH), place, hidden + bytesOf(row * WIDTH));
    }
  }
}

/** to [count] += scale · from. */
function addScaled(count: i32, scale: v128, from: usize, to: usize): void {
  for (let i = 0; i < count; i += 4) {
    const at = bytesOf(i);
    const left = count - i;
    storeSome(to + at, f32x4.add(loadSome(to + at, left), f32x4.mul(scale, loadSome(from + at, left))), left);
  }
}

/** The embedding's part of gradients: where logits go out, dLogitsᵀ · normed, and where tokens come in, dHidden. */
export function embeddingGradient(
  MODELS: i32,
  ROWS: i32,
  WIDTH: i32,
  LOGITS: i32,
  PARAMETERS: i32,
  EMBEDDING: i32,
  SCALE: f64,
  batchTokens: usize,
  dHidden: usize,
  dLogits: usize,
  normed: usize,
  gradients: usize,
): void {
  const scale = f32x4.splat(<f32>SCALE);
  const step = bytesOf(WIDTH);
  for (let model = 0; model < MODELS; model++) {
    const to = gradients + bytesOf(model * PARAMETERS + EMBEDDING);
    const left = dLogits + bytesOf(model * ROWS * LOGITS);
    const right = normed + bytesOf(model * ROWS * WIDTH);
    product(LOGITS, WIDTH, ROWS, left, bytesOf(LOGITS), true, right, step, false, 0, 0, to, step, -Infinity);
    for (let row = model * ROWS; row < (model + 1) * ROWS; row++) {
      const token = <usize>load<u32>(batchTokens + bytesOf(row));
      addScaled(WIDTH, scale, dHidden + bytesOf(row * WIDTH), to + token * step);
    }
  }
}

/** The positions' part of gradients, places 0 … LENGTH-1. */
export function positionGradient(
  MODELS: i32,
  BATCH: i32,
  LENGTH: i32,
  WIDTH: i32,
  PARAMETERS: i32,
  POSITION: i32,
  SCALE: f64,
  dHidden: usize,
  gradients: usize,
): void {
  const scale = f32x4.splat(<f32>SCALE);
  const count = LENGTH * WIDTH;
  for (let model = 0; model < MODELS; model++) {
    const to = gradients + bytesOf(model * PARAMETERS + POSITION);
    memory.fill(to, 0, bytesOf(count));
    for (let sequence = model * BATCH; sequence < (model + 1) * BATCH; sequence++) {
      addScaled(count, scale, dHidden + bytesOf(sequence * count), to);
    }
  }
}
