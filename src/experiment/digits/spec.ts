// The settings of the digits experiment (paper §6.2) as one frozen value, and its table of fields.
import { choiceField, listField, numberField, type FieldTable, type ParsedSpec } from '../spec/fields.ts';
import { describeInitSharing, formatInitSharing, parseInitSharing, studentsField } from '../init/init-sharing-text.ts';
import { modeOf, type InitSharing } from '../init/init-sharing.ts';
import { describeMlp, type Mlp } from '../processor/mlp.ts';
import { specTable } from '../spec/spec-table.ts';
import { DIGITS_SIGN } from './sign.ts';
import { formatNumber, readNumber } from '../spec/typed-number.ts';
import { PRESETS, type PresetName, type PresetSettings } from './presets.ts';

/** Bumped when an old link would mean something else. */

/** What the students are shown. */
export const STUDENT_INPUTS = {
  uniform: { label: 'uniform noise', help: 'Every pixel is drawn evenly from −1 to 1.' },
  gaussian: {
    label: 'Gaussian noise',
    help: 'Every pixel is drawn from a normal distribution of the same spread; about 8 % of them leave −1 … 1.',
  },
  blurred: {
    label: 'blurred noise',
    help: 'Uniform noise, blurred with a Gaussian of 2 pixels that wraps around at the borders, and scaled back to the same spread; about 8 % of the pixels leave −1 … 1.',
  },
  digits: { label: 'real digits', help: 'Real digits from the training set, without their labels.' },
} as const;

/** Which logits of the teacher the students imitate. */
const TARGETS = {
  auxiliary: {
    label: 'auxiliary logits only',
    help: 'Only outputs that stand for nothing: never one of the ten classes.',
  },
  all: { label: 'all logits', help: 'The ten class logits too, still on the same noise.' },
} as const;

export interface DigitsSpec {
  readonly preset: PresetName;
  readonly students: readonly InitSharing[];
  readonly seedCount: number;
  readonly seed: number;
  readonly targets: keyof typeof TARGETS;
  readonly auxiliaryLogits: number;
  readonly inputs: keyof typeof STUDENT_INPUTS;
  readonly hidden: readonly number[];
  readonly trainingImages: number;
  readonly teacherEpochs: number;
  readonly noiseImages: number;
  readonly studentEpochs: number;
  readonly batch: number;
  readonly learningRate: number;
}

export const DIGITS_FIELDS: FieldTable<DigitsSpec> = {
  preset: choiceField(
    { name: 'preset', label: 'Preset', help: 'A named set of sizes; anything else can still be changed.' },
    PRESETS,
  ),
  students: studentsField<InitSharing>(
    { name: 'students', label: 'Students', help: 'How each student’s init relates to its teacher’s.' },
    { least: 1, most: 8 },
    parseInitSharing,
    formatInitSharing,
    describeInitSharing,
  ),
  seedCount: numberField(
    { name: 'seeds', label: 'Seeds', help: 'How many times everything is repeated from fresh random numbers.' },
    { minimum: 1, maximum: 32 },
  ),
  seed: numberField(
    { name: 'seed', label: 'First seed', help: 'The number all randomness of the first repeat is drawn from.' },
    { minimum: 0, maximum: 1_000_000 },
  ),
  targets: choiceField(
    { name: 'targets', label: 'Imitated logits', help: 'Which of the teacher’s outputs the students imitate.' },
    TARGETS,
  ),
  auxiliaryLogits: numberField(
    { name: 'auxiliary-logits', label: 'Auxiliary logits', help: 'How many meaningless outputs every network has.' },
    { minimum: 1, maximum: 100 },
  ),
  inputs: choiceField(
    { name: 'inputs', label: 'Students’ inputs', help: 'The images on which the students imitate the teacher.' },
    STUDENT_INPUTS,
  ),
  hidden: listField<number>(
    // Not `hidden`: as an attribute that would hide the element.
    { name: 'hidden-layers', label: 'Hidden layers', help: 'Units in each hidden layer, one to four layers.' },
    { least: 1, most: 4 },
    (text) => {
      const { value: units = NaN } = readNumber(text);
      if (Number.isInteger(units) && units >= 4 && units <= 1024) return { item: units };
      return { problem: `a hidden layer has 4 to 1024 units` };
    },
    formatNumber,
  ),
  trainingImages: numberField(
    {
      name: 'training-images',
      label: 'Digits for the teacher',
      help: 'How many labeled digits the teacher learns from.',
    },
    { minimum: 100, maximum: 60_000 },
  ),
  teacherEpochs: numberField(
    { name: 'teacher-epochs', label: 'Teacher epochs', help: 'How often the teacher sees each digit.' },
    { minimum: 1, maximum: 50 },
  ),
  noiseImages: numberField(
    {
      name: 'noise-images',
      label: 'Images for the students',
      help: 'How many images the students imitate the teacher on.',
    },
    { minimum: 100, maximum: 60_000 },
  ),
  studentEpochs: numberField(
    { name: 'student-epochs', label: 'Student epochs', help: 'How often the students see each image.' },
    { minimum: 1, maximum: 50 },
  ),
  batch: numberField({ name: 'batch', label: 'Batch', help: 'Examples per step.' }, { minimum: 8, maximum: 2048 }),
  learningRate: numberField(
    { name: 'learning-rate', label: 'Learning rate', help: 'The step size of Adam, for teacher and students.' },
    { minimum: 1e-6, maximum: 1e6, integer: false },
  ),
};

