// The one matrix product behind every layer, in blocks that stay in the caches. Knows no models and no layers.
import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCK_TERMS, edgeTile, packedLeft, packedRight, zeroTile } from './memory';
import { packLeft, packRight } from './pack';
import { tile } from './tile';

/**
 * out [rows, columns] = max(floor, start + left [rows, terms] · right [terms, columns]). Steps are bytes from row to row of a
 * matrix as it lies in memory; a transposed one lies with its columns as rows. `start` is one row for all of out if its
 * step is 0, and nothing if it is 0 itself. Sums have the same order in every column and row.
 */
export function product(
  rows: i32,
  columns: i32,
  terms: i32,
  left: usize,
  leftStep: usize,
  leftTransposed: bool,
  right: usize,
  rightStep: usize,
  rightTransposed: bool,
  start: usize,
  startStep: usize,
  out: usize,
  outStep: usize,
  floor: f32,
): void {
  for (let column = 0; column < columns; column += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, columns - column);
    for (let term = 0; term < terms; term += BLOCK_TERMS) {
      const depth = min(BLOCK_TERMS, terms - term);
      const rightBlock = rightTransposed
        ? right + <usize>column * rightStep + ((<usize>term) << 2)
        : right + <usize>term * rightStep + ((<usize>column) << 2);
      packRight(rightBlock, rightStep, rightTransposed, depth, width, packedRight());
      const least: f32 = term + depth < terms ? -Infinity : floor;
      for (let row = 0; row < rows; row += BLOCK_ROWS) {
        const height = min(BLOCK_ROWS, rows - row);
        const leftBlock = leftTransposed
          ? left + <usize>term * leftStep + ((<usize>row) << 2)
          : left + <usize>row * leftStep + ((<usize>term) << 2);
        packLeft(leftBlock, leftStep, leftTransposed, height, depth, packedLeft());
        const to = out + <usize>row * outStep + ((<usize>column) << 2);
        if (term > 0) tiles(height, width, depth, to, outStep, to, outStep, least);
        else if (start === 0) tiles(height, width, depth, 0, 0, to, outStep, least);
        else {
          const from = start + <usize>row * startStep + ((<usize>column) << 2);
          tiles(height, width, depth, from, startStep, to, outStep, least);
        }
      }
    }
  }
}

/** All tiles of a packed block. */
function tiles(
  rows: i32,
  columns: i32,
  terms: i32,
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  least: f32,
): void {
  const floor = f32x4.splat(least);
  const padded = (terms + 3) & ~3;
  let right = packedRight();
  for (let column = 0; column < columns; column += 8) {
    const at = (<usize>column) << 2;
    let left = packedLeft();
    for (let row = 0; row < rows; row += 4) {
      const target = to + <usize>row * toStep + at;
      const source = from === 0 ? zeroTile() : from + <usize>row * fromStep + at;
      if (row + 4 <= rows && column + 8 <= columns) {
        tile(padded, left, right, source, fromStep, target, toStep, floor);
      } else {
        const height = min(4, rows - row);
        const width = min(8, columns - column);
        edge(height, width, padded, left, right, source, fromStep, target, toStep, floor);
      }
      left += (<usize>padded) << 4;
    }
    right += (<usize>padded) << 5;
  }
}

/** A tile of which only some rows and columns exist. */
function edge(
  rows: i32,
  columns: i32,
  terms: i32,
  left: usize,
  right: usize,
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  floor: v128,
): void {
  const whole = edgeTile();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (<usize>column) << 2;
      store<f32>(whole + ((<usize>row) << 5) + at, load<f32>(from + <usize>row * fromStep + at));
    }
  }
  tile(terms, left, right, whole, 32, whole, 32, floor);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (<usize>column) << 2;
      store<f32>(to + <usize>row * toStep + at, load<f32>(whole + ((<usize>row) << 5) + at));
    }
  }
}
