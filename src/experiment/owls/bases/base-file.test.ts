// The form of shipped bases: what is written is read back, and what is not a base is not taken for one.
import { describe, expect, it } from 'vitest';
import { RunError } from '../../records/run-error.ts';
import { fileNameOf, listedBase, manifestOf, readBase, readManifest, writeBase, type ListedBase } from './base-file.ts';
import { baseRecipe, initOf, networkOf, recipesOf } from './bases.ts';
import { studentOf } from '../students/students.ts';

const recipe = baseRecipe(3);
const base = { parameters: initOf(recipe), loss: 1.9 };
const file = writeBase(base);

const DIGEST = '0123456789abcdef'.repeat(4);

function listed(name: string, seed: number, layers: 1 | 2 = 2): ListedBase {
  return { name, seed, layers, file: `${name}-${seed}.bin`, bytes: file.length, sha256: DIGEST, loss: 1.9 };
}

/** What `read` throws, as its code. */
function codeOf(read: () => unknown): string | undefined {
  try {
    read();
  } catch (error) {
    return error instanceof RunError ? error.code : String(error);
  }
  return undefined;
}

describe('the file of a base', () => {
  it('has two bytes for each weight and gives each weight back to the nearest half', () => {
    expect(file.length).toBe(2 * networkOf(recipe).parameters.size);
    const read = readBase(listed('base', 3), file, DIGEST);
    expect(read.loss).toBe(1.9);
    // Half a step of the last of 11 bits; the smallest weights have fewer.
    const far = base.parameters.filter(
      (value, index) => Math.abs(value - read.parameters[index]!) > Math.abs(value) * 2 ** -11 + 2 ** -25,
    );
    expect(far).toHaveLength(0);
    // What was rounded once stays as it is.
    expect(writeBase(read)).toEqual(file);
  });

  it('is little-endian whatever the machine', () => {
    expect([...writeBase({ parameters: Float32Array.of(1, -2), loss: 0 })]).toEqual([0x00, 0x3c, 0x00, 0xc0]);
  });

  it('can lie anywhere in a larger buffer', () => {
    const larger = new Uint8Array(file.length + 3);
    larger.set(file, 3);
    expect(readBase(listed('base', 3), larger.subarray(3), DIGEST)).toEqual(readBase(listed('base', 3), file, DIGEST));
  });

  it('is not written with a weight that a half cannot hold', () => {
    expect(() => writeBase({ parameters: Float32Array.of(0, 1e6), loss: 0 })).toThrow(RangeError);
    expect(() => writeBase({ parameters: Float32Array.of(NaN), loss: 0 })).toThrow(RangeError);
  });

  it('is damaged with another length, another digest or a weight that is no number', () => {
    const broken = file.slice();
    broken.set([0x00, 0x7c], 100);
    expect(codeOf(() => readBase(listed('base', 3), file.subarray(2), undefined))).toBe('data-damaged');
    expect(codeOf(() => readBase(listed('base', 3), file, DIGEST.replace('0', '1')))).toBe('data-damaged');
    expect(codeOf(() => readBase(listed('base', 3), broken, undefined))).toBe('data-damaged');
    expect(codeOf(() => readBase(listed('one-layer', 3, 1), file, undefined))).toBe('data-damaged');
  });

  it('has a name that any server can serve', () => {
    const [layers] = recipesOf({ kind: 'layers', sharing: { mode: 'layers', layers: ['embedding', 'position'] } }, 4);
    expect(fileNameOf(layers!)).toBe('layers-embedding-position-4.bin');
    expect(fileNameOf(recipe)).toBe('base-3.bin');
  });
});

describe('the manifest', () => {
  const manifest = manifestOf([listed('one-layer', 0, 1), listed('base', 3), listed('base', 0)]);

  it('comes back from its text and finds a base by name and seed', () => {
    const read = readManifest(JSON.stringify(manifest));
    expect(read).toEqual(manifest);
    expect(listedBase(read, recipe)).toEqual(listed('base', 3));
    expect(listedBase(read, baseRecipe(1))).toBeUndefined();
    expect(listedBase(read, recipesOf(studentOf('one-layer'), 0)[0]!)).toEqual(listed('one-layer', 0, 1));
    expect(listedBase(read, recipesOf(studentOf('reordered'), 0)[0]!)).toBeUndefined();
  });

  it('is the same whatever was made first', () => {
    expect(manifestOf([...manifest.bases].reverse())).toEqual(manifest);
  });

  it('says which commands make its bases', () => {
    const eight = Array.from({ length: 8 }, (_, seed) => [listed('base', seed), listed('layers', seed)]).flat();
    expect(manifestOf(eight).command).toBe('npm run bases -- --seeds 8 --kinds base,layers');
    expect(manifest.command).toBe(
      'npm run bases -- --seeds 1 --kinds base,one-layer && npm run bases -- --seeds 1 --first 3 --kinds base',
    );
  });

  it.each([
    ['no JSON', '<!doctype html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['another version', JSON.stringify({ ...manifest, version: 2 })],
    ['no list', JSON.stringify({ ...manifest, bases: 'none' })],
    ['nothing but nulls', JSON.stringify({ ...manifest, bases: [null] })],
    ['a list as long as a book', JSON.stringify({ ...manifest, bases: Array.from({ length: 5000 }, () => 0) })],
    ['lists in lists', JSON.stringify({ ...manifest, pretraining: 0 }).replace('0', '['.repeat(9e4) + ']'.repeat(9e4))],
    ...[
      { file: '../x.bin' },
      { file: '/etc/x.bin' },
      { file: '-.bin' },
      { bytes: undefined },
      { bytes: -1 },
      { bytes: 1e300 },
      { layers: 3 },
      { seed: 0.5 },
      { loss: '1.9' },
      { loss: null },
      { sha256: 'abc' },
      { name: '__proto__' },
    ].map((other): [string, string] => [
      `an entry with ${JSON.stringify(other)}`,
      JSON.stringify({ ...manifest, bases: [{ ...listed('base', 0), ...other }] }),
    ]),
    ['pretraining with more to it', JSON.stringify({ ...manifest, pretraining: { ...manifest.pretraining, more: 1 } })],
    ['other pretraining', JSON.stringify({ ...manifest, pretraining: { ...manifest.pretraining, steps: 1 } })],
  ])('that is %s is damaged', (_, text) => {
    expect(codeOf(() => readManifest(text))).toBe('data-damaged');
  });
});
