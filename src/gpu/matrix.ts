// Dispatches of the matrix kernels, which every network is made of: chooses the family and counts the workgroups.
import { kernelNamed } from './kernels.ts';
import type { Dispatch } from './plan.ts';

export type MatrixKernel = 'forward' | 'backward' | 'weightUpdate' | 'weightGradient' | 'embeddingGradient';

/**
 * One dispatch for all models.
 * @param quads use the kernels that share loads within groups of four invocations
 * @param outputs rows and columns of what the kernel writes for one model
 */
export function matrixDispatch(
  { models, quads }: { readonly models: number; readonly quads: boolean },
  name: MatrixKernel,
  constants: Dispatch['constants'],
  tensors: Dispatch['tensors'],
  outputs: readonly [number, number],
): Dispatch {
  const kernel = quads ? `${name}Quad` : name;
  return { kernel, constants, tensors, workgroups: tiles(kernel, outputs, models) };
}

/** Workgroups of a kernel that declares its tile, for all models. */
export function tiles(
  name: string,
  [rows, columns]: readonly [number, number],
  models: number,
): readonly [number, number, number] {
  const { tile } = kernelNamed(name);
  if (!tile) throw new Error(`kernel ${name} does not declare TILE_ROWS and TILE_COLUMNS`);
  return [Math.ceil(columns / tile.columns), Math.ceil(rows / tile.rows), models];
}
