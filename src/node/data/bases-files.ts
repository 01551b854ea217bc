// Shipped bases on disk, for runs without a page and for the program that makes them. What the files look like is
// experiment/owls/bases/base-file.ts.
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  fileNameOf,
  listedBase,
  manifestOf,
  MOST_MANIFEST,
  readBase,
  readManifest,
  writeBase,
  type BasesManifest,
} from '../../experiment/owls/bases/base-file.ts';
import type { Base, BaseRecipe, BaseSource } from '../../experiment/owls/bases/bases.ts';
import { RunError } from '../../experiment/records/run-error.ts';
import { isThere, MachineError, makeFolder, readWhole, writeWhole } from '../files.ts';

export const BASES_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../../../public/data/bases');
const MANIFEST = 'manifest.json';

const REMEDY = '“npm run bases -- --again” makes bases again, and “--pretraining live” needs none.';

/** A source on disk. Its bases reject with RunError data-missing or data-damaged, or with MachineError. */
export function readBases(folder = BASES_FOLDER): BaseSource {
  let manifest: BasesManifest | undefined;
  return {
    async load(recipe) {
      if (!isThere(join(folder, MANIFEST))) {
        const message = 'There are no shipped bases: “npm run bases” makes them, and “--pretraining live” needs none.';
        throw new RunError('data-missing', message);
      }
      manifest ??= listIn(folder);
      const listed = listedBase(manifest, recipe);
      if (!listed) return undefined;
      const path = join(folder, listed.file);
      if (!isThere(path)) {
        throw new RunError('data-missing', `The base “${listed.file}” is missing (${path}); ${REMEDY}`);
      }
      const bytes = readWhole(path, `The base “${listed.file}”`, 2 * listed.bytes);
      try {
        return readBase(listed, bytes, sha256(bytes));
      } catch {
        throw new RunError('data-damaged', `The base “${listed.file}” is damaged (${path}); ${REMEDY}`);
      }
    },
  };
}

function listIn(folder: string): BasesManifest {
  const path = join(folder, MANIFEST);
  try {
    return readManifest(readWhole(path, 'The list of bases', MOST_MANIFEST).toString('utf8'));
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    const message = `The list of bases (${path}) is damaged or of another version of the lab; ${REMEDY}`;
    throw new RunError('data-damaged', message);
  }
}

/** Writes a base and lists it; others stay listed unless another version of the lab made them. Throws MachineError. */
export function storeBase(recipe: BaseRecipe, base: Base, folder = BASES_FOLDER): void {
  makeFolder(folder);
  const { name, seed, layers } = recipe;
  const file = fileNameOf(recipe);
  const bytes = writeBase(base);
  writeWhole(join(folder, file), bytes);
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
  writeWhole(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Whether this base is there, whole, and made by this version of the lab. */
export async function hasBase(recipe: BaseRecipe, folder = BASES_FOLDER): Promise<boolean> {
  try {
    return (await readBases(folder).load(recipe)) !== undefined;
  } catch (error) {
    if (error instanceof RunError || error instanceof MachineError) return false;
    throw error;
  }
}

function readListed(folder: string): BasesManifest['bases'] {
  if (!isThere(join(folder, MANIFEST))) return [];
  try {
    return listIn(folder).bases;
  } catch (error) {
    if (error instanceof RunError) return [];
    throw error;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
