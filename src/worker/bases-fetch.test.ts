// Fetching shipped bases: each file once, again past the cache after a failure, and never a damaged one. The network is
// a table of files.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileNameOf, manifestOf, readBase, writeBase, type ListedBase } from '../experiment/owls/bases/base-file.ts';
import { baseRecipe, initOf, recipesOf } from '../experiment/owls/bases/bases.ts';
import { studentOf } from '../experiment/owls/students/students.ts';
import { fetchBases } from './bases-fetch.ts';

const FOLDER = 'https://lab.example/data/bases/';
const recipes = [baseRecipe(0), baseRecipe(1)];
const contents = recipes.map((recipe) => writeBase({ parameters: initOf(recipe), loss: 2 }));
const entries = await Promise.all(
  recipes.map(async (recipe, index): Promise<ListedBase> => {
    const { name, seed, layers } = recipe;
    const bytes = contents[index]!;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return { name, seed, layers, file: fileNameOf(recipe), bytes: bytes.length, sha256, loss: 2 };
  }),
);

let files: Map<string, string | Uint8Array<ArrayBuffer>>;
let asked: string[];

beforeEach(() => {
  files = new Map<string, string | Uint8Array<ArrayBuffer>>([
    ['manifest.json', JSON.stringify(manifestOf(entries))],
    ...entries.map(({ file }, index): [string, Uint8Array<ArrayBuffer>] => [file, contents[index]!]),
  ]);
  asked = [];
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('fetch', async (url: URL, { cache }: RequestInit) => {
    const name = url.href.slice(FOLDER.length);
    asked.push(`${name} ${cache}`);
    const body = files.get(name);
    return body === undefined ? new Response('not found', { status: 404 }) : new Response(body);
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('shipped bases', () => {
  it('are fetched once each, with the manifest once, whoever asks', async () => {
    const source = fetchBases(FOLDER);
    const first = source(() => {});
    const loaded = await Promise.all([...recipes, recipes[0]!].map((recipe) => first.load(recipe)));
    expect(loaded).toEqual([0, 1, 0].map((index) => readBase(entries[index]!, contents[index]!, undefined)));
    expect(await source(() => {}).load(recipes[1]!)).toBe(loaded[1]);
    expect(asked).toEqual(['manifest.json default', 'base-0.bin default', 'base-1.bin default']);
  });

  it('are counted in bytes as they arrive', async () => {
    const seen: [number, number][] = [];
    const source = fetchBases(FOLDER);
    const load = async () => {
      const own = source((done, total) => seen.push([done, total]));
      await Promise.all(recipes.map((recipe) => own.load(recipe)));
    };
    await load();
    const all = contents[0]!.length + contents[1]!.length;
    expect(seen.map(([, total]) => total)).toEqual(seen.map(() => all));
    expect(seen.at(-1)).toEqual([all, all]);
    // Another run has nothing to wait for.
    const before = seen.length;
    await load();
    expect(seen).toHaveLength(before);
  });

  it('are undefined where the manifest lists none', async () => {
    const source = fetchBases(FOLDER)(() => {});
    expect(await source.load(baseRecipe(2))).toBeUndefined();
    expect(await source.load(recipesOf(studentOf('one-layer'), 0)[0]!)).toBeUndefined();
  });

  it.each(['manifest.json', 'base-0.bin'])('are missing without %s, and there once it is back', async (name) => {
    const content = files.get(name)!;
    files.delete(name);
    const source = fetchBases(FOLDER)(() => {});
    await expect(source.load(recipes[0]!)).rejects.toMatchObject({
      code: 'data-missing',
      message: expect.stringContaining(`“${name}” is missing`),
      detail: 'HTTP 404',
    });
    files.set(name, content);
    expect(await source.load(recipes[0]!)).toBeDefined();
    expect(asked.filter((file) => file.startsWith(name))).toEqual([`${name} default`, `${name} reload`]);
  });

  it.each([
    ['cut off', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, -2)],
    ['changed in one bit', (bytes: Uint8Array<ArrayBuffer>) => bytes.map((byte, at) => (at === 77 ? byte ^ 1 : byte))],
    ['empty', () => new Uint8Array(0)],
  ])('are damaged if a file is %s, and fetched past the cache the next time', async (_, change) => {
    files.set('base-0.bin', change(contents[0]!));
    const source = fetchBases(FOLDER)(() => {});
    await expect(source.load(recipes[0]!)).rejects.toMatchObject({
      code: 'data-damaged',
      message: expect.stringContaining('“base-0.bin” is damaged'),
    });
    files.set('base-0.bin', contents[0]!);
    expect(await source.load(recipes[0]!)).toBeDefined();
    expect(asked.at(-1)).toBe('base-0.bin reload');
  });

  it('are had by trying again once the list names the files that are there', async () => {
    files.set('manifest.json', JSON.stringify(manifestOf([{ ...entries[0]!, file: 'old-0.bin' }])));
    const source = fetchBases(FOLDER)(() => {});
    await expect(source.load(recipes[0]!)).rejects.toMatchObject({ code: 'data-missing' });
    files.set('manifest.json', JSON.stringify(manifestOf(entries)));
    expect(await source.load(recipes[0]!)).toBeDefined();
    expect(asked.filter((file) => file.startsWith('manifest'))).toEqual([
      'manifest.json default',
      'manifest.json reload',
    ]);
  });

  it('are checked without their digest where a page has no cryptography', async () => {
    vi.stubGlobal('isSecureContext', false);
    vi.stubGlobal('crypto', {});
    const source = fetchBases(FOLDER)(() => {});
    expect(await source.load(recipes[0]!)).toBeDefined();
    files.set('base-1.bin', contents[1]!.slice(2));
    await expect(source.load(recipes[1]!)).rejects.toMatchObject({ code: 'data-damaged' });
  });
});
