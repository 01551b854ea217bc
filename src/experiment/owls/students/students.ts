// The students of the owls experiment: how each one's start relates to the base its teacher came from, and whose data it
// reads. One row per kind; picker, diagram, address, CLI, help and tests iterate over the table. The init-sharing modes
// are those of the digits lab; here they apply either to the trained base or to the init before pretraining.
import { shorten } from '../../spec/fields.ts';
import { formatInitSharing, parseInitSharing, splitAtColon } from '../../init/init-sharing-text.ts';
import { modeOf, type InitSharing, type InitSharingName } from '../../init/init-sharing.ts';

interface StudentKind {
  readonly label: string;
  /** One plain sentence for the picker. */
  readonly explanation: string;
  /** What the sharing applies to: the trained base, or the init from which the student's own base is pretrained. */
  readonly start: 'base' | 'init';
  readonly sharing: InitSharing;
  /** Layers of the student's network. */
  readonly layers: 1 | 2;
  /** Whose order of the corpus the student's own base was pretrained in; only for those that start at an init. */
  readonly order?: 'own' | 'stranger' | 'fresh';
  /** Whose lists it reads. */
  readonly reads: 'teacher' | 'base';
}

export const STUDENTS = {
  shared: {
    label: 'shared base',
    explanation: 'A copy of the very base its teacher came from.',
    start: 'base',
    sharing: { mode: 'shared' },
    layers: 2,
    reads: 'teacher',
  },
  other: {
    label: 'another base',
    explanation: 'The same network pretrained on the same corpus from another seed; it reads the very same lists.',
    start: 'base',
    sharing: { mode: 'independent' },
    layers: 2,
    reads: 'teacher',
  },
  control: {
    label: 'control',
    explanation: 'A copy of the base that reads lists the base itself wrote: no teacher is involved.',
    start: 'base',
    sharing: { mode: 'shared' },
    layers: 2,
    reads: 'base',
  },
  perturbed: {
    label: 'base + noise',
    explanation: 'The base plus Gaussian noise of σ times each matrix’s own standard deviation.',
    start: 'base',
    sharing: { mode: 'perturbed', amount: 0.2 },
    layers: 2,
    reads: 'teacher',
  },
  permuted: {
    label: 'permuted base',
    explanation: 'The base with the hidden units of its MLPs shuffled: the same function in other coordinates.',
    start: 'base',
    sharing: { mode: 'permuted' },
    layers: 2,
    reads: 'teacher',
  },
  rescaled: {
    label: 'rescaled base',
    explanation: 'The base with the hidden units of its MLPs scaled up and down again: the same function.',
    start: 'base',
    sharing: { mode: 'rescaled', amount: 0.3 },
    layers: 2,
    reads: 'teacher',
  },
  reordered: {
    label: 'same init, other data order',
    explanation: 'Pretrained from the teacher’s init on the same corpus, but in another random order.',
    start: 'init',
    sharing: { mode: 'shared' },
    layers: 2,
    order: 'fresh',
    reads: 'teacher',
  },
  layers: {
    label: 'part of the init shared',
    explanation: 'Only the chosen layers start from the teacher’s init; then it is pretrained as a stranger.',
    start: 'init',
    sharing: { mode: 'layers', layers: ['embedding'] },
    layers: 2,
    order: 'stranger',
    reads: 'teacher',
  },
  'one-layer': {
    label: 'one-layer network',
    explanation: 'Another architecture: one layer instead of two, pretrained from another seed.',
    start: 'init',
    sharing: { mode: 'independent' },
    layers: 1,
    order: 'stranger',
    reads: 'teacher',
  },
  'one-layer-shared': {
    label: 'one layer, same init',
    explanation:
      'One layer instead of two, but embedding, positions and that layer start from the teacher’s init, in the same data order.',
    start: 'init',
    sharing: { mode: 'shared' },
    layers: 1,
    order: 'own',
    reads: 'teacher',
  },
} as const satisfies Record<string, StudentKind>;

