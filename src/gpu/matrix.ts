// Dispatches of the matrix kernels, which every network is made of: which kernels compute the same, and how many workgroups they
// take. Which of them is the fastest, tuner.ts measures.
import { kernelNamed } from './kernels.ts';
import type { Computation, Dispatch } from './plan.ts';

export type MatrixKernel = 'forward' | 'backward' | 'weightUpdate' | 'weightGradient' | 'embeddingGradient';

/** How a product is computed. The first runs anywhere; the others compute the same, every sum in the same order. */
export const FAMILIES = {
  direct: { suffix: '', constants: {} },
  wide: { suffix: 'Wide', constants: {} },
  tile32: { suffix: 'Tile', constants: { SIDE: 8 } },
  tile64: { suffix: 'Tile', constants: { SIDE: 16 } },
} as const;

/** Outputs of a kernel along one side of its tile, per thread. */
const PER_THREAD = 4;

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
  const computation = (suffix: string, more: Dispatch['constants'] = {}): Computation => ({
    kernel: `${name}${suffix}`,
    constants: { ...constants, ...more },
    workgroups: tiles(`${name}${suffix}`, outputs, models, more.SIDE),
  });
  const operations = operationsOf(constants, models);
  if (quads) return { ...computation('Quad'), tensors, operations };
  const { direct, ...families } = FAMILIES;
  const first = { ...computation(direct.suffix), tensors, operations };
  // Little work.
  if (name === 'embeddingGradient') return first;
  const others = Object.values(families).map(({ suffix, constants: more }) => computation(suffix, more));
  return { ...first, others };
}

/** Two for each product of numbers. */
function operationsOf({ BATCH = 1, IN = 1, OUT = 1 }: Dispatch['constants'], models: number): number {
  return 2 * Number(BATCH) * Number(IN) * Number(OUT) * models;
}

/**
 * Workgroups of a kernel that declares its tile, for all models.
 * @param side threads along a side of its workgroup, where the kernel leaves that open
 */
export function tiles(
  name: string,
  [rows, columns]: readonly [number, number],
  models: number,
  side?: number | boolean,
): readonly [number, number, number] {
  const edge = PER_THREAD * Number(side);
  const tile = side === undefined ? kernelNamed(name).tile : { rows: edge, columns: edge };
  if (!tile) throw new Error(`kernel ${name} does not declare TILE_ROWS and TILE_COLUMNS`);
  return [Math.ceil(columns / tile.columns), Math.ceil(rows / tile.rows), models];
}
