// Shipped bases on disk, for runs without a page and for the program that makes them. What the files look like is
// experiment/owls/base-file.ts.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  fileNameOf,
  listedBase,
  manifestOf,
  readBase,
  readManifest,
  writeBase,
  type BasesManifest,
} from '../experiment/owls/base-file.ts';
import type { Base, BaseRecipe, BaseSource } from '../experiment/owls/bases.ts';
import { RunError } from '../experiment/run-error.ts';

export const BASES_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../../public/data/bases');
const MANIFEST = 'manifest.json';

/** A source on disk. Its bases reject with RunError data-missing or data-damaged. */
export function readBases(folder = BASES_FOLDER): BaseSource {
  let manifest: BasesManifest | undefined;
  return {
    async load(recipe) {
      if (!existsSync(join(folder, MANIFEST))) {
        const message = 'There are no shipped bases: “npm run bases” makes them, and “--pretraining live” needs none.';
        throw new RunError('data-missing', message);
      }
      manifest ??= readManifest(readFileSync(join(folder, MANIFEST), 'utf8'));
      const listed = listedBase(manifest, recipe);
      if (!listed) return undefined;
      const path = join(folder, listed.file);
      if (!existsSync(path)) throw new RunError('data-missing', `The base “${listed.file}” is missing.`, path);
      const bytes = readFileSync(path);
      return readBase(listed, bytes, sha256(bytes));
    },
  };
}

/** Writes a base and lists it; others stay listed unless another version of the lab made them. */
export function storeBase(recipe: BaseRecipe, base: Base, folder = BASES_FOLDER): void {
  mkdirSync(folder, { recursive: true });
  const { name, seed, layers } = recipe;
  const file = fileNameOf(recipe);
  const bytes = writeBase(base);
  writeFileSync(join(folder, file), bytes);
  const listed = {
    name,
    seed,
    layers,
    file,
    bytes: bytes.length,
    sha256: sha256(bytes),
    loss: Number(base.loss.toPrecision(6)),
  };
  const others = readListed(folder).filter((other) => other.file !== file);
  // The list comes last: what is in it is complete.
  const manifest = manifestOf([...others, listed]);
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Whether this base is there, whole, and made by this version of the lab. */
export async function hasBase(recipe: BaseRecipe, folder = BASES_FOLDER): Promise<boolean> {
  try {
    return (await readBases(folder).load(recipe)) !== undefined;
  } catch (error) {
    if (error instanceof RunError) return false;
    throw error;
  }
}

function readListed(folder: string): BasesManifest['bases'] {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) return [];
  try {
    return readManifest(readFileSync(path, 'utf8')).bases;
  } catch (error) {
    if (error instanceof RunError) return [];
    throw error;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
