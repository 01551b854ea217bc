// One address, several labs: which of its names belong to which, and what an address says after one of them has changed.
// Pure text in, text out; url-controller.ts holds the address bar.
import type { Sign } from '../../experiment/sign.ts';
import { SIGNS } from '../../experiment/signs.ts';
import { BACKEND_FIELD, isCampaign, type Entry } from './settings.ts';

/** What an address must know of a lab; of all one has no prefix: what nobody else claims is its business, mistakes included. */
export type Addressed = Pick<Sign, 'prefix' | 'version' | 'names'>;

export interface Writing {
  /** Leaves in the address where others want to train; for a lab of which nobody has chosen that. */
  readonly keepsBackend?: boolean;
  /** Leaves out how this visitor came here. */
  readonly dropsCampaign?: boolean;
}

/** A name and its text, letter by letter as they stand in an address. */
interface Part {
  readonly name: string;
  readonly text: string;
}

const VERSION = 'v';
const BACKEND = BACKEND_FIELD.name;
/** Every lab on a page trains on the same device, and most are of the same version. */
const SHARED: readonly string[] = [VERSION, BACKEND];

/** No server takes a longer address; what is beyond is read as one name, which nobody has, and not written again. */
const MOST_LETTERS = 50_000;

interface Speller {
  readonly prefix: string;
  /** Of its version, where that is not the one of all. */
  readonly versionName: string;
  readonly version: number;
  /** Of its settings, as they stand in an address. */
  readonly names: ReadonlySet<string>;
}

/** The address of a page with these labs, of which one has no prefix. */
export class Addresses<Name extends string> {
  readonly #spellers: Readonly<Record<string, Speller>>;
  readonly #all: readonly Speller[];
  readonly #main: Speller | undefined;
  /** Names of the settings of some lab, and not of all of them or of the page around. */
  readonly #settings: ReadonlySet<string>;
  /** Names of versions, of all labs or of one. */
  readonly #versions: ReadonlySet<string>;

  constructor(labs: Readonly<Record<Name, Addressed>>) {
    const rows = Object.entries<Addressed>(labs).map(([experiment, lab]) => [experiment, spellerOf(lab)] as const);
    this.#spellers = Object.fromEntries(rows);
    this.#all = rows.map(([, speller]) => speller);
    this.#main = this.#all.find(({ prefix }) => prefix === '');
    this.#settings = new Set(this.#all.flatMap(({ names }) => [...names]));
    this.#versions = new Set([VERSION, ...this.#all.map(({ versionName }) => versionName)]);
  }

  /** What an address tells one lab, without its prefix. */
  read(experiment: Name, search: string): Entry[] {
    const { prefix } = this.#of(experiment);
    const { head, tail } = cut(search);
    const all: Entry[] = [...new URLSearchParams(head)];
    if (tail !== '') all.push([tail, '']);
    const own = all.flatMap(([name, text]): Entry[] =>
      !SHARED.includes(name) && this.#speaksTo(prefix, name) ? [[name.slice(prefix.length), text]] : [],
    );
    // A version of its own counts before the one of all. Either says something about settings; a lab of which there are none
    // has nothing to say about it.
    const hasVersion = own.some(([name]) => name === VERSION);
    const isMeant = prefix === '' || own.some(([name]) => name !== VERSION);
    const shared = all.filter(([name]) => name === BACKEND || (name === VERSION && !hasVersion && isMeant));
    return [...shared, ...(isMeant ? own : [])];
  }

