// Files of the workbench: a reason in words for whatever the system refuses, and nothing half written.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MachineError, readWhole, reserve, writeWhole } from './files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

/** The sentence of a MachineError. */
function sentence(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof MachineError) return error.message;
    throw error;
  }
  return '';
}

describe('reading', () => {
  it('gives all bytes', () => {
    writeFileSync(at('a'), 'abc');
    expect(readWhole(at('a'), 'The file', 3).toString()).toBe('abc');
  });

  it('says why it is not possible', () => {
    mkdirSync(at('folder'));
    writeFileSync(at('large'), 'abcd');
    symlinkSync(at('loop'), at('loop'));
    expect(sentence(() => readWhole(at('none'), 'The file', 3))).toMatch(
      /^The file cannot be read: there is no such file/,
    );
    expect(sentence(() => readWhole(at('large/x'), 'The file', 3))).toMatch(/there is no such folder/);
    expect(sentence(() => readWhole(at('folder'), 'The file', 1e6))).toMatch(/it is a folder/);
    expect(sentence(() => readWhole(at('loop'), 'The file', 3))).toMatch(/its links lead in a circle/);
    expect(sentence(() => readWhole(at('large'), 'The file', 3))).toMatch(/too large: at most 3 bytes are read/);
  });

  if (process.platform === 'linux') {
    it('takes no device and no pipe for a file, and does not wait for one', () => {
      execFileSync('mkfifo', [at('pipe')]);
      for (const path of [at('pipe'), '/dev/zero', '/dev/null']) {
        expect(
          sentence(() => readWhole(path, 'The file', 3)),
          path,
        ).toBe(`The file cannot be read: it is no file (${path}).`);
      }
    });

    it('reads no more than it may of a file that does not say its size', () => {
      expect(readWhole('/proc/self/status', 'The file', 1e6).toString()).toMatch(/^Name:/);
      expect(sentence(() => readWhole('/proc/self/status', 'The file', 10))).toMatch(/too large: at most 10 bytes/);
    });
  }
});

describe('writing', () => {
  it('replaces a file and leaves nothing beside it', () => {
    writeWhole(at('a'), 'old');
    writeWhole(at('a'), 'new');
    expect(readFileSync(at('a'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('follows a link to the file that is meant', () => {
    writeFileSync(at('a'), 'old');
    symlinkSync(at('a'), at('link'));
    writeWhole(at('link'), 'new');
    expect(readFileSync(at('a'), 'utf8')).toBe('new');
  });

  it.each([
    ['nowhere', 'none', /cannot be written: it is a link to a file that is not there\.$/],
    ['to itself', 'link', /cannot be written: its links lead in a circle\.$/],
  ])('is refused for a link that leads %s, and leaves it', (_, target, expected) => {
    symlinkSync(at(target), at('link'));
    expect(sentence(() => writeWhole(at('link'), 'new'))).toMatch(expected);
    expect(sentence(() => reserve(at('link')))).toMatch(expected);
    expect(readlinkSync(at('link'))).toBe(at(target));
    expect(readdirSync(folder)).toEqual(['link']);
  });

  it('says why it is not possible', () => {
    expect(sentence(() => writeWhole(at('none/a'), ''))).toMatch(/cannot be written: there is no such folder\.$/);
    expect(sentence(() => writeWhole(folder, ''))).toMatch(/cannot be written: it is a folder\.$/);
  });
});

describe('a reserved place', () => {
  it('is nothing until it is written, and then the whole', () => {
    const place = reserve(at('a'));
    expect(existsSync(at('a'))).toBe(false);
    place.write('result');
    expect(readFileSync(at('a'), 'utf8')).toBe('result');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('leaves what was there if it is given up', () => {
    writeFileSync(at('a'), 'old');
    reserve(at('a')).discard();
    reserve(at('b')).discard();
    expect(readFileSync(at('a'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('is refused at once where nothing can be written', () => {
    mkdirSync(at('folder'));
    expect(sentence(() => reserve(at('none/a')))).toMatch(/cannot be written: there is no such folder\.$/);
    expect(sentence(() => reserve(at('folder')))).toMatch(/cannot be written: it is a folder\.$/);
    expect(sentence(() => reserve('x'.repeat(5000)))).toMatch(/cannot be written: its name is too long\.$/);
  });

  // A disk that is always full is a device of Linux.
  if (process.platform === 'linux') {
    it('is no longer there if the disk fills up, with a sentence', () => {
      expect(sentence(() => reserve('/dev/full').write('result'))).toBe(
        '/dev/full cannot be written: the disk is full.',
      );
      expect(existsSync('/dev/full')).toBe(true);
    });
  }
});
