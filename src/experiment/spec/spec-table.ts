// An experiment's settings as one table: fields, presets and version. Address, attributes, command line and the worker's
// message are readings of it. Knows no experiment.
import { differences, parseFields, type FieldTable, type ParsedSpec } from './fields.ts';

/** What every experiment's spec has. */
export interface CommonSpec {
  readonly preset: string;
  /** How many times everything is repeated from fresh random numbers, and the first repeat's seed. */
  readonly seedCount: number;
  readonly seed: number;
  /** Of the students; where there is one for all, of everybody. */
  readonly learningRate: number;
}

interface Definition<Spec extends CommonSpec> {
  /** "digits" */
  readonly name: string;
  /** Bumped when an old link would mean something else. */
  readonly version: number;
  readonly fields: FieldTable<Spec>;
  /** The settings that a preset names; everything else is the visitor's whatever the preset. */
  readonly presetKeys: readonly (keyof Spec)[];
  /** The defaults under a preset, of which the texts are those of the field `preset`. */
  defaults(preset?: Spec['preset']): Spec;
  /** Mends what no single field can check. */
  fit?(spec: Spec): ParsedSpec<Spec>;
}

export interface SpecTable<Spec extends CommonSpec> extends Definition<Spec> {
  /** Names of the fields in `presetKeys`. */
  readonly presetNames: readonly string[];
  /** Reads named texts (address, attributes or flags); a preset among them sets the defaults of the rest. */
  parse(entries: Iterable<readonly [string, string]>): ParsedSpec<Spec>;
  /** The settings that differ from their preset's, as [name, text], version first; empty for the default spec. */
  entries(spec: Spec): [string, string][];
}

/** Names and texts that are read, those of a page's attributes first; nobody means more. */
const MOST_ENTRIES = 5000;

export function specTable<Spec extends CommonSpec>(definition: Definition<Spec>): SpecTable<Spec> {
  const { version, fields, presetKeys, defaults, fit } = definition;
  return {
    ...definition,
    presetNames: presetKeys.map((key) => fields[key].name),
    parse(entries) {
      const all = [...entries];
      const list = all.slice(0, MOST_ENTRIES);
      const problems: string[] = [];
      if (all.length > list.length) {
        problems.push(`Only the first ${MOST_ENTRIES} of ${all.length} settings were read.`);
      }
      const given = list.findLast(([name]) => name === 'v')?.[1];
      if (given !== undefined && Number(given) !== version) {
        problems.push(`This link was made for version ${given.slice(0, 8)} of the lab; some settings may differ.`);
      }
      const preset = list.findLast(([name]) => name === fields.preset.name)?.[1];
      const own = defaults().preset;
      const base = defaults(preset === undefined ? own : fields.preset.parse(preset, own).value);
      const parsed = parseFields(
        fields,
        base,
        list.filter(([name]) => name !== 'v'),
      );
      const fitted = fit?.(parsed.spec) ?? { spec: parsed.spec, problems: [] };
      // Several students can have the same mistake.
      return { spec: fitted.spec, problems: [...new Set([...problems, ...parsed.problems, ...fitted.problems])] };
    },
    entries(spec) {
      const changed = differences(fields, defaults(spec.preset), spec);
      if (spec.preset !== defaults().preset) changed.unshift([fields.preset.name, spec.preset]);
      return changed.length > 0 ? [['v', String(version)], ...changed] : [];
    },
  };
}

/** Seed numbers of the repeats. */
export function seedsOf({ seed, seedCount }: Pick<CommonSpec, 'seed' | 'seedCount'>): number[] {
  return Array.from({ length: seedCount }, (_, index) => seed + index);
}

/** "4 seeds" */
export function seedsWords(count: number): string {
  return `${count} ${count === 1 ? 'seed' : 'seeds'}`;
}
