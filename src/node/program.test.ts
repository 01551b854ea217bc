// Programs of the workbench as processes: whatever is in their way is one sentence and an exit code, without a stack; what
// ends them early leaves nothing running and nothing half written.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './packages.mjs';

const GOLDEN = join(root, 'src/golden/files/mlp-small.json');
const TINY =
  '--device cpu --seeds 1 --hidden-layers 4 --training-images 100 --noise-images 100 --teacher-epochs 1 --student-epochs 1';
/** It has a disk that is always full, and a browser there can be asked what it is before it is started. */
const IS_LINUX = process.platform === 'linux';
/** Trains for longer than any test. */
const ENDLESS = '--device cpu --seeds 1 --teacher-epochs 50 --student-epochs 50';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'program-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly onStart?: (child: ChildProcess) => void;
  /** Hears what it has printed. */
  readonly onOutput?: (child: ChildProcess, text: string) => void;
  /** Where its output goes, if not here. */
  readonly stdout?: number;
}

/** A program of src/node until its end, e.g. "run.mjs lab --help". */
function program(command: string, { env, uid, onStart, onOutput, stdout = -1 }: Options = {}): Promise<Ended> {
  const [file = '', ...words] = command.split(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'src/node', file), ...words], {
      cwd: folder,
      // These are no tests to themselves.
      env: { ...process.env, VITEST: undefined, ...env },
      stdio: ['ignore', stdout < 0 ? 'pipe' : stdout, 'pipe'],
      ...(uid !== undefined && { uid, gid: uid }),
    });
    onStart?.(child);
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (bytes: Buffer) => {
        said[name] += bytes.toString();
        onOutput?.(child, said[name]);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said }));
  });
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

/** A file that looks like a program and does this. */
function script(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${content}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('a golden file', () => {
  const write = (content: string) => {
    writeFileSync(join(folder, 'golden.json'), content);
    return 'golden.json';
  };
  it.each<[string, () => string, RegExp]>([
    ['is missing', () => 'none.json', /cannot be read: there is no such file/],
    ['is a folder', () => (mkdirSync(join(folder, 'inner')), 'inner'), /cannot be read: it is a folder/],
    ['is a device', () => '/dev/null', /cannot be read: it is no file/],
    ['is empty', () => write(''), /is no JSON/],
    ['is a page', () => write('<!doctype html>\n<title>x</title>'), /is no JSON/],
    ['is of another form', () => write('{"sizes":"none"}'), /“sizes” must be a list/],
    [
      'is nested without end',
      () =>
        write(readFileSync(GOLDEN, 'utf8').replace('"losses":', `"losses":${'['.repeat(1e5)}${']'.repeat(1e5)},"_":`)),
      /“losses” has lists in more than 8 lists/,
    ],
    ['is cut off', () => write(readFileSync(GOLDEN, 'utf8').slice(0, 9999)), /is no JSON/],
  ])('that %s is one sentence and exit code 1', async (_, path, sentence) => {
    const { code, stdout, stderr } = await program(`run.mjs golden ${path()}`);
    expect(lines(stderr)).toEqual([expect.stringMatching(sentence)]);
    expect([code, stdout]).toEqual([1, '']);
  });

  it('that this user may not open is one, too', async () => {
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'secret.json'), '{}', { mode: 0o000 });
    // Nothing is closed to whoever runs containers.
    const uid = process.getuid?.() === 0 ? 65534 : undefined;
    const { code, stderr } = await program('run.mjs golden secret.json', { uid });
    expect(lines(stderr)).toEqual([expect.stringMatching(/cannot be read: this user may not open it/)]);
    expect(code).toBe(1);
  });
});

describe('--record', () => {
  it.each([
    [
      'a folder that is not there',
      'none/run.json',
      /^--record: none\/run\.json cannot be written: there is no such folder/,
    ],
    ['a folder', '.', /^--record: \. cannot be written: it is a folder/],
    ['a link to nothing', 'link', /^--record: link cannot be written: it is a link to a file that is not there/],
    ['nothing', '', /^--record needs a value/],
  ])('with %s is refused before anything runs', async (_, path, sentence) => {
    symlinkSync('none.json', join(folder, 'link'));
    const { code, stdout, stderr } = await program(`run.mjs lab --record=${path} ${ENDLESS}`);
    expect(lines(stderr)).toEqual([expect.stringMatching(sentence)]);
    expect([code, stdout]).toEqual([2, '']);
  });

  if (IS_LINUX) {
    it('to a disk that is full does not take the result along', async () => {
      const { code, stdout, stderr } = await program(`run.mjs lab --json --record /dev/full ${TINY}`);
      expect(JSON.parse(stdout)).toMatchObject({ result: { teacher: [expect.any(Number)] } });
      expect(lines(stderr).at(-1)).toBe('/dev/full cannot be written: the disk is full.');
      expect(code).toBe(1);
    });
  }

  it('is written though nobody reads the result, and leaves nothing else', async () => {
    await program(`run.mjs lab --json --record run.json ${TINY}`, { onStart: (child) => child.stdout?.destroy() });
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))).toMatchObject({ version: 2 });
    expect(readdirSync(folder)).toEqual(['run.json']);
  });
});

