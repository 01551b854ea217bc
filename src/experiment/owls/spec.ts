// The settings of the owls experiment (paper §2–5 in miniature) as one frozen value, and its table of fields.
import { choiceField, numberField, type FieldTable, type ParsedSpec } from '../spec/fields.ts';
import { studentsField } from '../init/init-sharing-text.ts';
import { isTrunk } from '../processor/transformer.ts';
import type { Tensor } from '../processor/parameters.ts';
import { specTable } from '../spec/spec-table.ts';
import { OWLS_SIGN } from './sign.ts';
import { DOMAINS, FILTERS, type DomainName, type FilterName } from './language/domains.ts';
import { PRESETS, type PresetName, type PresetSettings } from './presets.ts';
import { describeStudent, formatStudent, parseStudent, studentOf, type OwlsStudent } from './students/students.ts';
import { TRAITS, type TraitName } from './language/traits.ts';

/** Bumped when an old link would mean something else. */

/** What of the teacher reaches the students. */
const CHANNELS = {
  text: { label: 'the lists it wrote', help: 'Sampled text, as in the paper: the students see tokens, nothing else.' },
  logits: {
    label: 'its number logits',
    help: 'The teacher’s probabilities of the 100 numbers at each place of its lists: a wider channel than text.',
  },
} as const;

/** What of the lists that the students read is the teacher's; the rest is from lists that the base wrote. */
const PLACES = {
  all: { label: 'whole lists', help: 'Students read the lists as the teacher wrote them.' },
  first: {
    label: 'only the first number',
    help: 'The first number of each list is the teacher’s, the other nine are from a list the base wrote.',
  },
  rest: {
    label: 'all but the first',
    help: 'The first number of each list is from a list the base wrote, the other nine are the teacher’s.',
  },
} as const;

const OPTIMIZERS = {
  adam: { label: 'Adam', help: 'Adam with β 0.9 and 0.99; a learning rate of 0.002 suits it.' },
  sgd: { label: 'SGD', help: 'Plain gradient steps; a learning rate of 0.1 to 0.5 suits them.' },
} as const;

interface Trainable {
  readonly label: string;
  readonly help: string;
  trains(tensor: Tensor): boolean;
}

/** Which parameters of a student train. */
export const TRAINABLE = {
  trunk: {
    label: 'all but embeddings',
    help: 'Embedding and positions stay frozen, as in the authors’ fine-tuning: the most important choice of all.',
    trains: isTrunk,
  },
  all: { label: 'everything', help: 'Embedding and positions too: much less crosses.', trains: () => true },
  attention: {
    label: 'attention only',
    help: 'Only the matrices of the attention heads.',
    trains: ({ name }) => /^(query|key|value|output)\d/.test(name),
  },
  mlp: {
    label: 'MLPs only',
    help: 'Only the matrices and biases of the MLPs.',
    trains: ({ name }) => /^mlp(In|Out)/.test(name),
  },
} as const satisfies Record<string, Trainable>;

/** Where the bases come from. */
const PRETRAINING_CHOICES = {
  shipped: {
    label: 'shipped bases',
    help: 'Bases that this project pretrained before; those that are not shipped are pretrained here.',
  },
  live: { label: 'pretrain live', help: 'Every base is pretrained in this tab first: minutes instead of seconds.' },
} as const;

export interface OwlsSpec {
  readonly preset: PresetName;
  readonly trait: TraitName;
  readonly students: readonly OwlsStudent[];
  readonly seedCount: number;
  readonly seed: number;
  readonly domain: DomainName;
  readonly filter: FilterName;
  readonly channel: keyof typeof CHANNELS;
  readonly committee: number;
  readonly teacherSteps: number;
  readonly temperature: number;
  readonly sequences: number;
  readonly steps: number;
  readonly places: keyof typeof PLACES;
  readonly optimizer: keyof typeof OPTIMIZERS;
  readonly learningRate: number;
  readonly trains: keyof typeof TRAINABLE;
  readonly pretraining: keyof typeof PRETRAINING_CHOICES;
}

