// Copies blocks of matrices into the order in which a tile reads them; 0 behind their edges. Knows no sums.
import { loadPart, loadSome } from './memory';

/** Where a column of four numbers goes: four rows of `to`, `step` bytes apart. */
function storeTransposed(to: usize, step: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const c = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(a, c, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(a, c, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(b, d, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(b, d, 2, 3, 6, 7));
}

/** Four rows, of which `rows` exist, of `terms` numbers each: to [terms, padded to 4][, step bytes apart] of 4 numbers. */
function transposeRows(from: usize, fromStep: usize, rows: i32, terms: i32, to: usize, step: usize): void {
  const zero = f32x4.splat(0);
  const from1 = from + fromStep;
  const from2 = from1 + fromStep;
  const from3 = from2 + fromStep;
  if (rows >= 4) {
    let k = 0;
    for (; k + 4 <= terms; k += 4) {
      const at = (<usize>k) << 2;
      storeTransposed(
        to,
        step,
        v128.load(from + at),
        v128.load(from1 + at),
        v128.load(from2 + at),
        v128.load(from3 + at),
      );
      to += 4 * step;
    }
    if (k < terms) {
      const at = (<usize>k) << 2;
      const left = terms - k;
      const r0 = loadPart(from + at, left, zero);
      const r1 = loadPart(from1 + at, left, zero);
      const r2 = loadPart(from2 + at, left, zero);
      storeTransposed(to, step, r0, r1, r2, loadPart(from3 + at, left, zero));
    }
    return;
  }
  for (let k = 0; k < terms; k += 4) {
    const at = (<usize>k) << 2;
    const left = terms - k;
    const r0 = rows > 0 ? loadSome(from + at, left) : zero;
    const r1 = rows > 1 ? loadSome(from1 + at, left) : zero;
    const r2 = rows > 2 ? loadSome(from2 + at, left) : zero;
    storeTransposed(to, step, r0, r1, r2, zero);
    to += 4 * step;
  }
}

/** Four columns, of which `columns` exist, of `terms` rows: to [terms, padded to 4][, step bytes apart] of 4 numbers. */
function copyColumns(from: usize, fromStep: usize, columns: i32, terms: i32, to: usize, step: usize): void {
  const zero = f32x4.splat(0);
  let k = 0;
  if (columns >= 4) {
    for (; k < terms; k++) {
      v128.store(to, v128.load(from));
      from += fromStep;
      to += step;
    }
  } else {
    for (; k < terms; k++) {
      v128.store(to, loadPart(from, columns, zero));
      from += fromStep;
      to += step;
    }
  }
  for (; (k & 3) !== 0; k++) {
    v128.store(to, zero);
    to += step;
  }
}

/** Left [rows, terms], as tiles [terms, 4]. Its rows lie `step` bytes apart, or, if transposed, its terms do. */
export function packLeft(from: usize, step: usize, transposed: bool, rows: i32, terms: i32, to: usize): void {
  const size = (<usize>((terms + 3) & ~3)) << 4;
  for (let row = 0; row < rows; row += 4) {
    if (transposed) copyColumns(from + ((<usize>row) << 2), step, rows - row, terms, to, 16);
    else transposeRows(from + <usize>row * step, step, rows - row, terms, to, 16);
    to += size;
  }
}

/** Right [terms, columns], as panels [terms, 8]. Its terms lie `step` bytes apart, or, if transposed, its columns do. */
export function packRight(from: usize, step: usize, transposed: bool, terms: i32, columns: i32, to: usize): void {
  const size = (<usize>((terms + 3) & ~3)) << 5;
  for (let column = 0; column < columns; column += 8) {
    if (transposed) {
      transposeRows(from + <usize>column * step, step, columns - column, terms, to, 32);
      transposeRows(from + <usize>(column + 4) * step, step, columns - column - 4, terms, to + 16, 32);
    } else {
      copyColumns(from + ((<usize>column) << 2), step, columns - column, terms, to, 32);
      copyColumns(from + ((<usize>(column + 4)) << 2), step, columns - column - 4, terms, to + 16, 32);
    }
    to += size;
  }
}
