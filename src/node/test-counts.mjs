// Reads the JSON reports of Vitest and Playwright and counts them by the rule of this house:
// whatever did not pass, skipped tests included, has failed.

import { readFileSync } from 'node:fs';

// A runner that crashed early leaves no report, or half of one.
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Counts of a Vitest report: { passed, failed }. A file that failed as a whole counts as one more failure. */
export function countVitest(path) {
  const counts = { passed: 0, failed: 0 };
  for (const { status, assertionResults } of readReport(path)?.testResults ?? []) {
    const passed = assertionResults.filter((test) => test.status === 'passed').length;
    const failed = assertionResults.length - passed;
    counts.passed += passed;
    counts.failed += failed + (status !== 'passed' && failed === 0 ? 1 : 0);
  }
  return counts;
}

/** Counts of a Playwright report: { passed, failed }. Passing only on a second try is not passing. */
export function countPlaywright(path) {
  const { stats, errors = [] } = readReport(path) ?? {};
  if (stats === undefined) return { passed: 0, failed: 0 };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}
