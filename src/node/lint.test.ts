// Proof that the lint rules bite: one violating snippet for each row of the import table and for each house rule.
// The snippets are never files of src; the generic rules see them in a temporary folder.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, expect, test } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

// Reading types takes seconds and only the rule about promises needs them.
const quick = new ESLint({
  cwd: root,
  overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
});
const typed = new ESLint({ cwd: root });

async function rulesBroken(eslint: ESLint, path: string, code: string): Promise<(string | null)[]> {
  const results = await eslint.lintText(code, { filePath: join(root, path) });
  expect(results).toHaveLength(1);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));
}

test.each([
  ['src/experiment/digits/sample.ts', `import { matmul } from '../../cpu/twins/matmul.ts';`],
  ['src/experiment/sample.ts', `import { readFileSync } from 'node:fs';`],
  ['src/experiment/sample.test.ts', `import { matmul } from '../cpu/twins/matmul.ts';`],
  ['src/cpu/sample.ts', `import { device } from '../gpu/device.ts';`],
  ['src/cpu/sample.ts', `export const read = () => import('../node/server.ts');`],
  ['src/gpu/sample.ts', `import { matmul } from '../cpu/twins/matmul.ts';`],
  ['src/cpu/sample.ts', `import { network } from './fixtures/transformers.ts';`],
  ['src/cpu/mlp/sample.ts', `import { forward } from '../twins/matmul.ts';`],
  ['src/gpu/mlp/sample.ts', `import { KERNEL_TABLE } from '../kernel-cases/table.ts';`],
  ['src/gpu/kernel-cases/sample.ts', `import { it } from 'vitest';`],
  ['src/gpu/sample.ts', `import { select } from 'd3';`],
  ['src/gpu/sample.ts', `import { html } from 'lit';`],
  ['src/worker/protocol.ts', `import { device } from '../gpu/device.ts';`],
  ['src/worker/worker.ts', `import { start } from './client.ts';`],
  ['src/worker/worker.ts', `import { line } from '../charts/line.ts';`],
  ['src/worker/client.ts', `export * from './worker.ts';`],
  ['src/worker/client.ts', `import { device } from '../gpu/device.ts';`],
  ['src/worker/client.test.ts', `import { matmul } from '../cpu/twins/matmul.ts';`],
  ['src/charts/sample.ts', `import { html } from 'lit';`],
  ['src/charts/sample.ts', `import { start } from '../worker/client.ts';`],
  ['src/charts/sample.ts', `import { run } from '../experiment/digits/run.ts';`],
  ['src/components/lab/sample.ts', `import type { Device } from '../gpu/device.ts';`],
  ['src/components/lab/sample.ts', `export type { Loop } from '../worker/worker.ts';`],
  ['src/components/lab/sample.ts', `export type Loop = import('../cpu/twins/matmul.ts').Loop;`],
  ['src/components/settings/sample.ts', `import { reduce } from '../run/run-state.ts';`],
  ['src/components/run/sample.ts', `import { PHASES } from '../../experiment/owls/records.ts';`],
  ['src/components/parts/sample.ts', `export type { OwlsRun } from '../owls/state.ts';`],
  ['src/components/lab/sample.ts', `import { DIGITS } from '../../experiment/digits/spec.ts';`],
  ['src/components/digits/sample.ts', `import { OWLS_LAB } from '../owls/lab.ts';`],
  ['src/experiment/sample.ts', `import { OWLS } from './owls/spec.ts';`],
  ['src/experiment/digits/sample.ts', `import type { OwlsSpec } from '../owls/spec.ts';`],
  ['src/experiment/owls/sample.ts', `import { CLASSES } from '../digits/data.ts';`],
  ['src/experiment/owls/sample.ts', `import { EXPERIMENTS } from '../register.ts';`],
  ['src/components/lab/sample.ts', `import { RUNS } from '../../experiment/runs.ts';`],
  ['src/main.ts', `import { device } from './gpu/device.ts';`],
  ['src/cli.ts', `import { Lab } from './components/run/lab.ts';`],
  ['src/node/sample.ts', `import { device } from '../gpu/device.ts';`],
  ['src/golden/sample.ts', `import { serve } from '../node/server.ts';`],
  ['src/bench/sample.ts', `import { Lab } from '../components/run/lab.ts';`],
  ['src/unheard-of/sample.ts', `export const sample = 1;`],
])('the import table forbids in %s: %s', async (path, code) => {
  expect(await rulesBroken(quick, path, code)).toEqual(['rooms/import-table']);
});

