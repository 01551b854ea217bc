// Who writes for whom: a committee is several teachers on bases of their own. Seeds only.
import type { OwlsSpec } from './spec.ts';

/**
 * Seeds of the teachers of one seed, its own first: s, s ^ 1, s ^ 2 … It does not depend on how many seeds run, and the
 * seeds 0 to 7 share their members in committees of 2, 4 and 8.
 */
export function committeeOf({ committee: size }: Pick<OwlsSpec, 'committee'>, seed: number): number[] {
  return Array.from({ length: size }, (_, member) => (seed ^ member) >>> 0);
}

/** Seeds of all teachers of a run, each once. */
export function teachersOf(spec: Pick<OwlsSpec, 'committee'>, seeds: readonly number[]): number[] {
  return [...new Set(seeds.flatMap((seed) => committeeOf(spec, seed)))];
}
