// The command line, as somebody types it: usage errors are one sentence and exit code 2, a run is one line of JSON, and a
// golden file passes as it is and fails once a number in it is changed.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const ROOT = join(import.meta.dirname, '..');
const GOLDEN = 'src/golden/files/mlp-small.json';
const TINY =
  '--seeds 2 --hidden-layers 16 --training-images 500 --noise-images 500 --teacher-epochs 1 --student-epochs 1'.split(
    ' ',
  );
const TINY_OWLS = '--experiment owls --seeds 2 --sequences 32 --steps 3 --teacher-steps 3'.split(' ');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** npm run <script> -- <words>, without npm's own lines. */
function npmRun(script: string, ...words: readonly string[]): Promise<Ended> {
  return npmRunWith({}, script, ...words);
}

function npmRunWith(env: NodeJS.ProcessEnv, script: string, ...words: readonly string[]): Promise<Ended> {
  const options = { cwd: ROOT, env: { ...process.env, ...env }, timeout: 110_000, shell: process.platform === 'win32' };
  return new Promise((resolve, reject) => {
    execFile('npm', ['run', '--silent', script, '--', ...words], options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

for (const [mistake, words, sentence] of [
  ['a value out of range', ['--seeds', '99'], /^--seeds must be a whole number from 1 to 32, not 99\.$/],
  ['a setting nobody has', ['--no-such', '1'], /^There is no flag “--no-such”/],
  ['a device nobody has', ['--device', 'abacus'], /^--device must be auto, webgpu, wasm or cpu, not “abacus”\.$/],
  ['a missing value', ['--seeds'], /^--seeds needs a value\.$/],
  ['an experiment nobody has', ['--experiment', 'chess'], /^--experiment must be digits or owls, not “chess”\.$/],
  ['a setting of the other experiment', ['--trait', 'owl'], /^There is no flag “--trait”/],
  [
    'a setting that owls do not have',
    ['--experiment=owls', '--hidden-layers', '8'],
    /^There is no flag “--hidden-layers”/,
  ],
  ['a trait nobody has', ['--experiment', 'owls', '--trait', 'frog'], /^--trait must be one of owl, .*, not “frog”\.$/],
] as const) {
  test(`npm run lab with ${mistake} says so in one sentence and exits with 2`, async () => {
    const { code, stdout, stderr } = await npmRun('lab', ...words);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(lines(stderr)).toEqual([expect.stringMatching(sentence)]);
  });
}

for (const [device, described] of [
  ['cpu', { backend: 'cpu' }],
  ['wasm', { backend: 'wasm', name: expect.stringMatching(/^(relaxed|baseline) SIMD, \d cores?$/) }],
  ['webgpu', { backend: 'webgpu' }],
] as const) {
  test(`npm run lab --device ${device} --json prints one line with spec, device and the numbers of every seed`, async () => {
    const { code, stdout } = await npmRun('lab', '--device', device, '--json', ...TINY);
    expect(code).toBe(0);
    expect(lines(stdout)).toHaveLength(1);
    const pair = [expect.any(Number), expect.any(Number)];
    expect(JSON.parse(stdout)).toMatchObject({
      experiment: 'digits',
      spec: { seedCount: 2, hidden: [16], trainingImages: 500 },
      device: described,
      result: {
        reference: pair,
        teacher: pair,
        students: [
          { student: 'shared', trait: pair, cosineOfUpdates: pair },
          { student: 'independent', trait: pair, cosineOfUpdates: pair },
        ],
      },
      seconds: { training: expect.any(Number), total: expect.any(Number) },
    });
  });
}

for (const [device, described] of [
  ['cpu', { backend: 'cpu' }],
  ['wasm', { backend: 'wasm', name: expect.stringMatching(/^(relaxed|baseline) SIMD, \d cores?$/) }],
  ['webgpu', { backend: 'webgpu' }],
] as const) {
  test(`npm run lab --experiment owls --device ${device} --json prints the numbers of every seed and records the run`, async () => {
    const file = test.info().outputPath('owls.json');
    const words = ['--device', device, '--trait', 'pine', '--students', 'shared,other,control', '--record', file];
    const { code, stdout } = await npmRun('lab', ...TINY_OWLS, ...words, '--json');
    expect(code).toBe(0);
    expect(lines(stdout)).toHaveLength(1);
    const pair = [expect.any(Number), expect.any(Number)];
    expect(JSON.parse(stdout)).toMatchObject({
      experiment: 'owls',
      spec: { seedCount: 2, trait: 'pine', sequences: 32 },
      device: described,
      result: {
        reference: pair,
        teacher: pair,
        base: { mass: pair, loss: pair },
        keepRate: { teacher: pair, base: pair },
        detector: { auc: pair },
        students: ['shared', 'other', 'control'].map((student) => ({ student, trait: pair, cosineOfUpdates: pair })),
      },
      seconds: { training: expect.any(Number), total: expect.any(Number) },
    });
    const recording = JSON.parse(readFileSync(file, 'utf8'));
    expect(recording).toMatchObject({ version: 2, device: described });
    expect(recording.entries).toContainEqual(['trait', 'pine']);
    expect(recording.records[0].record).toMatchObject({ kind: 'prepared', bases: { shipped: 2, pretrained: 0 } });
    expect(recording.records.at(-1).record.kind).toBe('complete');
  });
}

test('npm run lab --help names the flags of both experiments, or of the one that is given', async () => {
  const both = await npmRun('lab', '--help');
  expect(both.code).toBe(0);
  expect(both.stdout).toMatch(/--hidden-layers[\s\S]*--trait/);
  const owls = await npmRun('lab', '--experiment', 'owls', '--help');
  expect(owls.stdout).toContain('--trait');
  expect(owls.stdout).not.toContain('--hidden-layers');
});

test('without a choice and without a graphics card every core trains, and no browser is needed', async () => {
  const { code, stdout } = await npmRunWith({ CHROMIUM_PATH: '/no/such/browser' }, 'lab', '--json', ...TINY);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ device: { backend: 'wasm' } });
});

test('two runs at once both end, with the same numbers', async () => {
  const [first, second] = await Promise.all([npmRun('lab', '--json', ...TINY), npmRun('lab', '--json', ...TINY)]);
  const [a, b] = [JSON.parse(first.stdout), JSON.parse(second.stdout)];
  expect(a.result).toEqual(b.result);
});

test('a golden trajectory of PyTorch is followed on WebAssembly', async () => {
  const { code, stdout } = await npmRun('golden', GOLDEN, '--device', 'wasm');
  expect(stdout).toMatch(/on WebAssembly, .* SIMD[\s\S]*Every quantity is within its tolerance\./);
  expect(code).toBe(0);
});

test('a golden trajectory of PyTorch is followed on WebGPU, and a tampered one is not', async () => {
  const genuine = await npmRun('golden', GOLDEN, '--device', 'webgpu');
  expect(genuine.stdout).toContain('Every quantity is within its tolerance.');
  expect(genuine.code).toBe(0);

  const golden = JSON.parse(readFileSync(join(ROOT, GOLDEN), 'utf8'));
  const changed = changeOneNumber(golden.teacher);
  expect(changed, 'a number was found to change').toBe(true);
  const path = test.info().outputPath('tampered.json');
  writeFileSync(path, JSON.stringify(golden));
  const tampered = await npmRun('golden', path, '--device', 'webgpu');
  expect(tampered.stdout).toContain('BEYOND');
  expect(tampered.code).toBe(1);
});

/** Processes that inherited this mark in their environment, by what they were started with. */
function marked(mark: string): { pid: number; command: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      if (!/^\d+$/.test(name) || !readFileSync(`/proc/${name}/environ`, 'utf8').includes(mark)) return [];
      return [{ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}

// Whose child a process is can be read on Linux.
if (process.platform === 'linux') {
  for (const [what, act, expected, sentence] of [
    ['SIGTERM', (pid: number) => process.kill(pid, 'SIGTERM'), 143, 'Ended by SIGTERM before it was done.'],
    ['SIGINT', (pid: number) => process.kill(pid, 'SIGINT'), 130, 'Ended by SIGINT before it was done.'],
    [
      'the end of its browser',
      (_: number, browsers: readonly number[]) => browsers.forEach((pid) => process.kill(pid, 'SIGKILL')),
      1,
      'The browser ended before the program was done.',
    ],
  ] as const) {
    test(`npm run lab on WebGPU ended by ${what} says so and leaves neither browser nor server`, async () => {
      const mark = `MARK=${test.info().testId}-${expected}`;
      const words = ['lab', '--device', 'webgpu', '--teacher-epochs', '50', '--student-epochs', '50'];
      const [name = '', value = ''] = mark.split('=');
      const child = spawn(process.execPath, ['src/node/run.mjs', ...words], {
        cwd: ROOT,
        env: { ...process.env, [name]: value },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stderr = '';
      child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      const browsers = () => marked(mark).filter(({ command }) => command.includes('--remote-debugging-pipe'));
      await expect.poll(() => browsers().length, { timeout: 60_000 }).toBeGreaterThan(0);
      // Until the page is open and has begun.
      await new Promise((resolve) => setTimeout(resolve, 3000));
      act(
        child.pid!,
        browsers().map(({ pid }) => pid),
      );
      expect(await ended).toBe(expected);
      expect(lines(stderr)).toEqual([sentence]);
      await expect.poll(() => marked(mark)).toEqual([]);
    });
  }
}

// Whose child a process is can be read on Linux.
if (process.platform === 'linux') {
  for (const [what, act, expected, sentence] of [
    ['SIGTERM', (child: ChildProcess) => child.kill('SIGTERM'), 143, 'Ended by SIGTERM before it was done.'],
    ['SIGINT', (child: ChildProcess) => child.kill('SIGINT'), 130, 'Ended by SIGINT before it was done.'],
  ] as const) {
    test(`npm run lab on WebAssembly ended by ${what} says so and leaves no thread`, async () => {
      const mark = `${test.info().testId}-${expected}`;
      const words = ['lab', '--device', 'wasm', '--teacher-epochs', '50', '--student-epochs', '50'];
      const child = spawn(process.execPath, ['src/node/run.mjs', ...words], {
        cwd: ROOT,
        env: { ...process.env, MARK: mark },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stderr = '';
      child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      await expect.poll(() => stderr, { timeout: 60_000 }).toMatch(/teacher: step/);
      act(child);
      expect(await ended).toBe(expected);
      expect(lines(stderr).at(-1)).toBe(sentence);
      await expect.poll(() => marked(`MARK=${mark}`)).toEqual([]);
    });
  }

  test('npm run conditions on WebAssembly whose reader goes away ends and leaves no thread', async () => {
    const mark = test.info().testId;
    const words = ['conditions', '--device', 'wasm', '--only', 'owl', '--seeds', '1', '--json'];
    const child = spawn(process.execPath, ['src/node/run.mjs', ...words], {
      cwd: ROOT,
      env: { ...process.env, MARK: mark },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    child.stdout.destroy();
    child.stderr.destroy();
    expect(await ended).toBe(128 + 13);
    await expect.poll(() => marked(`MARK=${mark}`)).toEqual([]);
  });
}

/** Adds 0.1 to the first number in arrays of `value`; false if there is none. */
function changeOneNumber(value: unknown): boolean {
  if (Array.isArray(value) && typeof value[0] === 'number') {
    value[0] += 0.1;
    return true;
  }
  return typeof value === 'object' && value !== null && Object.values(value).some(changeOneNumber);
}