test.each([
  ['src/experiment/sample.test.ts', `import { test } from 'vitest'; import { mean } from './statistics/stats.ts';`],
  [
    'src/gpu/sample.ts',
    `import code from '../../shaders/matmul.wgsl?raw'; import type { Processor } from '../experiment/processor/processor.ts';`,
  ],
  ['src/gpu/sample.gpu.test.ts', `import { matmul } from '../cpu/twins/matmul.ts'; import { expect } from 'vitest';`],
  [
    'src/worker/client.ts',
    `export const thread = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });`,
  ],
  ['src/worker/worker.ts', `import { device } from '../gpu/device.ts'; import type { Command } from './protocol.ts';`],
  ['src/worker/client.test.ts', `import { start } from './client.ts';`],
  ['src/charts/sample.ts', `import { select } from 'd3'; import { mean } from '../experiment/statistics/stats.ts';`],
  ['src/charts/sample.ts', `import type { RunRecord } from '../experiment/digits/run.ts';`],
  ['src/components/lab/sample.ts', `import { LitElement } from 'lit'; import { property } from 'lit/decorators.js';`],
])('the import table allows in %s: %s', async (path, code) => {
  expect(await rulesBroken(quick, path, code)).toEqual([]);
});

test.each([
  ...['document', 'window', 'navigator', 'fetch', 'Date', 'performance', 'process', 'setTimeout', 'crypto'].flatMap(
    (name) => [
      ['src/experiment/sample.ts', name],
      ['src/cpu/sample.test.ts', name],
    ],
  ),
  ['src/experiment/sample.ts', 'globalThis.document'],
  ['src/gpu/sample.ts', 'document'],
  ['src/gpu/sample.ts', 'window'],
  ['src/worker/worker.ts', 'self.document'],
  ['src/worker/worker.ts', 'window'],
  ['src/worker/worker.gpu.test.ts', 'document'],
  ['src/worker/client.ts', 'process'],
  ['src/charts/sample.ts', 'process'],
  ['src/components/lab/sample.ts', 'process'],
  ['src/cli.ts', 'document'],
])('%s must never see %s', async (path, name) => {
  expect(await rulesBroken(quick, path, `export const seen = ${name};`)).toContain('no-restricted-globals');
});

test.each([
  ['experiment', 'sample.ts'],
  ['components/lab', 'sample.ts'],
  ['node', 'sample.mjs'],
  ['bench', 'sample.ts'],
])('unseeded randomness is forbidden in src/%s/%s', async (room, file) => {
  const code = `export const noise = Math['random']();`;
  expect(await rulesBroken(quick, `src/${room}/${file}`, code)).toEqual(['no-restricted-properties']);
});

test('templates of components are checked by the Lit and web component rules', async () => {
  const code = "import { html } from 'lit'; export const view = html`<p title=${1} title=${2}></p>`;";
  expect(await rulesBroken(quick, 'src/components/lab/sample.ts', code)).toContain(
    'lit/no-duplicate-template-bindings',
  );
});

test('a promise must not be left floating', async () => {
  // Types are known only for files that exist, so the snippet borrows the name of one.
  const code = `export async function first() {}\nfirst();`;
  expect(await rulesBroken(typed, 'src/node/server.ts', code)).toEqual(['@typescript-eslint/no-floating-promises']);
});

const folder = mkdtempSync(join(tmpdir(), 'subliminal-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

function oxlint() {
  const program = join(root, 'node_modules/oxlint/bin/oxlint');
  const args = [program, '-c', join(root, '.oxlintrc.json'), '--format', 'unix', '.'];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
}

test.each([
  ['import(no-cycle)', `import { b } from './b.ts';\nexport const a = () => b;`],
  ['import(no-cycle)', `import type { B } from './b.ts';\nexport type A = B | 1;`],
  ['eslint(max-lines)', `${'\n'.repeat(300)}export const a = 1;`],
  ['typescript(no-explicit-any)', `export function a(value: any) { return value; }`],
  ['eslint(no-unused-vars)', `const unused = 1;`],
])('oxlint reports %s', (rule, code) => {
  writeFileSync(join(folder, 'a.ts'), code);
  writeFileSync(
    join(folder, 'b.ts'),
    `import * as a from './a.ts';\nexport type B = typeof a;\nexport const b = () => a;`,
  );
  const { status, stdout } = oxlint();
  expect(stdout.toLowerCase()).toContain(rule);
  expect(status).toBe(1);
});

test('.gitignore is the list of what both linters leave alone', async () => {
  for (const name of ['a.ts', 'b.ts']) writeFileSync(join(folder, name), 'export const a = 1;');
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist/a.ts'), 'const unused = 1;');
  expect(oxlint().stdout).toContain('dist/a.ts');
  copyFileSync(join(root, '.gitignore'), join(folder, '.gitignore'));
  expect(oxlint()).toMatchObject({ status: 0 });
  expect(await quick.isPathIgnored(join(root, 'dist/a.js'))).toBe(true);
  expect(await quick.isPathIgnored(join(root, 'src/dist.js'))).toBe(false);
});
