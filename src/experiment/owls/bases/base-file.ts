// The form of shipped bases: a manifest, and one file of weights per base. Only text, bytes and checks; no files, no fetch,
// no digests. A base is found by its name and seed.
import {
  bagOf,
  between,
  isDigest,
  isFileName,
  listOf,
  matching,
  oneOf,
  parsedJson,
  wholeBetween,
} from '../../records/json-shape.ts';
import { RunError } from '../../records/run-error.ts';
import { keyOf, networkOf, PRETRAINING, type Base, type BaseRecipe } from './bases.ts';
import { CORPUS_SIZE } from '../language/corpus.ts';
import { halfBits, halfValue } from './half.ts';
import { owlsNetwork } from './network.ts';

/** What every base of a manifest has in common. */
interface Making {
  readonly pretraining: typeof PRETRAINING & { readonly corpus: number };
  readonly architecture: Readonly<Record<'vocabulary' | 'width' | 'heads' | 'mlpWidth' | 'context', number>>;
  /** Little-endian halves [parameter], in the order of `describeTransformer`. */
  readonly format: 'f16';
}

/** A base as the manifest lists it. */
export interface ListedBase extends Pick<BaseRecipe, 'name' | 'seed' | 'layers'> {
  readonly file: string;
  /** Size of the file, and its digest in hexadecimal. */
  readonly bytes: number;
  readonly sha256: string;
  readonly loss: number;
}

export interface BasesManifest extends Making {
  readonly version: 1;
  /** What makes these bases again. */
  readonly command: string;
  readonly bases: readonly ListedBase[];
}

/** What this version of the lab does to make a base: bases made otherwise are not its own. */
function making(): Making {
  const { vocabulary, width, heads, mlpWidth, context } = owlsNetwork();
  return {
    pretraining: { ...PRETRAINING, corpus: CORPUS_SIZE },
    architecture: { vocabulary, width, heads, mlpWidth, context },
    format: 'f16',
  };
}

/** The manifest of these bases, in an order of its own. */
export function manifestOf(bases: readonly ListedBase[]): BasesManifest {
  const sorted = [...bases].sort((a, b) => (a.name === b.name ? a.seed - b.seed : a.name < b.name ? -1 : 1));
  return { version: 1, ...making(), command: commandFor(sorted), bases: sorted };
}

/** No list of bases is longer: in characters, and in bases. */
export const MOST_MANIFEST = 1_000_000;
const MOST_BASES = 2000;

const SHAPE = bagOf({
  version: oneOf(1),
  command: matching(/./),
  bases: listOf(
    bagOf({
      name: matching(/^[a-z][a-z0-9:+-]*$/),
      seed: wholeBetween(0, 2 ** 31),
      layers: oneOf(1, 2),
      file: isFileName,
      bytes: wholeBetween(1, 1e8),
      sha256: isDigest,
      loss: between(0, 100),
    }),
    { most: MOST_BASES },
  ),
});

/** Reads a manifest from its JSON. Throws RunError data-damaged if it is none, or of bases made in another way. */
export function readManifest(text: string): BasesManifest {
  const value = text.length <= MOST_MANIFEST ? parsedJson(text) : undefined;
  if (!isManifest(value)) {
    throw new RunError('data-damaged', 'The list of bases on this site cannot be read. Try again in a moment.');
  }
  if (isOurs(value)) return value;
  throw new RunError(
    'data-damaged',
    'The bases on this site were made by another version of the lab. Reload the page.',
  );
}

function isManifest(value: unknown): value is BasesManifest {
  return SHAPE(value);
}

/** Whether bases were made as ours are. */
function isOurs({ pretraining, architecture, format }: Making): boolean {
  return isSame({ pretraining, architecture, format }, making());
}

/** Compares plain JSON; goes only as deep as `own`. */
function isSame(value: unknown, own: unknown): boolean {
  if (typeof own !== 'object' || own === null) return value === own;
  if (typeof value !== 'object' || value === null) return false;
  const others = new Map<string, unknown>(Object.entries(value));
  const entries = Object.entries(own);
  return others.size === entries.length && entries.every(([name, each]) => isSame(others.get(name), each));
}

/** The entry of a recipe, if there is one. */
export function listedBase({ bases }: BasesManifest, recipe: BaseRecipe): ListedBase | undefined {
  const { name, seed, layers } = recipe;
  return bases.find((base) => base.name === name && base.seed === seed && base.layers === layers);
}

/** "base-0.bin", "layers-embedding-3.bin" */
export function fileNameOf(recipe: BaseRecipe): string {
  return `${keyOf(recipe).replaceAll(/[:+]/g, '-')}.bin`;
}

/** The weights as a file. Throws RangeError for weights that no half can hold. */
export function writeBase({ parameters }: Base): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * parameters.length);
  const view = new DataView(bytes.buffer);
  parameters.forEach((value, index) => {
    const bits = halfBits(value);
    if (!Number.isFinite(halfValue(bits))) throw new RangeError(`weight ${index} is ${value}, which is no finite half`);
    view.setUint16(2 * index, bits, true);
  });
  return bytes;
}

/**
 * The base in a file that the manifest lists.
 * @param digest SHA-256 of the bytes in hexadecimal, or undefined where there is nothing to compute one with
 * @throws RunError data-damaged
 */
export function readBase(listed: ListedBase, bytes: Uint8Array, digest: string | undefined): Base {
  const { size } = networkOf(listed).parameters;
  if (bytes.length !== 2 * size) throw damagedBase(listed, `${bytes.length} bytes instead of ${2 * size}`);
  if (digest !== undefined && digest !== listed.sha256) throw damagedBase(listed, 'another digest');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parameters = new Float32Array(size);
  for (let index = 0; index < size; index++) parameters[index] = halfValue(view.getUint16(2 * index, true));
  if (!parameters.every(Number.isFinite)) throw damagedBase(listed, 'a weight that is no number');
  return { parameters, loss: listed.loss };
}

function damagedBase({ file }: Pick<ListedBase, 'file'>, detail = ''): RunError {
  const message = `The bases could not be read: the file “${file}” is damaged. Try again to fetch it once more.`;
  return new RunError('data-damaged', message, detail);
}

/** The shortest row of commands that makes these bases, which are sorted by name and seed. */
function commandFor(bases: readonly ListedBase[]): string {
  const kinds = new Map<string, string[]>();
  for (const name of new Set(bases.map((base) => base.name))) {
    const seeds = bases.filter((base) => base.name === name).map(({ seed }) => seed);
    for (const { first, count } of rangesOf(seeds)) {
      const flags = `--seeds ${count}${first === 0 ? '' : ` --first ${first}`}`;
      kinds.set(flags, [...(kinds.get(flags) ?? []), name]);
    }
  }
  return [...kinds].map(([flags, names]) => `npm run bases -- ${flags} --kinds ${names.join(',')}`).join(' && ');
}

/** Rows of consecutive numbers in ascending ones. */
function rangesOf(seeds: readonly number[]): { first: number; count: number }[] {
  const ranges: { first: number; count: number }[] = [];
  for (const seed of seeds) {
    const last = ranges.at(-1);
    if (last && seed === last.first + last.count) last.count += 1;
    else ranges.push({ first: seed, count: 1 });
  }
  return ranges;
}
