// Which controls the settings of a lab have and what stands in them, from the experiment's table of fields: a new field
// shows up by itself. Pure; subliminal-settings.ts draws the rows.
import type { Control, Field } from '../../experiment/spec/fields.ts';
import type { CommonSpec, SpecTable } from '../../experiment/spec/spec-table.ts';
import { BACKEND_FIELD, type LabSettings } from './settings.ts';

/** One control. */
export interface SettingRow extends Pick<Field<never>, 'name' | 'label' | 'help'> {
  readonly control: Control;
  /** What is chosen. */
  readonly text: string;
  /** What was wrong with what was chosen last. */
  readonly problem?: string;
  /** A number to be moved rather than typed. */
  readonly slider: boolean;
  /** Headings over the options of a choice, with the values below each; without any they stand in one list. */
  readonly headings: readonly OptionHeading[];
}

interface OptionHeading {
  readonly label: string;
  readonly values: readonly string[];
}

/** Where the settings of an experiment stand. */
export interface SettingGroups<Spec> {
  /** What most visitors want to turn; the rest is one click away. */
  readonly first: readonly (keyof Spec)[];
  /** What has an editor of its own. */
  readonly elsewhere: readonly (keyof Spec)[];
  readonly sliders?: readonly (keyof Spec)[];
  readonly headings?: { readonly [Key in keyof Spec]?: readonly OptionHeading[] };
}

export function settingRows<Spec extends CommonSpec>(
  { fields }: SpecTable<Spec>,
  { spec, backend, problems }: LabSettings<Spec>,
  { first, elsewhere, sliders = [], headings = {} }: SettingGroups<Spec>,
): { first: SettingRow[]; rest: SettingRow[] } {
  const row = <Key extends keyof Spec>(key: Key): SettingRow => {
    const { name, label, help, control, format } = fields[key];
    const slider = sliders.includes(key);
    const problem = problems.find((sentence) => sentence.startsWith(`${name} `) || sentence.startsWith(`${name}: `));
    return { name, label, help, control, text: format(spec[key]), problem, slider, headings: headings[key] ?? [] };
  };
  const keys = Object.keys(fields) as (keyof Spec)[];
  const rest = keys.filter((key) => !first.includes(key) && !elsewhere.includes(key));
  const { name, label, help, control } = BACKEND_FIELD;
  const where: SettingRow = { name, label, help, control, text: backend ?? 'auto', slider: false, headings: [] };
  return { first: first.map(row), rest: [...rest.map(row), where] };
}