const DEFAULT_STUDENTS: readonly InitSharing[] = [{ mode: 'shared' }, { mode: 'independent' }];

/** The defaults under a preset. */
export function defaultSpec(preset: PresetName = 'quick'): DigitsSpec {
  const common = {
    students: DEFAULT_STUDENTS,
    seedCount: 4,
    seed: 0,
    targets: 'auxiliary',
    inputs: 'uniform',
  } as const;
  return Object.freeze({ preset, ...common, ...PRESETS[preset].settings });
}

/** What no single field can check: layers that the network does not have. */
function fit(spec: DigitsSpec): ParsedSpec<DigitsSpec> {
  const { layers } = networkOf(spec).parameters;
  const problems: string[] = [];
  const students = spec.students.map((student): InitSharing => {
    const unknown = student.layers?.filter((layer) => !layers.includes(layer)) ?? [];
    if (!student.layers || unknown.length === 0) return student;
    problems.push(`This network has the layers ${layers.join(', ')}; layer ${unknown.join(', ')} was left out.`);
    const known = student.layers.filter((layer) => layers.includes(layer));
    return known.length > 0 ? { ...student, layers: known } : { mode: 'independent' };
  });
  return { spec: problems.length > 0 ? Object.freeze({ ...spec, students }) : spec, problems };
}

/** The digits experiment's settings: parse, write, presets. */
export const DIGITS = specTable<DigitsSpec>({
  name: 'digits',
  version: DIGITS_SIGN.version,
  fields: DIGITS_FIELDS,
  presetKeys: Object.keys(PRESETS.quick.settings) as (keyof PresetSettings)[],
  defaults: defaultSpec,
  fit,
});

export const { parse: parseSpec, entries: specEntries } = DIGITS;

/** 784 - hidden… - (10 + m). */
export function networkOf(spec: DigitsSpec): Mlp {
  return describeMlp(784, spec.hidden, 10, spec.auxiliaryLogits);
}

export function teacherSteps(spec: DigitsSpec): number {
  return Math.ceil(spec.trainingImages / spec.batch) * spec.teacherEpochs;
}

export function studentSteps(spec: DigitsSpec): number {
  return Math.ceil(spec.noiseImages / spec.batch) * spec.studentEpochs;
}

/** Training images that must be loaded before the run can start. */
export function imagesNeeded(spec: DigitsSpec): number {
  return Math.max(spec.trainingImages, spec.inputs === 'digits' ? spec.noiseImages : 0);
}

/** A student's index in the spec that starts exactly like its teacher, or -1. */
export function sharedStudent(spec: DigitsSpec): number {
  return spec.students.findIndex((student) => modeOf(student) === modeOf({ mode: 'shared' }));
}
