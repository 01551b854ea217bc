// The rule that decides whether npm test is green: what did not pass has failed.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { countPlaywright, countVitest } from './test-counts.mjs';

const folder = mkdtempSync(join(tmpdir(), 'subliminal-counts-'));
const report = join(folder, 'report.json');
afterAll(() => rmSync(folder, { recursive: true }));

function written(content: unknown): string {
  writeFileSync(report, JSON.stringify(content));
  return report;
}

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

test('Vitest: skipped, pending and planned tests have failed', () => {
  const path = written({
    testResults: [file('passed', 'passed', 'skipped', 'pending', 'todo'), file('failed', 'failed')],
  });
  expect(countVitest(path)).toEqual({ passed: 1, failed: 4 });
});

test('Vitest: a file that fails outside its tests is one more failure', () => {
  expect(countVitest(written({ testResults: [file('failed'), file('failed', 'passed')] }))).toEqual({
    passed: 1,
    failed: 2,
  });
});

test('Playwright: skipped and flaky tests and errors outside tests have failed', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 1 };
  expect(countPlaywright(written({ stats, errors: [{}] }))).toEqual({ passed: 5, failed: 4 });
});

test('a report that is missing or cut off counts nothing', () => {
  writeFileSync(report, '{"testResults": [');
  for (const path of [report, join(folder, 'absent.json')]) {
    expect(countVitest(path)).toEqual({ passed: 0, failed: 0 });
    expect(countPlaywright(path)).toEqual({ passed: 0, failed: 0 });
  }
});
