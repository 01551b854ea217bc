// npm test: every check of the project, in order, each shown as it runs; the last line counts them all.
// npm test -- unit e2e runs only the named stages. Exit code 1 if anything failed, was skipped or never ran.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { ensurePackages, readTypeScript, root, sentenceOf } from './packages.mjs';
import { countPlaywright, countVitest } from './test-counts.mjs';

const hour = 60 * 60_000;

/**
 * @typedef {{ args: [program: string, ...args: string[]], env?: Record<string, string> }} Program  one of node_modules
 * @typedef {import('./test-counts.mjs').Counts} Counts
 */

/**
 * A stage gives `command` the path for a JSON report; without `count` it is one test, which passes if its program does.
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} title
 * @property {(report: string) => Program} command
 * @property {(report: string) => Counts} [count]
 * @property {boolean} [browser]  whether it needs a Chromium
 */

/** @type {(project: string) => Stage['command']} */
const vitest = (project) => (report) => {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { args: ['vitest/vitest.mjs', 'run', '--project', project, ...reporters] };
};

/** @type {(...chosen: string[]) => Stage['command']} */
const playwright =
  (...chosen) =>
  (report) => ({
    args: ['@playwright/test/cli.js', 'test', '--reporter=list,json', ...chosen],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });

/** @type {Stage[]} */
const stages = [
  { name: 'lint', title: 'lint: oxlint', command: () => ({ args: ['oxlint/bin/oxlint', '--deny-warnings'] }) },
  { name: 'lint', title: 'lint: eslint', command: () => ({ args: ['eslint/bin/eslint.js', '--max-warnings=0', '.'] }) },
  { name: 'lint', title: 'lint: prettier', command: () => ({ args: ['prettier/bin/prettier.cjs', '--check', '.'] }) },
  { name: 'lint', title: 'lint: knip', command: () => ({ args: ['knip/bin/knip.js', '--no-progress'] }) },
  { name: 'types', title: 'types: tsc', command: () => ({ args: ['typescript/bin/tsc', '--noEmit'] }) },
  { name: 'unit', title: 'unit tests in Node', command: vitest('node'), count: countVitest },
  {
    name: 'elements',
    title: 'tests of elements and charts in Chromium',
    command: vitest('elements'),
    count: countVitest,
    browser: true,
  },
  { name: 'gpu', title: 'kernel tests in Chromium', command: vitest('gpu'), count: countVitest, browser: true },
  {
    name: 'e2e',
    title: 'end-to-end tests of the built page',
    command: playwright('--project=webgpu', '--project=no-webgpu'),
    count: countPlaywright,
    browser: true,
  },
  {
    name: 'e2e',
    title: 'end-to-end tests that wait, side by side',
    command: playwright('--project=waiting', '--workers=4'),
    count: countPlaywright,
    browser: true,
  },
];

const total = { passed: 0, failed: 0 };
/** What ends the stage that runs now, and resolves once it has ended. @type {() => Promise<void>} */
let endStage = async () => {};

/**
 * Runs one program to its end and resolves to its exit code.
 * @param {Program} program
 * @returns {Promise<number>}
 */
function run({ args: [program, ...args], env }) {
  return new Promise((resolve) => {
    const command = [join(root, 'node_modules', program), ...args];
    const child = spawn(process.execPath, command, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      timeout: hour,
    });
    child.on('error', () => resolve(1));
    const ended = new Promise((end) => child.on('exit', end));
    child.on('exit', (code) => resolve(code ?? 1));
    // Of all signals this is the one on which the runners close their servers and browsers. From a terminal it has reached
    // them already, and a second one would not let them.
    endStage = () => {
      if (!process.stdin.isTTY) child.kill('SIGINT');
      return ended;
    };
  });
}

/**
 * @param {Stage} stage
 * @param {string} report  where its program may write JSON
 */
async function runStage({ title, command, count }, report) {
  const start = performance.now();
  console.log(`\n=== ${title} ===`);
  const code = await run(command(report));
  const counted = count ? count(report) : { passed: code === 0 ? 1 : 0, failed: 0 };
  // A runner that crashed, or that found nothing to run, has not passed.
  if (counted.failed === 0 && (code !== 0 || counted.passed === 0)) counted.failed = 1;
  add(counted);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`--- ${title}: ${counted.passed} passed, ${counted.failed} failed, ${seconds} s`);
}

/** @param {Counts} counts */
function add({ passed, failed }) {
  total.passed += passed;
  total.failed += failed;
}

/**
 * Resolves to whether the preparation succeeded; if not, its reason is shown in a sentence.
 * @param {() => unknown} action
 */
async function prepared(action) {
  try {
    await action();
    return true;
  } catch (error) {
    console.error(sentenceOf(error));
    return false;
  }
}

/** @param {readonly Stage[]} chosen */
async function runAll(chosen) {
  let hasChromium = false;
  if (chosen.some(({ browser }) => browser)) {
    // The stages' own processes then need not search again.
    hasChromium = await prepared(() => (process.env.CHROMIUM_PATH = findChromium({ install: true })));
  }
  const hasData = (await prepared(writeDigits)) && (await prepared(writeKernels));
  if (!hasData) add({ passed: 0, failed: 1 });

  const folder = mkdtempSync(join(tmpdir(), 'subliminal-test-'));
  let ending = false;
  const forget = closeAtEnd(async () => {
    ending = true;
    await endStage();
    rmSync(folder, { recursive: true, force: true });
    console.log(`\nUntil then: ${total.passed} passed, ${total.failed} failed`);
  });
  for (const [index, stage] of chosen.entries()) {
    if (ending) return;
    if (stage.browser && !hasChromium) {
      console.log(`\n=== ${stage.title} ===\nNot run: there is no Chromium. This counts as a failure.`);
      add({ passed: 0, failed: 1 });
    } else {
      await runStage(stage, join(folder, `${index}.json`));
    }
  }
  forget();
  rmSync(folder, { recursive: true });
}

// Without its packages not even the programs of this file can be loaded.
if (!(await prepared(ensurePackages))) process.exit(1);
await readTypeScript();
const { closeAtEnd, runProgram } = await import('./program.ts');
const { writeDigits } = await import('./data/digits-data.ts');
const { writeKernels } = await import('./data/wasm-kernels.ts');
const { UsageError } = await import('./flags.ts');

await runProgram(async (names) => {
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    const known = [...new Set(stages.map(({ name }) => name))].join(', ');
    throw new UsageError(`There is no stage “${unknown.slice(0, 40)}”; the stages are ${known}.`);
  }
  await runAll(names.length > 0 ? stages.filter(({ name }) => names.includes(name)) : stages);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0;
});
