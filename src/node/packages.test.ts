// The packages of the workbench: what is locked and installed is left alone whatever its date, what is not is installed
// beside it first. npm is a program of this test, in a folder of this test; nothing is fetched.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensurePackages, isInstalled, root } from './packages.mjs';

const LOCKED = {
  '': { name: 'project' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/a/node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
  'node_modules/elsewhere': { version: '1.0.0', integrity: 'sha512-e', optional: true, os: ['aix'], cpu: ['ppc64'] },
};

/** An npm that installs what is locked, and says that it was here. */
const NPM = `#!/usr/bin/env node
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
appendFileSync(process.env.NPM_CALLS, process.argv.slice(2).join(' ') + ' in ' + process.cwd() + '\\n');
if (process.env.NPM_FAILS === 'at once') process.exit(1);
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const wanted = Object.entries(packages).filter(([name, { optional }]) => name !== '' && !optional);
for (const [path] of wanted) {
  mkdirSync(path, { recursive: true });
  writeFileSync(path + '/package.json', '{}');
  if (process.env.NPM_FAILS === 'in the middle') process.exit(1);
}
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: Object.fromEntries(wanted) }));
`;

let folder: string;
let calls: string;

beforeEach(() => {
  const bench = mkdtempSync(join(tmpdir(), 'packages-'));
  folder = join(bench, 'project');
  calls = join(bench, 'calls');
  mkdirSync(join(bench, 'bin'));
  mkdirSync(folder);
  writeFileSync(join(bench, 'bin/npm'), NPM);
  chmodSync(join(bench, 'bin/npm'), 0o755);
  writeFileSync(calls, '');
  writeFileSync(join(folder, 'package.json'), '{}');
  lock(LOCKED);
  vi.stubEnv('PATH', `${join(bench, 'bin')}${delimiter}${process.env.PATH}`);
  vi.stubEnv('NPM_CALLS', calls);
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(join(folder, '..'), { recursive: true });
});

function lock(packages: object): void {
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
}

/** What npm was asked, one line each. */
const asked = () => readFileSync(calls, 'utf8').split('\n').filter(Boolean);
const files = () => readdirSync(folder).sort();
const WHOLE = ['node_modules', 'package-lock.json', 'package.json'];

describe('packages that are not there', () => {
  it('are installed, with nothing left over', () => {
    expect(isInstalled(folder)).toBe(false);
    ensurePackages(folder);
    expect(asked()).toEqual([expect.stringMatching(/^ci .* in .*\.node_modules-/)]);
    expect(isInstalled(folder)).toBe(true);
    expect(files()).toEqual(WHOLE);
  });

  it.each(['at once', 'in the middle'])('leave nothing if npm fails %s', (when) => {
    vi.stubEnv('NPM_FAILS', when);
    expect(() => ensurePackages(folder)).toThrow(
      /^The packages could not be installed: “npm ci” failed, and what it says above is why\.$/,
    );
    expect(files()).toEqual(['package-lock.json', 'package.json']);
  });
});

describe('packages that are there', () => {
  beforeEach(() => {
    ensurePackages(folder);
    writeFileSync(join(folder, 'node_modules/mark'), 'of this installation');
    writeFileSync(calls, '');
  });
  const isOld = () => readdirSync(join(folder, 'node_modules')).includes('mark');

  it('are left alone, offline, if the lock file has only a newer date', () => {
    vi.stubEnv('NPM_FAILS', 'at once');
    const tomorrow = Date.now() / 1000 + 86_400;
    utimesSync(join(folder, 'package-lock.json'), tomorrow, tomorrow);
    ensurePackages(folder);
    expect(asked()).toEqual([]);
    expect(isOld()).toBe(true);
  });

  it.each<[string, () => void]>([
    ['another version', () => lock({ ...LOCKED, 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } })],
    ['another content', () => lock({ ...LOCKED, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-z' } })],
    ['one more', () => lock({ ...LOCKED, 'node_modules/c': { version: '1.0.0', integrity: 'sha512-c' } })],
    ['a folder that was deleted', () => rmSync(join(folder, 'node_modules/a/node_modules'), { recursive: true })],
    ['a list that is damaged', () => writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{"packages":')],
    ['a list without packages', () => writeFileSync(join(folder, 'node_modules/.package-lock.json'), 'null')],
  ])('are replaced for %s', (_, change) => {
    change();
    expect(isInstalled(folder)).toBe(false);
    ensurePackages(folder);
    expect(asked()).toHaveLength(1);
    expect(isInstalled(folder)).toBe(true);
    expect(isOld()).toBe(false);
    expect(files()).toEqual(WHOLE);
  });

  it.each(['at once', 'in the middle'])('stay if npm fails %s', (when) => {
    lock({ ...LOCKED, 'node_modules/c': { version: '1.0.0', integrity: 'sha512-c' } });
    vi.stubEnv('NPM_FAILS', when);
    expect(() => ensurePackages(folder)).toThrow(/What was installed before is still there\.$/);
    expect(isOld()).toBe(true);
    expect(files()).toEqual(WHOLE);
  });

  it('stay if there is no npm', () => {
    lock({ ...LOCKED, 'node_modules/c': { version: '1.0.0', integrity: 'sha512-c' } });
    vi.stubEnv('PATH', folder);
    expect(() => ensurePackages(folder)).toThrow(/^The packages could not be installed/);
    expect(isOld()).toBe(true);
  });

  it('are replaced after an installation that was broken off, whose rest is cleared away', () => {
    mkdirSync(join(folder, '.node_modules-4711/node_modules'), { recursive: true });
    lock({ ...LOCKED, 'node_modules/c': { version: '1.0.0', integrity: 'sha512-c' } });
    ensurePackages(folder);
    expect(files()).toEqual(WHOLE);
  });
});

it('this project has all of its packages, whatever the dates of its files', () => {
  expect(isInstalled(root)).toBe(true);
});

it('a list of packages that cannot be read is said in a sentence', () => {
  writeFileSync(join(folder, 'package-lock.json'), 'null');
  expect(() => ensurePackages(folder)).toThrow(/^The list of packages cannot be read \(.+\)\.$/);
});
