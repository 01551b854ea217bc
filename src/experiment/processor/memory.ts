// What a run will hold, in the experiment's words, for an estimate before anything is made. How many bytes that is, each
// processor knows itself.
import type { Mlp } from './mlp.ts';
import { outOfMemory } from '../records/run-error.ts';
import type { Transformer } from './transformer.ts';

/** What a thread of a browser can hold beside the page. */
export const MOST_HOST_BYTES = 2.5 * 2 ** 30;

/** MLPs that learn from images: one teacher per seed, and its students. */
export interface MlpRunSize {
  readonly architecture: Mlp;
  readonly seeds: number;
  /** Students of all seeds. */
  readonly students: number;
  /** Rows per step. */
  readonly batch: number;
  /** Labeled images of each set. */
  readonly images: readonly number[];
  /** Images on which a teacher's logits are asked for, and how many of them. */
  readonly asked: { readonly images: number; readonly logits: number };
}

/** Transformers of one architecture that are made together; nothing of them is given back before the run ends. */
export interface TransformerStage {
  readonly architecture: Transformer;
  readonly models: number;
  /** If they train: sequences per step, their length, and whether each imitates the logits of a teacher of its own. */
  readonly training?: { readonly batch: number; readonly length: number; readonly imitating: boolean };
  /** If they write: how many rows of tokens at once, and how long they are. */
  readonly writing?: { readonly rows: number; readonly length: number };
  /** Questions asked at once, and their length. */
  readonly questions: { readonly count: number; readonly length: number };
}

export interface TransformerRunSize {
  readonly stages: readonly TransformerStage[];
  /** Tokens of all sequences that are read, targets not counted. */
  readonly tokens: number;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Throws RunError out-of-memory if `bytes` is more than `most`. */
export function checkBytes(what: string, bytes: number, most: number): void {
  if (bytes > most) throw outOfMemory(`${what}: ${Math.ceil(bytes)} bytes, limit ${most}`);
}