  /**
   * The address after a lab's settings became `entries` (without prefix, as `settingsEntries` gives them): its own names
   * first, then letter by letter what belongs to others. "?v=2&seeds=5&page=4", or nothing.
   */
  write(
    experiment: Name,
    entries: readonly Entry[],
    search: string,
    { keepsBackend = false, dropsCampaign = false }: Writing = {},
  ): string {
    const speller = this.#of(experiment);
    const { prefix, names } = speller;
    const parts = partsOf(search);
    const foreign = parts.filter(({ name }) => {
      if (this.#versions.has(name) || names.has(name)) return false;
      if (name === BACKEND) return keepsBackend;
      return !(dropsCampaign && isCampaign(name));
    });
    const own = entries
      .filter(([name]) => name !== VERSION)
      .map(([name, text]) => partOf(SHARED.includes(name) ? name : prefix + name, text));
    return this.#joined(own, foreign, this.#versionsIn(parts, speller));
  }

  /** The address a story link leads to: what it says of one lab, and what the address now says of the others. */
  story(experiment: Name, link: string, search: string): string {
    const speller = this.#of(experiment);
    const parts = partsOf(search);
    return this.#joined(
      partsOf(link).filter(({ name }) => !this.#versions.has(name)),
      parts.filter(({ name }) => this.#settings.has(name) && !speller.names.has(name)),
      this.#versionsIn(parts, speller),
    );
  }

  #of(experiment: Name): Speller {
    const speller = this.#spellers[experiment];
    if (!speller) throw new RangeError(`no lab of the name ${experiment}`);
    return speller;
  }

  #speaksTo(prefix: string, name: string): boolean {
    if (prefix !== '') return name.startsWith(prefix);
    return !this.#all.some((other) => other.prefix !== '' && name.startsWith(other.prefix));
  }

  /**
   * Whatever is a setting of some lab makes the version necessary: that of the lab without a prefix stands for all, and a lab
   * of another version says its own.
   */
  #joined(own: readonly Part[], foreign: readonly Part[], versionOf: (speller: Speller) => string): string {
    const isMeant = own.length > 0 || foreign.some(({ name }) => name === BACKEND || this.#settings.has(name));
    const parts = [...own, ...foreign];
    const common = this.#main ?? this.#all[0];
    const others = this.#all.filter(
      (speller) =>
        common &&
        versionOf(speller) !== versionOf(common) &&
        speller !== common &&
        parts.some(({ name }) => speller.names.has(name)),
    );
    const versions = isMeant && common ? [`${VERSION}=${versionOf(common)}`] : [];
    versions.push(...others.map((speller) => `${speller.versionName}=${versionOf(speller)}`));
    const texts = [...versions, ...parts.map(({ text }) => text)];
    return texts.length > 0 ? `?${texts.join('&')}` : '';
  }

  /**
   * Of which version the settings of each lab are after one of them, `writer`, has written its own: what stays in the address of
   * another lab was made for the version that the address says.
   */
  #versionsIn(parts: readonly Part[], writer: Speller): (speller: Speller) => string {
    const said = (versionName: string) => parts.findLast(({ name }) => name === versionName)?.text.split('=')[1];
    return (speller) => {
      const isKept = speller !== writer && parts.some(({ name }) => speller.names.has(name));
      return (isKept ? (said(speller.versionName) ?? said(VERSION)) : undefined) ?? String(speller.version);
    };
  }
}

/** The address of this site's page. */
export const ADDRESSES = new Addresses(SIGNS);

function spellerOf({ prefix, version, names }: Addressed): Speller {
  return { prefix, versionName: prefix + VERSION, version, names: new Set(names.map((name) => prefix + name)) };
}

function cut(search: string): { head: string; tail: string } {
  if (search.length <= MOST_LETTERS) return { head: search, tail: '' };
  const end = search.lastIndexOf('&', MOST_LETTERS);
  return { head: search.slice(0, Math.max(0, end)), tail: search.slice(end + 1).replace(/^\?/, '') };
}

function partsOf(search: string): Part[] {
  const parts = cut(search).head.replace(/^\?/, '').split('&');
  return parts.filter((text) => text !== '').map((text) => ({ name: nameOf(text), text }));
}

function nameOf(text: string): string {
  const [name = ''] = text.split('=', 1);
  // Few names need decoding, and an address can have a hundred thousand.
  return /[%+]/.test(name) ? ([...new URLSearchParams(`${name}=`).keys()][0] ?? '') : name;
}

function partOf(name: string, text: string): Part {
  // Commas and colons are allowed in a query and easier to read than %2C and %3A.
  const encoded = encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%3A', ':');
  return { name, text: `${name}=${encoded}` };
}
