// Named settings of the digits experiment. One row each; picker, URL, CLI and tests iterate over the table.

/** What a preset fixes. Everything else (students, seeds, targets, inputs) is the visitor's. */
export interface PresetSettings {
  readonly hidden: readonly number[];
  readonly auxiliaryLogits: number;
  readonly trainingImages: number;
  readonly teacherEpochs: number;
  readonly noiseImages: number;
  readonly studentEpochs: number;
  readonly batch: number;
  readonly learningRate: number;
}

interface Preset {
  readonly label: string;
  /** Why it is interesting. */
  readonly help: string;
  readonly settings: PresetSettings;
}

function settings(
  hidden: readonly number[],
  auxiliaryLogits: number,
  images: number,
  epochs: number,
  batch: number,
  learningRate: number,
): PresetSettings {
  const [trainingImages, noiseImages] = [images, images];
  const [teacherEpochs, studentEpochs] = [epochs, epochs];
  return { hidden, auxiliaryLogits, trainingImages, teacherEpochs, noiseImages, studentEpochs, batch, learningRate };
}

export const PRESETS = {
  quick: {
    label: 'quick',
    help: 'A small network and a sixth of the digits: seconds instead of minutes, the same effect.',
    settings: settings([64, 64], 10, 10_000, 4, 128, 2e-3),
  },
  small: {
    label: 'small',
    help: 'The small network with twice the data and gentler steps: a better teacher, more transfer.',
    settings: settings([64, 64], 10, 20_000, 4, 256, 1e-3),
  },
  'one-hidden-layer': {
    label: 'one hidden layer',
    help: 'Shallower is leakier: with one hidden layer most of the teacher’s skill crosses.',
    settings: settings([128], 10, 10_000, 4, 128, 1e-3),
  },
  paper: {
    label: 'paper',
    help: 'The authors’ setting: 256-256 hidden units, three auxiliary logits, all 60,000 digits; needs a GPU and patience.',
    settings: settings([256, 256], 3, 60_000, 5, 1024, 3e-4),
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;
