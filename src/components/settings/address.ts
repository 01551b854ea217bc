// One address, several labs: which of its names belong to which, and what an address says after one of them has changed.
// Pure text in, text out; url-controller.ts holds the address bar.
import { DIGITS } from '../../experiment/digits/spec.ts';
import { OWLS } from '../../experiment/owls/spec.ts';
import type { ExperimentName } from '../../worker/client.ts';
import { BACKEND_FIELD, isCampaign, settingNames, type Entry } from './settings.ts';

interface Spelling {
  /** Stands before each of its names. */
  readonly prefix: string;
  readonly names: ReadonlySet<string>;
}

const VERSION = 'v';
/** Every lab on a page is of the same version and trains on the same device. */
const SHARED: readonly string[] = [VERSION, BACKEND_FIELD.name];

function spelling(prefix: string, names: readonly string[]): Spelling {
  return { prefix, names: new Set(names.filter((name) => !SHARED.includes(name)).map((name) => prefix + name)) };
}

/** The lab without a prefix comes last: what nobody else claims is its business, mistakes included. */
const SPELLINGS: Readonly<Record<ExperimentName, Spelling>> = {
  owls: spelling('owls.', settingNames(OWLS)),
  digits: spelling('', settingNames(DIGITS)),
};

function speaksTo(experiment: ExperimentName, name: string): boolean {
  const { prefix } = SPELLINGS[experiment];
  if (prefix !== '') return name.startsWith(prefix);
  return !Object.values(SPELLINGS).some((other) => other.prefix !== '' && name.startsWith(other.prefix));
}

/** No server takes a longer address; what is beyond is read as one name, which nobody has, and not written again. */
const MOST_LETTERS = 50_000;

function cut(search: string): { head: string; tail: string } {
  const end = search.indexOf('&', MOST_LETTERS);
  return end < 0 ? { head: search, tail: '' } : { head: search.slice(0, end), tail: search.slice(end + 1) };
}

/** What an address tells one lab, without its prefix. */
export function readAddress(experiment: ExperimentName, search: string): Entry[] {
  const { prefix } = SPELLINGS[experiment];
  const { head, tail } = cut(search);
  const all: Entry[] = [...new URLSearchParams(head)];
  if (tail !== '') all.push([tail, '']);
  const own = all.flatMap(([name, text]): Entry[] =>
    !SHARED.includes(name) && speaksTo(experiment, name) ? [[name.slice(prefix.length), text]] : [],
  );
  // A version says something about settings; a lab of which there are none has nothing to say about it.
  const shared = all.filter(
    ([name]) => name === BACKEND_FIELD.name || (name === VERSION && (own.length > 0 || !prefix)),
  );
  return [...shared, ...own];
}

export interface Writing {
  /** Leaves in the address where others want to train; for a lab of which nobody has chosen that. */
  readonly keepsBackend?: boolean;
  /** Leaves out how this visitor came here. */
  readonly dropsCampaign?: boolean;
}

/**
 * The address after a lab's settings became `entries` (without prefix, as `settingsEntries` gives them): its own names
 * first, then letter by letter what belongs to others. "?v=2&seeds=5&page=4", or nothing.
 */
export function writeAddress(
  experiment: ExperimentName,
  entries: readonly Entry[],
  search: string,
  { keepsBackend = false, dropsCampaign = false }: Writing = {},
): string {
  const { prefix, names } = SPELLINGS[experiment];
  const foreign = partsOf(search).filter(({ name }) => {
    if (name === VERSION || names.has(name)) return false;
    if (name === BACKEND_FIELD.name) return keepsBackend;
    return !(dropsCampaign && isCampaign(name));
  });
  const own = entries
    .filter(([name]) => name !== VERSION)
    .map(([name, text]) => `${SHARED.includes(name) ? name : prefix + name}=${encode(text)}`);
  return joined(own, foreign);
}

/** The address a story link leads to: what it says of one lab, and what the address now says of the others. */
export function storyAddress(experiment: ExperimentName, link: string, search: string): string {
  const others = partsOf(search).filter(({ name }) => {
    const owner = ownerOf(name);
    return owner !== undefined && owner !== experiment;
  });
  const own = partsOf(link).filter(({ name }) => name !== VERSION);
  return joined(
    own.map(({ text }) => text),
    others,
  );
}

/** Whose setting a name is; undefined for what belongs to all labs or to the page around them. */
function ownerOf(name: string): ExperimentName | undefined {
  const experiments: readonly ExperimentName[] = ['owls', 'digits'];
  return experiments.find((experiment) => SPELLINGS[experiment].names.has(name));
}

interface Part {
  readonly name: string;
  readonly text: string;
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

/** Whatever is a setting of some lab makes the version necessary. */
function joined(own: readonly string[], foreign: readonly Part[]): string {
  const versioned =
    own.length > 0 || foreign.some(({ name }) => name === BACKEND_FIELD.name || ownerOf(name) !== undefined);
  const all = [...(versioned ? [`${VERSION}=${DIGITS.version}`] : []), ...own, ...foreign.map(({ text }) => text)];
  return all.length > 0 ? `?${all.join('&')}` : '';
}

/** Commas and colons are allowed in a query and easier to read than %2C and %3A. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%3A', ':');
}