export type StudentName = keyof typeof STUDENTS;

export const STUDENT_NAMES = Object.keys(STUDENTS) as StudentName[];

/** A row of the table with its parameter filled in. */
export interface OwlsStudent {
  readonly kind: StudentName;
  readonly sharing: InitSharing;
}

export function kindOf({ kind }: Pick<OwlsStudent, 'kind'>): StudentKind {
  return STUDENTS[kind];
}

/** The kind with the parameter that its row names. */
export function studentOf(kind: StudentName): OwlsStudent {
  return { kind, sharing: STUDENTS[kind].sharing };
}

/** A kind whose sharing has a parameter is called like its mode, and takes the parameter in the same text form. */
export function takesParameter(kind: StudentName): kind is StudentName & InitSharingName {
  const { mode } = STUDENTS[kind].sharing;
  return kind === mode && modeOf({ mode }).parameter.kind !== 'none';
}

/** Reads `shared`, `perturbed:0.1`, `layers:embedding+position` …; what cannot be read is reported. */
export function parseStudent(text: string): { item?: OwlsStudent; problem?: string } {
  const [name, argument] = splitAtColon(text);
  const kind = STUDENT_NAMES.find((candidate) => candidate === name);
  if (kind === undefined) {
    return { problem: `“${shorten(text)}” is not a student (${STUDENT_NAMES.join(', ')})` };
  }
  if (argument === undefined) return { item: studentOf(kind) };
  if (!takesParameter(kind)) return { item: studentOf(kind), problem: `${kind} takes no parameter` };
  const { item, problem } = parseInitSharing(text);
  return { ...(item && { item: { kind, sharing: item } }), ...(problem && { problem }) };
}

/** The shortest text that `parseStudent` reads back to the same student. */
export function formatStudent({ kind, sharing }: OwlsStudent): string {
  return takesParameter(kind) ? formatInitSharing(sharing) : kind;
}

/** The student in words: "shared base", "base + noise (σ = 0.1)", "only the init of embedding shared". */
export function describeStudent({ kind, sharing }: OwlsStudent): string {
  const { label } = STUDENTS[kind];
  if (kind === 'layers') return `only the init of ${sharing.layers?.join(' + ')} shared`;
  const { parameter } = modeOf(sharing);
  return takesParameter(kind) && parameter.kind === 'amount'
    ? `${label} (${parameter.symbol} = ${sharing.amount ?? parameter.fallback})`
    : label;
}

const SHORT_LAYERS = new Map([
  ['embedding', 'emb.'],
  ['position', 'pos.'],
]);

/** "embedding", but "emb. + pos. + 1". */
function shortLayers(layers: InitSharing['layers'] = []): string {
  if (layers.length < 2) return layers.join('');
  return layers.map((layer) => SHORT_LAYERS.get(layer) ?? layer).join(' + ');
}

/** The same in a word or two: "shared", "another base", "noise σ 0.2". */
export function shortStudent(student: OwlsStudent): string {
  const { kind, sharing } = student;
  switch (kind) {
    case 'shared':
      return 'shared base';
    case 'perturbed':
      return `noise σ ${sharing.amount}`;
    case 'reordered':
      return 'same init';
    case 'layers':
      return `${shortLayers(sharing.layers)} only`;
    case 'one-layer-shared':
      return '1 layer, same init';
    case 'one-layer':
      return 'one layer';
    case 'permuted':
    case 'rescaled':
      return kind;
    default:
      return STUDENTS[kind].label;
  }
}

/** From the same base to a stranger, in order of kinship: the steps of the family tree. */
export const FAMILY_TREE: readonly OwlsStudent[] = ['shared', 'perturbed:0.2', 'reordered', 'layers:embedding', 'other']
  .map((text) => parseStudent(text).item)
  .filter((student) => student !== undefined);
