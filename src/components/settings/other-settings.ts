// What is shown is of other settings than those in the controls: which they are, in words, from the table of fields. Pure.
import { settingWords, type FieldTable } from '../../experiment/spec/fields.ts';
import { type CommonSpec, seedsWords, type SpecTable } from '../../experiment/spec/spec-table.ts';
import { BACKEND_FIELD, type LabSettings } from './settings.ts';

/** Differences named; more are counted. */
const NAMED = 3;

type Chosen<Spec extends CommonSpec> = Pick<LabSettings<Spec>, 'spec' | 'backend'>;

/** Both sides of every difference, in the same order. */
export interface OtherSettings {
  readonly shown: string;
  readonly set: string;
}

/** "4 seeds, trait “loves the owl”" beside "5 seeds, trait …". */
export function otherSettings<Spec extends CommonSpec>(
  table: SpecTable<Spec>,
  shown: Chosen<Spec>,
  set: Chosen<Spec>,
): OtherSettings {
  const keys = Object.keys(table.fields) as (keyof Spec)[];
  const pairs = keys
    .filter((key) => !sameText(table.fields, key, shown.spec, set.spec) && !impliedByPreset(table, key, shown, set))
    .map((key) => [specWords(table.fields, key, shown.spec), specWords(table.fields, key, set.spec)] as const);
  // Where a recording was made is no setting of anybody here.
  if (shown.backend !== undefined && shown.backend !== (set.backend ?? 'auto')) {
    pairs.push([settingWords(BACKEND_FIELD, shown.backend), settingWords(BACKEND_FIELD, set.backend ?? 'auto')]);
  }
  return { shown: listed(pairs.map(([words]) => words)), set: listed(pairs.map(([, words]) => words)) };
}

function sameText<Spec, Key extends keyof Spec>(fields: FieldTable<Spec>, key: Key, a: Spec, b: Spec): boolean {
  return fields[key].format(a[key]) === fields[key].format(b[key]);
}

/** Between two presets everything differs that they name, which their names say. */
function impliedByPreset<Spec extends CommonSpec>(
  { fields, presetKeys, defaults }: SpecTable<Spec>,
  key: keyof Spec,
  { spec: shown }: Chosen<Spec>,
  { spec: set }: Chosen<Spec>,
): boolean {
  if (shown.preset === set.preset || !presetKeys.includes(key)) return false;
  return [shown, set].every((spec) => sameText(fields, key, spec, defaults(spec.preset)));
}

function specWords<Spec extends CommonSpec, Key extends keyof Spec>(
  fields: FieldTable<Spec>,
  key: Key,
  spec: Spec,
): string {
  return key === 'seedCount' ? seedsWords(spec.seedCount) : settingWords(fields[key], spec[key]);
}

function listed(words: readonly string[]): string {
  const more = words.length - NAMED;
  const named = words.slice(0, NAMED).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}
