// Reads the JSON reports of Vitest and Playwright and counts them by the rule of this house:
// whatever did not pass, skipped tests included, has failed.

import { readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number }} Counts
 * @typedef {import('vitest/node').JsonTestResults} VitestReport
 * @typedef {import('@playwright/test/reporter').JSONReport} PlaywrightReport
 */

// A runner that crashed early leaves no report, or half of one.
/** @param {string} path  where a runner wrote JSON */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Counts of a Vitest report. A file that failed as a whole counts as one more failure.
 * @param {string} path
 * @returns {Counts}
 */
export function countVitest(path) {
  const counts = { passed: 0, failed: 0 };
  /** @type {VitestReport | undefined} */
  const report = readReport(path);
  for (const { status, assertionResults } of report?.testResults ?? []) {
    const passed = assertionResults.filter((test) => test.status === 'passed').length;
    const failed = assertionResults.length - passed;
    counts.passed += passed;
    counts.failed += failed + (status !== 'passed' && failed === 0 ? 1 : 0);
  }
  return counts;
}

/**
 * Counts of a Playwright report. Passing only on a second try is not passing.
 * @param {string} path
 * @returns {Counts}
 */
export function countPlaywright(path) {
  /** @type {PlaywrightReport | undefined} */
  const report = readReport(path);
  if (report === undefined) return { passed: 0, failed: 0 };
  const { stats, errors } = report;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}
