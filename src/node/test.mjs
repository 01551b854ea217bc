// npm test: every check of the project, in order, each shown as it runs; the last line counts them all.
// npm test -- unit e2e runs only the named stages. Exit code 1 if anything failed, was skipped or never ran.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { ensurePackages, importTypeScript, root } from './packages.mjs';
import { countPlaywright, countVitest } from './test-counts.mjs';

const hour = 60 * 60_000;

const vitest = (project) => (report) => {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { args: ['vitest/vitest.mjs', 'run', '--project', project, ...reporters] };
};

// `command` gets the path for a JSON report; a stage without `count` is one test, which passes if its program does.
const stages = [
  { name: 'lint', title: 'lint: oxlint', command: () => ({ args: ['oxlint/bin/oxlint', '--deny-warnings'] }) },
  { name: 'lint', title: 'lint: eslint', command: () => ({ args: ['eslint/bin/eslint.js', '--max-warnings=0', '.'] }) },
  { name: 'types', title: 'types: tsc', command: () => ({ args: ['typescript/bin/tsc', '--noEmit'] }) },
  { name: 'unit', title: 'unit tests in Node', command: vitest('node'), count: countVitest },
  { name: 'gpu', title: 'kernel tests in Chromium', command: vitest('gpu'), count: countVitest, browser: true },
  {
    name: 'e2e',
    title: 'end-to-end tests of the built page',
    command: (report) => ({
      args: ['@playwright/test/cli.js', 'test', '--reporter=list,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    }),
    count: countPlaywright,
    browser: true,
  },
];

const total = { passed: 0, failed: 0 };
let interrupted = false;
// Ctrl-C reaches the running program by itself; this process only stops starting further ones.
process.on('SIGINT', () => (interrupted = true));

/** Runs one program of node_modules to its end and resolves to its exit code. */
function run({ args: [program, ...args], env }) {
  return new Promise((resolve) => {
    const command = [join(root, 'node_modules', program), ...args];
    const options = { cwd: root, stdio: 'inherit', env: { ...process.env, ...env }, timeout: hour };
    const child = spawn(process.execPath, command, options);
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

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

function add({ passed, failed }) {
  total.passed += passed;
  total.failed += failed;
}

/** Resolves to whether the preparation succeeded; if not, its reason is shown in a sentence. */
async function prepared(action) {
  try {
    await action();
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

async function runAll(chosen) {
  if (!(await prepared(ensurePackages))) return add({ passed: 0, failed: 1 });
  let hasChromium = false;
  if (chosen.some(({ browser }) => browser)) {
    // The stages' own processes then need not search again.
    hasChromium = await prepared(() => (process.env.CHROMIUM_PATH = findChromium({ install: true })));
  }
  const hasData = await prepared(async () => (await importTypeScript('src/node/digits-data.ts')).writeDigits());
  if (!hasData) add({ passed: 0, failed: 1 });

  const folder = mkdtempSync(join(tmpdir(), 'subliminal-test-'));
  for (const [index, stage] of chosen.entries()) {
    if (interrupted) break;
    if (stage.browser && !hasChromium) {
      console.log(`\n=== ${stage.title} ===\nNot run: there is no Chromium. This counts as a failure.`);
      add({ passed: 0, failed: 1 });
    } else {
      await runStage(stage, join(folder, `${index}.json`));
    }
  }
  rmSync(folder, { recursive: true });
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  const known = [...new Set(stages.map(({ name }) => name))].join(', ');
  console.error(`There is no stage "${unknown[0]}"; the stages are ${known}.`);
  process.exit(2);
}
await runAll(names.length > 0 ? stages.filter(({ name }) => names.includes(name)) : stages);
if (interrupted) {
  console.log('\nInterrupted; what follows counts only what had run.');
  add({ passed: 0, failed: 1 });
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
