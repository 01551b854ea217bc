// The command line, as somebody types it: usage errors are one sentence and exit code 2, a run is one line of JSON, and a
// golden file passes as it is and fails once a number in it is changed.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const ROOT = join(import.meta.dirname, '..');
const GOLDEN = 'src/golden/files/mlp-small.json';
const TINY =
  '--seeds 2 --hidden-layers 16 --training-images 500 --noise-images 500 --teacher-epochs 1 --student-epochs 1'.split(
    ' ',
  );

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** npm run <script> -- <words>, without npm's own lines. */
function npmRun(script: string, ...words: readonly string[]): Promise<Ended> {
  const options = { cwd: ROOT, timeout: 110_000, shell: process.platform === 'win32' };
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
  ['a device nobody has', ['--device', 'abacus'], /^--device must be webgpu or cpu, not “abacus”\.$/],
  ['a missing value', ['--seeds'], /^--seeds needs a value\.$/],
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
          { student: 'shared', accuracy: pair, cosineOfUpdates: pair },
          { student: 'independent', accuracy: pair, cosineOfUpdates: pair },
        ],
      },
      seconds: { training: expect.any(Number), total: expect.any(Number) },
    });
  });
}

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

/** Adds 0.1 to the first number in arrays of `value`; false if there is none. */
function changeOneNumber(value: unknown): boolean {
  if (Array.isArray(value) && typeof value[0] === 'number') {
    value[0] += 0.1;
    return true;
  }
  return typeof value === 'object' && value !== null && Object.values(value).some(changeOneNumber);
}
