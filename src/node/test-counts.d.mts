// The types of test-counts.mjs, for its test.

export interface Counts {
  passed: number;
  failed: number;
}

export function countVitest(path: string): Counts;
export function countPlaywright(path: string): Counts;