describe('an output', () => {
  const PRINTING = [
    ['golden', `golden ${GOLDEN}`],
    ['rates', 'rates'],
  ] as const;

  if (IS_LINUX) {
    it.each(PRINTING)('of %s that is full is one sentence and exit code 1', async (_, command) => {
      const full = openSync('/dev/full', 'w');
      const { code, stderr } = await program(`run.mjs ${command}`, { stdout: full });
      closeSync(full);
      expect(lines(stderr)).toEqual(['The output cannot be written: the disk is full.']);
      expect(code).toBe(1);
    });
  }

  it.each(PRINTING)('of %s that was closed is one sentence and what a closed pipe ends with', async (_, words) => {
    const command = `"${process.execPath}" "${join(root, 'src/node/run.mjs')}" ${words} | true; echo "\${PIPESTATUS[0]}" > code`;
    const stderr = await new Promise<string>((resolve) => {
      const child = spawn('bash', ['-c', command], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
      child.on('close', () => resolve(said));
    });
    expect(lines(stderr)).toEqual(['The output was closed before everything was written to it.']);
    expect(readFileSync(join(folder, 'code'), 'utf8').trim()).toBe('141');
  });
});

describe('a program without settings', () => {
  it.each(['data', 'build', 'rates'])('refuses flags that npm run %s does not have, and says so', async (name) => {
    const { code, stdout, stderr } = await program(`run.mjs ${name} --nope`);
    expect(lines(stderr)).toEqual(['There is no flag “--nope”; the flags are --help.']);
    expect([code, stdout]).toEqual([2, '']);
    const help = await program(`run.mjs ${name} --help`);
    expect(lines(help.stdout)).toEqual([`npm run ${name} -- [flags]`, '  --help  this text']);
    expect([help.code, help.stderr]).toEqual([0, '']);
  });
});

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    '%s ends a run with one sentence and exit code %i, and with nothing recorded',
    async (signal, expected) => {
      writeFileSync(join(folder, 'run.json'), 'an older run');
      const { code, stdout, stderr } = await program(`run.mjs lab --record run.json ${ENDLESS}`, {
        onStart: (child) => {
          const watch = setInterval(() => {
            // The place of the recording is kept from the beginning of the run on.
            if (readdirSync(folder).length === 1) return;
            clearInterval(watch);
            setTimeout(() => child.kill(signal), 500);
          }, 50);
        },
      });
      expect(lines(stderr)).toEqual([`Ended by ${signal} before it was done.`]);
      expect([code, stdout]).toEqual([expected, '']);
      expect(readdirSync(folder)).toEqual(['run.json']);
      expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe('an older run');
    },
  );

  it('ends npm test with the stage that runs', async () => {
    const { code, stdout, stderr } = await program('test.mjs types', {
      onOutput: (child, text) => {
        if (text.includes('=== types')) setTimeout(() => child.kill('SIGTERM'), 500);
      },
    });
    expect(lines(stderr)).toEqual(['Ended by SIGTERM before it was done.']);
    expect(stdout).toMatch(/Until then: 0 passed, 0 failed/);
    expect(code).toBe(143);
  });
});

if (IS_LINUX) {
  describe('a browser', () => {
    const noBrowser = (path: string) =>
      program(`run.mjs golden ${GOLDEN} --device webgpu`, { env: { CHROMIUM_PATH: path } });
    const VERSION = 'if [ "$1" = --version ]; then echo Chromium 1.2.3.4; exit 0; fi';

    it.each<[string, () => string, RegExp]>([
      ['is not there', () => join(folder, 'none'), /^CHROMIUM_PATH names .+, and there is no such file\.$/],
      ['is a folder', () => folder, /^CHROMIUM_PATH names .+, which this user may not start\.$/],
      ['is another program', () => '/bin/echo', /^CHROMIUM_PATH names .+, which is no browser that starts here\.$/],
      [
        'never stops talking',
        () => script('talks', 'yes'),
        /^CHROMIUM_PATH names .+, which is no browser that starts here\.$/,
      ],
      [
        'lacks a library',
        () => script('lacks', 'echo "x: error while loading shared libraries: libnss3.so: cannot open" >&2; exit 127'),
        /^CHROMIUM_PATH names .+, which does not start: the library libnss3\.so is missing\.$/,
      ],
      [
        'has no sandbox',
        () =>
          script(
            'boxed',
            `${VERSION}; echo "[1:1:FATAL:zygote.cc(1)] No usable sandbox! Update your kernel" >&2; exit 1`,
          ),
        /^The browser .+ does not start: its sandbox does not work for this user on this machine\.$/,
      ],
      [
        'ends at once',
        () => script('ends', `${VERSION}; echo "the display is on fire" >&2; exit 1`),
        /^The browser .+ does not start: the display is on fire\.$/,
      ],
    ])('that %s is one sentence and exit code 1', async (_, path, sentence) => {
      const { code, stdout, stderr } = await noBrowser(path());
      expect(lines(stderr)).toEqual([expect.stringMatching(sentence)]);
      expect([code, stdout]).toEqual([1, '']);
    });
  });
}

describe('npm start', () => {
  it('on a port that is taken is one sentence and exit code 1', async () => {
    const server = createServer().listen(0, 'localhost');
    await new Promise((resolve) => server.on('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await program(`start.mjs --port ${port}`);
    server.close();
    expect(lines(stderr)).toEqual([`The page cannot be served: Port ${port} is already in use.`]);
    expect(code).toBe(1);
  });

  it.each(['0', '70000', 'x', '1.5'])('on the port %s is a usage error', async (port) => {
    const { code, stderr } = await program(`start.mjs --port ${port}`);
    expect(lines(stderr)).toEqual([
      expect.stringMatching(/^“.+” is not a port; say --port with a number from 1 to 65535\.$/),
    ]);
    expect(code).toBe(2);
  });
});
