// Where kernels keep what they need for a moment, and rows that do not end with a whole vector. Knows no kernels.

/** Numbers in a row of four. */
export const VECTOR: i32 = 16;

/** Rows of a block of the left matrix, terms of a block of both, columns of a block of the right one. */
export const BLOCK_ROWS: i32 = 16;
export const BLOCK_TERMS: i32 = 256;
export const BLOCK_COLUMNS: i32 = 256;

const PACKED_LEFT_BYTES: i32 = BLOCK_ROWS * BLOCK_TERMS * 4;
const PACKED_RIGHT_BYTES: i32 = BLOCK_TERMS * BLOCK_COLUMNS * 4;
/** Also what a kernel may use that is no product. */
export const SPACE_BYTES: i32 = 1 << 19;
/** A tile of 4 x 8, and zeros of the same size. */
const TILE_BYTES: i32 = 128;
const BLUR_BYTES: i32 = 64;

/** Behind what the compiler put into memory. */
function firstByte(): usize {
  return (__heap_base + 63) & ~63;
}

export function packedLeft(): usize {
  return firstByte();
}

export function packedRight(): usize {
  return packedLeft() + PACKED_LEFT_BYTES;
}

export function space(): usize {
  return packedRight() + PACKED_RIGHT_BYTES;
}

export function edgeTile(): usize {
  return space() + SPACE_BYTES;
}

/** Nobody writes here. */
export function zeroTile(): usize {
  return edgeTile() + TILE_BYTES;
}

/** The 13 weights of the blur, written by whoever makes an instance. */
export function blurWeights(): usize {
  return zeroTile() + TILE_BYTES;
}

/** The first byte that is nobody's. */
export function firstFree(): usize {
  return blurWeights() + BLUR_BYTES;
}

/** Bytes of `space`. */
export function spaceBytes(): i32 {
  return SPACE_BYTES;
}

/** Four numbers of a row of which `left` are left; 0 behind its end. */
export function loadSome(from: usize, left: i32): v128 {
  return left >= 4 ? v128.load(from) : loadPart(from, left, f32x4.splat(0));
}

/** The first `count` < 4 numbers, and those of `rest` behind them. */
export function loadPart(from: usize, count: i32, rest: v128): v128 {
  let x = rest;
  if (count > 0) x = f32x4.replace_lane(x, 0, load<f32>(from));
  if (count > 1) x = f32x4.replace_lane(x, 1, load<f32>(from, 4));
  if (count > 2) x = f32x4.replace_lane(x, 2, load<f32>(from, 8));
  return x;
}

/** Writes four numbers of a row, or those of its end. */
export function storeSome(to: usize, x: v128, left: i32): void {
  if (left >= 4) v128.store(to, x);
  else storePart(to, x, left);
}

function storePart(to: usize, x: v128, count: i32): void {
  if (count > 0) store<f32>(to, f32x4.extract_lane(x, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(x, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(x, 2), 8);
}

/** Bytes of `count` numbers. */
export function bytesOf(count: i32): usize {
  return (<usize>count) << 2;
}
