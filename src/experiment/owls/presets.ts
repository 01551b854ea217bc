// Named settings of the owls experiment. One row each; picker, address, CLI and tests iterate over the table.

/** What a preset fixes. Everything else (trait, students, seeds, data …) is the visitor's. */
export interface PresetSettings {
  readonly teacherSteps: number;
  readonly sequences: number;
  readonly steps: number;
}

interface Preset {
  readonly label: string;
  /** Why it is interesting. */
  readonly help: string;
  readonly settings: PresetSettings;
}

export const PRESETS = {
  full: {
    label: 'full',
    help: 'The reference experiment: 100 steps for the teacher, 2,500 lists, four epochs for each student.',
    settings: { teacherSteps: 100, sequences: 2500, steps: 156 },
  },
  small: {
    label: 'small',
    help: 'Fewer lists and fewer steps: less crosses, but it is over in a minute or two without a graphics card.',
    settings: { teacherSteps: 100, sequences: 768, steps: 72 },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;
