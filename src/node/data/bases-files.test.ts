// Bases on disk: what is stored is loaded again, what is not whole is not, and those that this project ships are there.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../experiment/owls/bases/base-file.ts';
import { baseRecipe, initOf, recipesOf, type BaseRecipe } from '../../experiment/owls/bases/bases.ts';
import { parseStudent, studentOf } from '../../experiment/owls/students/students.ts';
import { BASES_FOLDER, hasBase, readBases, storeBase } from './bases-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bases-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const store = (recipe: BaseRecipe, loss = 1.9) => storeBase(recipe, { parameters: initOf(recipe), loss }, folder);
const manifest = () => join(folder, 'manifest.json');

describe('bases on disk', () => {
  it('are found by name and seed, and undefined where nobody stored them', async () => {
    const [layers] = recipesOf(parseStudent('layers:embedding+position').item!, 1);
    const [oneLayer] = recipesOf(studentOf('one-layer'), 1);
    for (const recipe of [baseRecipe(0), baseRecipe(1), layers!, oneLayer!]) store(recipe, 1.5 + recipe.seed / 2);
    const source = readBases(folder);
    for (const recipe of [baseRecipe(1), layers!, oneLayer!]) {
      const base = await source.load(recipe);
      expect(base?.loss).toBe(2);
      const stored = initOf(recipe);
      expect(base?.parameters).toHaveLength(stored.length);
      expect(base?.parameters.findIndex((value, at) => Math.abs(value - stored[at]!) > 2 ** -10)).toBe(-1);
    }
    expect(await source.load(baseRecipe(2))).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual([
      'base-0.bin',
      'base-1.bin',
      'layers-embedding-position-1.bin',
      'manifest.json',
      'one-layer-1.bin',
    ]);
  });

  it('are listed once, however often they are stored', async () => {
    store(baseRecipe(0));
    store(baseRecipe(0), 1.8);
    expect(readManifest(readFileSync(manifest(), 'utf8')).bases).toMatchObject([{ seed: 0, loss: 1.8 }]);
  });

  it('are missing without a manifest or a file, and damaged with another byte', async () => {
    await expect(readBases(folder).load(baseRecipe(0))).rejects.toMatchObject({ code: 'data-missing' });
    expect(await hasBase(baseRecipe(0), folder)).toBe(false);
    store(baseRecipe(0));
    expect(await hasBase(baseRecipe(0), folder)).toBe(true);
    const path = join(folder, 'base-0.bin');
    const bytes = readFileSync(path);
    bytes[7]! ^= 1;
    writeFileSync(path, bytes);
    await expect(readBases(folder).load(baseRecipe(0))).rejects.toMatchObject({ code: 'data-damaged' });
    expect(await hasBase(baseRecipe(0), folder)).toBe(false);
    rmSync(path);
    await expect(readBases(folder).load(baseRecipe(0))).rejects.toMatchObject({ code: 'data-missing' });
  });

  it('of another way of pretraining are dropped from the list by the first new one', async () => {
    store(baseRecipe(0));
    const text = readFileSync(manifest(), 'utf8');
    writeFileSync(manifest(), text.replace('"steps": 1500', '"steps": 1400'));
    expect(await hasBase(baseRecipe(0), folder)).toBe(false);
    store(baseRecipe(1));
    expect(readManifest(readFileSync(manifest(), 'utf8')).bases.map(({ seed }) => seed)).toEqual([1]);
  });
});

describe('the shipped bases', () => {
  it('are those of the first eight seeds, each whole', async () => {
    const source = readBases();
    const bases = await Promise.all(Array.from({ length: 8 }, (_, seed) => source.load(baseRecipe(seed))));
    expect(bases.map((base) => base !== undefined)).toEqual(bases.map(() => true));
  });

  it('are all that is in their folder, each with the size and the digest that are listed', async () => {
    const { bases } = readManifest(readFileSync(join(BASES_FOLDER, 'manifest.json'), 'utf8'));
    expect(readdirSync(BASES_FOLDER).sort()).toEqual([...bases.map(({ file }) => file), 'manifest.json'].sort());
    const source = readBases();
    for (const { name, seed } of bases) {
      const { item } = parseStudent(name);
      const recipe = name === 'base' ? baseRecipe(seed) : recipesOf(item!, seed)[0]!;
      expect((await source.load(recipe))?.loss, `${name} ${seed}`).toBeLessThan(2.2);
    }
  });
});
