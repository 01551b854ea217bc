// Everything a visitor can choose in a lab, and its spelling as names and texts: the spec plus where it runs. The same for
// every experiment. Pure text in, value out; whose names an address holds is the business of address.ts.
import { choiceField, differences } from '../../experiment/spec/fields.ts';
import type { CommonSpec, SpecTable } from '../../experiment/spec/spec-table.ts';
import { AUTO, PROCESSORS, type BackendChoice } from '../../experiment/processor/processors.ts';

export type Entry = readonly [name: string, text: string];

export const BACKEND_FIELD = choiceField<BackendChoice>(
  { name: 'backend', label: 'Runs on', help: 'Where the arithmetic happens; nothing ever leaves this computer.' },
  { auto: AUTO, ...PROCESSORS },
);

export interface LabSettings<Spec extends CommonSpec> {
  readonly spec: Spec;
  /** Undefined unless somebody chose. */
  readonly backend?: BackendChoice;
  /** Somebody named a number of seeds, and be it the usual one. */
  readonly seedsNamed?: boolean;
  /** One sentence per name or value that could not be taken as it was. */
  readonly problems: readonly string[];
}

/** Names of all settings as an attribute spells them. */
export function settingNames<Spec extends CommonSpec>({ fields }: SpecTable<Spec>): string[] {
  const keys = Object.keys(fields) as (keyof Spec)[];
  return [...keys.map((key) => fields[key].name), BACKEND_FIELD.name];
}

/** Reads names and texts from an address, from attributes, or from both; of a name given twice the last counts. */
export function readSettings<Spec extends CommonSpec>(
  table: SpecTable<Spec>,
  entries: Iterable<Entry>,
): LabSettings<Spec> {
  const all = [...entries].filter(([name]) => !isCampaign(name));
  const { spec, problems } = table.parse(all.filter(([name]) => name !== BACKEND_FIELD.name));
  const named = namesSeeds(table, all);
  const settings = { spec, problems, ...(named && { seedsNamed: true }) };
  const backend = all.findLast(([name]) => name === BACKEND_FIELD.name);
  if (!backend) return settings;
  const { value, problem } = BACKEND_FIELD.parse(backend[1], 'auto');
  // Whoever mistyped it has not chosen.
  return problem ? { ...settings, problems: [...problems, problem] } : { ...settings, backend: value };
}

/** Whether a number of seeds is among them that can be taken as it is. */
function namesSeeds<Spec extends CommonSpec>(
  { fields, defaults }: SpecTable<Spec>,
  entries: readonly Entry[],
): boolean {
  const { name, parse } = fields.seedCount;
  const named = entries.findLast(([other]) => other === name);
  return named !== undefined && !parse(named[1], defaults().seedCount).problem;
}

/** Names that others hang on a link to know where a visitor came from; nothing of ours, and nobody's mistake. */
export function isCampaign(name: string): boolean {
  return name.startsWith('utm_') || ['fbclid', 'gclid', 'ref'].includes(name);
}

type Chosen<Spec extends CommonSpec> = Omit<LabSettings<Spec>, 'problems'>;

/** What differs from the defaults, or from what a page's author set; version first. Read behind them it is the same. */
export function settingsEntries<Spec extends CommonSpec>(
  table: SpecTable<Spec>,
  { spec, backend, seedsNamed }: Chosen<Spec>,
  authored: readonly Entry[] = [],
): Entry[] {
  const own = readSettings(table, authored);
  const entries: Entry[] = [];
  if (spec.preset !== own.spec.preset) entries.push([table.fields.preset.name, spec.preset]);
  // Another preset brings other defaults, but never undoes what an attribute says by name.
  const base = readSettings(table, [...authored, ...entries]);
  entries.push(...differences(table.fields, base.spec, spec));
  const seeds: Entry = [table.fields.seedCount.name, String(spec.seedCount)];
  // Where nobody named their number, it follows the machine.
  if (seedsNamed && !base.seedsNamed && !entries.some(([name]) => name === seeds[0])) entries.push(seeds);
  if (backend && backend !== own.backend) entries.push([BACKEND_FIELD.name, backend]);
  return entries.length > 0 ? [['v', String(table.version)], ...entries] : [];
}

/** The settings after one choice. A new preset takes along everything it names; anything else stays as it is. */
export function withSetting<Spec extends CommonSpec>(
  table: SpecTable<Spec>,
  settings: LabSettings<Spec>,
  [name, text]: Entry,
): LabSettings<Spec> {
  const before = settingsEntries(table, settings);
  const isPreset = name === table.fields.preset.name;
  const kept = isPreset ? before.filter(([old]) => !table.presetNames.includes(old)) : before;
  return readSettings(table, [...kept, [name, text]]);
}

/** Whether a run under both would be the same run. */
export function sameSpec<Spec extends CommonSpec>(table: SpecTable<Spec>, a: Spec, b: Spec): boolean {
  return JSON.stringify(table.entries(a)) === JSON.stringify(table.entries(b));
}

/** Whether a run under both would be the same run in the same place. */
export function sameSettings<Spec extends CommonSpec>(
  table: SpecTable<Spec>,
  a: LabSettings<Spec>,
  b: LabSettings<Spec>,
): boolean {
  return sameSpec(table, a.spec, b.spec) && a.backend === b.backend;
}
