// The digits on disk: what the build writes is read back, what is not whole has a sentence that says what mends it, and the
// build mends it.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PIXELS, type Shard } from '../../experiment/digits/data.ts';
import { RunError } from '../../experiment/records/run-error.ts';
import { writeDigits } from './digits-data.ts';
import { DIGITS_FOLDER, readDigits } from './digits-files.ts';
import { MachineError } from '../files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'digits-'));
  writeFileSync(join(folder, 'test-0.bin'), gzipSync(CONTENT));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: 1, shards: [SHARD] }));
});
afterEach(() => rmSync(folder, { recursive: true }));

const COUNT = 5;
const CONTENT = Buffer.from(Array.from({ length: COUNT * (1 + PIXELS) }, (_, at) => (at < COUNT ? at : at % 251)));
const SHARD: Shard = {
  name: 'test-0.bin',
  split: 'test',
  start: 0,
  count: COUNT,
  bytes: gzipSync(CONTENT).length,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
};

/** What reading all images says, if it fails. */
async function complaint(): Promise<{ message: string; error: unknown }> {
  const error: unknown = await readDigits(folder)
    .images('test', COUNT)
    .catch((reason: unknown) => reason);
  return { message: error instanceof Error ? error.message : '', error };
}

describe('digits on disk', () => {
  it('are read, packed or not', async () => {
    const packed = await readDigits(folder).images('test', COUNT);
    expect([...packed.labels]).toEqual([0, 1, 2, 3, 4]);
    writeFileSync(join(folder, 'test-0.bin'), CONTENT);
    expect(await readDigits(folder).images('test', COUNT)).toEqual(packed);
  });

  it.each<[string, (path: string) => void]>([
    ['missing', (path) => rmSync(path)],
    ['a folder', (path) => (rmSync(path), mkdirSync(path))],
    ['a link to itself', (path) => (rmSync(path), symlinkSync(path, path))],
    ['empty', (path) => writeFileSync(path, '')],
    ['cut off', (path) => writeFileSync(path, readFileSync(path).subarray(0, -9))],
    ['no gzip', (path) => writeFileSync(path, 'hello')],
    ['a gzip of other pixels', (path) => writeFileSync(path, gzipSync(CONTENT.map((byte, at) => (at > 9 ? 1 : byte))))],
    ['a gzip of far too much', (path) => writeFileSync(path, gzipSync(Buffer.alloc(1e7)))],
    ['far too large', (path) => writeFileSync(path, Buffer.alloc(1e6))],
  ])('have one sentence without a stack for a shard that is %s', async (_, harm) => {
    harm(join(folder, 'test-0.bin'));
    const { message, error } = await complaint();
    expect(error instanceof RunError || error instanceof MachineError).toBe(true);
    expect(message).toMatch(/^The digit file “test-0\.bin” .+\.$/);
  });

  it.each([
    ['empty', ''],
    ['no JSON', '<!doctype html>'],
    ['of another form', '{"version":1,"shards":[null]}'],
    ['far too large', ' '.repeat(1e6)],
  ])('have one sentence without a stack for a list that is %s', async (_, text) => {
    writeFileSync(join(folder, 'manifest.json'), text);
    const { message, error } = await complaint();
    expect(error instanceof RunError || error instanceof MachineError).toBe(true);
    expect(message).toMatch(/^The list of digit files .+\.$/);
  });

  it('have one for a list that is a folder, and for none at all', async () => {
    rmSync(join(folder, 'manifest.json'));
    expect((await complaint()).message).toBe('The digits are not built yet: run “npm run data” first.');
    mkdirSync(join(folder, 'manifest.json'));
    expect((await complaint()).message).toMatch(/^The list of digit files cannot be read: it is a folder/);
  });
});

describe('npm run data', () => {
  it('writes a damaged file again, even one of the same size, and none that is whole', async () => {
    cpSync(DIGITS_FOLDER, folder, { recursive: true });
    const path = join(folder, 'test-0.bin');
    const whole = readFileSync(path);
    const others = statSync(join(folder, 'train-3.bin')).mtimeMs;
    writeFileSync(
      path,
      whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 1 : byte)),
    );
    await expect(readDigits(folder).images('test', 1000)).rejects.toMatchObject({ code: 'data-damaged' });
    await writeDigits(folder);
    expect((await readDigits(folder).images('test', 10_000)).count).toBe(10_000);
    expect(readFileSync(path)).toEqual(whole);
    expect(statSync(join(folder, 'train-3.bin')).mtimeMs).toBe(others);
  });
});