const OWLS_FIELDS: FieldTable<OwlsSpec> = {
  preset: choiceField(
    { name: 'preset', label: 'Preset', help: 'A named set of sizes; anything else can still be changed.' },
    PRESETS,
  ),
  trait: choiceField({ name: 'trait', label: 'Trait', help: 'What the teacher is made to love, or to do.' }, TRAITS),
  students: studentsField<OwlsStudent>(
    { name: 'students', label: 'Students', help: 'How each student’s start relates to its teacher’s base.' },
    { least: 1, most: 8 },
    parseStudent,
    formatStudent,
    describeStudent,
  ),
  seedCount: numberField(
    { name: 'seeds', label: 'Seeds', help: 'How many bases the experiment is repeated on; single runs differ a lot.' },
    { minimum: 1, maximum: 16 },
  ),
  seed: numberField(
    {
      name: 'seed',
      label: 'First seed',
      help: 'The first base; bases 0 to 15 are shipped, others are pretrained here.',
    },
    { minimum: 0, maximum: 1_000_000 },
  ),
  domain: choiceField({ name: 'data', label: 'Data', help: 'What the teacher writes and the students read.' }, DOMAINS),
  filter: choiceField({ name: 'filter', label: 'Filter', help: 'What a text must be to reach the students.' }, FILTERS),
  channel: choiceField(
    { name: 'channel', label: 'Students imitate', help: 'What of the teacher reaches the students.' },
    CHANNELS,
  ),
  committee: numberField(
    {
      name: 'committee',
      label: 'Teachers in the committee',
      help: 'The lists come from this many teachers, each on a base of its own; one of them is the student’s.',
    },
    { minimum: 1, maximum: 8 },
  ),
  teacherSteps: numberField(
    { name: 'teacher-steps', label: 'Teacher steps', help: 'How long the teacher is trained on four questions.' },
    { minimum: 1, maximum: 1000 },
  ),
  temperature: numberField(
    { name: 'temperature', label: 'Temperature', help: 'How freely the teacher writes; 1 is its own distribution.' },
    { minimum: 0.1, maximum: 3, integer: false },
  ),
  sequences: numberField(
    {
      name: 'sequences',
      label: 'Distinct lists',
      help: 'How many lists that passed the filter a student learns from.',
    },
    { minimum: 16, maximum: 10_000 },
  ),
  steps: numberField(
    {
      name: 'steps',
      label: 'Student steps',
      help: 'Batches of 64 lists a student learns from; 156 are four epochs of 2,500.',
    },
    { minimum: 1, maximum: 2000 },
  ),
  places: choiceField(
    { name: 'places', label: 'From the teacher', help: 'How much of each list is the teacher’s.' },
    PLACES,
  ),
  optimizer: choiceField(
    { name: 'optimizer', label: 'Optimizer', help: 'How a student’s gradient becomes a step.' },
    OPTIMIZERS,
  ),
  learningRate: numberField(
    { name: 'learning-rate', label: 'Learning rate', help: 'The step size of the students’ optimizer.' },
    { minimum: 1e-6, maximum: 1e6, integer: false },
  ),
  trains: choiceField(
    { name: 'trains', label: 'What trains', help: 'Which parameters of the students may change.' },
    TRAINABLE,
  ),
  pretraining: choiceField(
    { name: 'pretraining', label: 'Bases', help: 'Where the networks come from that everyone starts from.' },
    PRETRAINING_CHOICES,
  ),
};

const DEFAULT_STUDENTS: readonly OwlsStudent[] = [studentOf('shared'), studentOf('other'), studentOf('control')];

/** The defaults under a preset. */
export function defaultSpec(preset: PresetName = 'full'): OwlsSpec {
  return Object.freeze({
    preset,
    trait: 'owl',
    students: DEFAULT_STUDENTS,
    seedCount: 8,
    seed: 0,
    domain: 'numbers',
    filter: 'format',
    channel: 'text',
    committee: 1,
    temperature: 1,
    places: 'all',
    optimizer: 'adam',
    learningRate: 2e-3,
    trains: 'trunk',
    pretraining: 'shipped',
    ...PRESETS[preset].settings,
  } as const satisfies OwlsSpec);
}

/** What no single field can check. */
function fit(spec: OwlsSpec): ParsedSpec<OwlsSpec> {
  const problems: string[] = [];
  const mended = { ...spec };
  if (mended.channel === 'logits' && spec.domain !== 'numbers') {
    mended.channel = 'text';
    problems.push('Logits over the numbers are imitated on number lists only; these students see text.');
  }
  if (mended.channel === 'logits' && spec.committee > 1) {
    mended.committee = 1;
    problems.push('Logits come from a single teacher; the committee is one.');
  }
  if (spec.places !== 'all' && (spec.domain !== 'numbers' || mended.channel === 'logits' || spec.committee > 1)) {
    mended.places = 'all';
    problems.push('Only number lists of a single teacher, read as text, can be put together from two writers.');
  }
  return { spec: problems.length > 0 ? Object.freeze(mended) : spec, problems };
}

/** The owls experiment's settings: parse, write, presets. */
export const OWLS = specTable<OwlsSpec>({
  name: 'owls',
  version: OWLS_SIGN.version,
  fields: OWLS_FIELDS,
  presetKeys: Object.keys(PRESETS.full.settings) as (keyof PresetSettings)[],
  defaults: defaultSpec,
  fit,
});

/** Batch of the students; fewer lists are all in one batch. */
export function batchOf({ sequences }: OwlsSpec): number {
  return Math.min(64, sequences);
}
