// Who writes for whom: a committee is several teachers on bases of their own. Seeds only.
import type { OwlsSpec } from '../spec.ts';

/**
 * Seeds of the teachers of one seed, its own first: s, s ^ 2, s ^ 4 … It does not depend on how many seeds run, seeds share
 * their members, and the stranger s ^ 1, from whom another base is taken, is never among them.
 */
export function committeeOf({ committee: size }: Pick<OwlsSpec, 'committee'>, seed: number): number[] {
  return Array.from({ length: size }, (_, member) => (seed ^ (2 * member)) >>> 0);
}

/** Seeds of all teachers of a run, each once. */
export function teachersOf(spec: Pick<OwlsSpec, 'committee'>, seeds: readonly number[]): number[] {
  return [...new Set(seeds.flatMap((seed) => committeeOf(spec, seed)))];
}
