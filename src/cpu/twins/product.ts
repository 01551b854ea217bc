// The one matrix product behind the matrix twins. Not a kernel: it knows no models, layers or biases.
import type { Real } from '../../experiment/processor/processor.ts';

/** A matrix inside a flat array: element (i, j) lies at `at + i · row + j · column`. Swapped strides transpose it. */
export interface Matrix {
  readonly values: Real;
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

/**
 * out [rows, columns] += left [rows, terms] · right [terms, columns]. Each sum starts at what is there and adds its terms
 * in order, in f64. Two rows times four columns at a time need no memory for their sums and share what they read: four
 * times as fast as one by one (Node 20). Behind an edge a tile takes the last row or column again: the same number twice.
 */
export function addProduct(
  rows: number,
  columns: number,
  terms: number,
  left: Matrix,
  right: Matrix,
  out: Matrix,
): void {
  const a = left.values;
  const b = right.values;
  const sums = out.values;
  const stepA = left.column;
  const stepB = right.row;
  for (let r = 0; r < rows; r += 2) {
    const r1 = Math.min(r + 1, rows - 1);
    const out0 = out.at + r * out.row;
    const out1 = out.at + r1 * out.row;
    for (let c = 0; c < columns; c += 4) {
      const c1 = Math.min(c + 1, columns - 1);
      const c2 = Math.min(c + 2, columns - 1);
      const c3 = Math.min(c + 3, columns - 1);
      let a0 = left.at + r * left.row;
      let a1 = left.at + r1 * left.row;
      let b0 = right.at + c * right.column;
      let b1 = right.at + c1 * right.column;
      let b2 = right.at + c2 * right.column;
      let b3 = right.at + c3 * right.column;
      let s00 = sums[out0 + c * out.column]!;
      let s01 = sums[out0 + c1 * out.column]!;
      let s02 = sums[out0 + c2 * out.column]!;
      let s03 = sums[out0 + c3 * out.column]!;
      let s10 = sums[out1 + c * out.column]!;
      let s11 = sums[out1 + c1 * out.column]!;
      let s12 = sums[out1 + c2 * out.column]!;
      let s13 = sums[out1 + c3 * out.column]!;
      for (let k = 0; k < terms; k++) {
        const x0 = a[a0]!;
        const x1 = a[a1]!;
        const y0 = b[b0]!;
        const y1 = b[b1]!;
        const y2 = b[b2]!;
        const y3 = b[b3]!;
        s00 += x0 * y0;
        s01 += x0 * y1;
        s02 += x0 * y2;
        s03 += x0 * y3;
        s10 += x1 * y0;
        s11 += x1 * y1;
        s12 += x1 * y2;
        s13 += x1 * y3;
        a0 += stepA;
        a1 += stepA;
        b0 += stepB;
        b1 += stepB;
        b2 += stepB;
        b3 += stepB;
      }
      sums[out0 + c * out.column] = s00;
      sums[out0 + c1 * out.column] = s01;
      sums[out0 + c2 * out.column] = s02;
      sums[out0 + c3 * out.column] = s03;
      sums[out1 + c * out.column] = s10;
      sums[out1 + c1 * out.column] = s11;
      sums[out1 + c2 * out.column] = s12;
      sums[out1 + c3 * out.column] = s13;
    }
  }
}
