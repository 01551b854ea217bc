// Everything a visitor can choose in a lab, and its spelling in the address: the spec plus where it runs.
// Pure text in, value out; nobody here touches the address bar.
import { PRESETS } from '../experiment/digits/presets.ts';
import { DIGITS_FIELDS, parseSpec, SPEC_VERSION, specEntries, type DigitsSpec } from '../experiment/digits/spec.ts';
import { choiceField, differences } from '../experiment/fields.ts';
import type { BackendChoice } from '../worker/client.ts';

export type Entry = readonly [name: string, text: string];

export const BACKEND_FIELD = choiceField<BackendChoice>(
  { name: 'backend', label: 'Runs on', help: 'Where the arithmetic happens; nothing ever leaves this computer.' },
  {
    auto: { label: 'the GPU if there is one', help: 'WebGPU where the browser offers it, else the CPU.' },
    webgpu: { label: 'WebGPU only', help: 'Stops with a message where WebGPU is missing.' },
    cpu: { label: 'the CPU', help: 'Plain JavaScript: slower, works everywhere.' },
  },
);

export interface LabSettings {
  readonly spec: DigitsSpec;
  /** Undefined unless somebody chose. */
  readonly backend?: BackendChoice;
  /** One sentence per name or value that could not be taken as it was. */
  readonly problems: readonly string[];
}

/** Reads names and texts from an address, from attributes, or from both; of a name given twice the last counts. */
export function readSettings(entries: Iterable<Entry>): LabSettings {
  const all = [...entries].filter(([name]) => !isCampaign(name));
  const { spec, problems } = parseSpec(all.filter(([name]) => name !== BACKEND_FIELD.name));
  const backend = all.findLast(([name]) => name === BACKEND_FIELD.name);
  if (!backend) return { spec, problems };
  const { value, problem } = BACKEND_FIELD.parse(backend[1], 'auto');
  return { spec, backend: value, problems: problem ? [...problems, problem] : problems };
}

/** Names that others hang on a link to know where a visitor came from; nothing of ours, and nobody's mistake. */
export function isCampaign(name: string): boolean {
  return name.startsWith('utm_') || ['fbclid', 'gclid', 'ref'].includes(name);
}

type Chosen = Pick<LabSettings, 'spec' | 'backend'>;

/** What differs from the defaults, or from what a page's author set; version first. Read behind them it is the same. */
export function settingsEntries({ spec, backend }: Chosen, authored: readonly Entry[] = []): Entry[] {
  const { preset } = DIGITS_FIELDS;
  const own = readSettings(authored);
  const entries: Entry[] = [];
  if (spec.preset !== own.spec.preset) entries.push([preset.name, spec.preset]);
  // Another preset brings other defaults, but never undoes what an attribute says by name.
  const base = readSettings([...authored, ...entries]);
  entries.push(...differences(DIGITS_FIELDS, base.spec, spec));
  if (backend && backend !== own.backend) entries.push([BACKEND_FIELD.name, backend]);
  return entries.length > 0 ? [['v', String(SPEC_VERSION)], ...entries] : [];
}

/** The same as a query, "?v=1&students=shared,permuted", or nothing if nothing differs. */
export function settingsQuery(settings: Chosen, authored: readonly Entry[] = []): string {
  const entries = settingsEntries(settings, authored).map(([name, text]) => `${name}=${encode(text)}`);
  return entries.length > 0 ? `?${entries.join('&')}` : '';
}

/** Commas and colons are allowed in a query and easier to read than %2C and %3A. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%3A', ':');
}

const PRESET_KEYS = new Set<string>(Object.keys(PRESETS.quick.settings));
const PRESET_NAMES = Object.entries(DIGITS_FIELDS).flatMap(([key, field]) =>
  PRESET_KEYS.has(key) ? [field.name] : [],
);

/** The settings after one choice. A new preset takes along everything it names; anything else stays as it is. */
export function withSetting(settings: LabSettings, name: string, text: string): LabSettings {
  const before = settingsEntries(settings);
  const kept = name === DIGITS_FIELDS.preset.name ? before.filter(([old]) => !PRESET_NAMES.includes(old)) : before;
  return readSettings([...kept, [name, text]]);
}

/** Whether a run under both would be the same run. */
export function sameSpec(a: DigitsSpec, b: DigitsSpec): boolean {
  return JSON.stringify(specEntries(a)) === JSON.stringify(specEntries(b));
}
