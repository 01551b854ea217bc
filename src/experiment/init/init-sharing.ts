// The table of init-sharing modes: how a student's init relates to its teacher's. Works on the parameters of
// any network. A new mode is one row; picker, diagram, URL, CLI, help and tests iterate over the table.
import { view, type Parameters, type Tensor } from '../processor/parameters.ts';
import { permuted, randomBits, standardNormal, STREAM } from '../random.ts';

/** What a mode may work with, for one seed. */
export interface InitContext {
  readonly parameters: Parameters;
  readonly seed: number;
  /** The init of the teacher, [parameter]. Never written to. */
  readonly reference: Float32Array;
  /** Another seed's init, [parameter], and that seed: never the same. */
  readonly stranger: Float32Array;
  readonly strangerSeed: number;
}

/** How one layer of the student starts, for the diagram. */
export type LayerOrigin = 'copied' | 'shuffled' | 'rescaled' | 'noisy' | 'mixed' | 'fresh';

/** A number in (minimum … maximum), a choice of layers, or nothing. */
export type ModeParameter =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'amount';
      readonly symbol: string;
      readonly label: string;
      readonly minimum: number;
      readonly maximum: number;
      readonly step: number;
      readonly fallback: number;
    }
  | { readonly kind: 'layers'; readonly label: string; readonly fallback: readonly string[] };

/** A student's init sharing: a row of the table with its parameter filled in. */
export interface InitSharing {
  readonly mode: InitSharingName;
  readonly amount?: number;
  readonly layers?: readonly string[];
}

interface InitSharingMode {
  readonly label: string;
  /** One plain sentence for the picker. */
  readonly explanation: string;
  readonly parameter: ModeParameter;
  /** Origin of a layer, for the diagram. */
  origin(layer: string, choice: InitSharing): LayerOrigin;
  /** The student's init, a new array [parameter]. */
  apply(context: InitContext, choice: InitSharing): Float32Array;
}

const NOTHING: ModeParameter = { kind: 'none' };

function amount(symbol: string, label: string, maximum: number, step: number, fallback: number): ModeParameter {
  return { kind: 'amount', symbol, label, minimum: 0, maximum, step, fallback };
}

export const INIT_SHARING = {
  shared: {
    label: 'shared init',
    explanation: 'An exact copy of the network the teacher started from.',
    parameter: NOTHING,
    origin: () => 'copied',
    apply: ({ reference }) => reference.slice(),
  },
  independent: {
    label: 'independent init',
    explanation: 'Another seed’s init: same architecture, nothing copied.',
    parameter: NOTHING,
    origin: () => 'fresh',
    apply: ({ stranger }) => stranger.slice(),
  },
  permuted: {
    label: 'permuted init',
    explanation: 'The teacher’s init with its hidden units shuffled: the same function, far away in raw coordinates.',
    parameter: NOTHING,
    origin: () => 'shuffled',
    apply: shuffleUnits,
  },
  rescaled: {
    label: 'rescaled init',
    explanation:
      'Each hidden unit’s incoming weights multiplied by a random factor and its outgoing weights divided by it: the same function.',
    parameter: amount('s', 'spread of the factors', 1, 0.05, 0.3),
    origin: () => 'rescaled',
    apply: rescaleUnits,
  },
  perturbed: {
    label: 'perturbed init',
    explanation: 'The teacher’s init plus Gaussian noise of σ times each layer’s own standard deviation.',
    parameter: amount('σ', 'noise σ', 2, 0.05, 0.2),
    origin: () => 'noisy',
    apply: perturb,
  },
  interpolated: {
    label: 'interpolated init',
    explanation: 'α parts of the teacher’s init and √(1−α²) parts of another seed’s, so the weights keep their spread.',
    parameter: amount('α', 'share α of the teacher’s init', 1, 0.05, 0.9),
    origin: () => 'mixed',
    apply: interpolate,
  },
  layers: {
    label: 'some layers shared',
    explanation: 'Only the chosen layers are copied from the teacher’s init; the others come from another seed.',
    parameter: { kind: 'layers', label: 'copied layers', fallback: ['1'] },
    origin: (layer, choice) => (choice.layers?.includes(layer) ? 'copied' : 'fresh'),
    apply: copyLayers,
  },
} as const satisfies Record<string, InitSharingMode>;

export type InitSharingName = keyof typeof INIT_SHARING;

export const INIT_SHARING_NAMES = Object.keys(INIT_SHARING) as InitSharingName[];

/** The row of a choice. */
export function modeOf(choice: InitSharing): InitSharingMode {
  return INIT_SHARING[choice.mode];
}

/** Another seed, never the same: a derangement of the integers that does not depend on how many seeds run. */
export function strangerSeed(seed: number): number {
  return (seed ^ 1) >>> 0;
}

/** The student's init under `choice`: a new array [parameter]. */
export function applyInitSharing(choice: InitSharing, context: InitContext): Float32Array {
  if (context.strangerSeed === context.seed) throw new Error('a stranger must be another seed');
  return modeOf(choice).apply(context, choice);
}

function shuffleUnits({ parameters, seed, reference }: InitContext): Float32Array {
  const result = reference.slice();
  parameters.hiddenAxes.forEach((axis, block) => {
    for (const tensor of parameters.tensors) {
      tensor.axes.forEach((name, position) => {
        if (name !== axis) return;
        const units = tensor.shape[position]!;
        const from = Array.from({ length: units }, (_, unit) => permuted(seed, STREAM.unitShuffle, block, units, unit));
        gatherAlong(tensor, position, view(result, tensor), from);
      });
    }
  });
  return result;
}

/** Reorders `values` in place along one axis: slice u of the result is slice from[u] of the input. */
function gatherAlong(tensor: Tensor, position: number, values: Float32Array, from: readonly number[]): void {
  const source = values.slice();
  forEachUnit(tensor, position, (index, unit, stride) => {
    values[index] = source[index + (from[unit]! - unit) * stride]!;
  });
}

function rescaleUnits({ parameters, seed, reference }: InitContext, { amount: spread = 0 }: InitSharing): Float32Array {
  const result = reference.slice();
  parameters.hiddenAxes.forEach((axis, block) => {
    for (const tensor of parameters.tensors) {
      const values = view(result, tensor);
      tensor.axes.forEach((name, position) => {
        if (name !== axis) return;
        // The last axis of a tensor holds the units it feeds; any earlier one the units it reads.
        const incoming = position === tensor.axes.length - 1;
        forEachUnit(tensor, position, (index, unit) => {
          const z = standardNormal(randomBits(seed, STREAM.rescaling, block, unit));
          const factor = Math.exp(spread * z);
          values[index] = incoming ? values[index]! * factor : values[index]! / factor;
        });
      });
    }
  });
  return result;
}

function forEachUnit(
  tensor: Tensor,
  position: number,
  visit: (index: number, unit: number, stride: number) => void,
): void {
  const units = tensor.shape[position]!;
  const stride = tensor.shape.slice(position + 1).reduce((product, length) => product * length, 1);
  for (let index = 0; index < tensor.size; index++) visit(index, Math.floor(index / stride) % units, stride);
}

function perturb({ parameters, seed, reference }: InitContext, { amount: sigma = 0 }: InitSharing): Float32Array {
  const result = reference.slice();
  parameters.tensors.forEach((tensor, block) => {
    const values = view(result, tensor);
    const scale = sigma * standardDeviation(values);
    for (let i = 0; i < values.length; i++) {
      values[i]! += scale * standardNormal(randomBits(seed, STREAM.perturbation, block, i));
    }
  });
  return result;
}

function standardDeviation(values: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
}

function interpolate({ reference, stranger }: InitContext, { amount: alpha = 1 }: InitSharing): Float32Array {
  const rest = Math.sqrt(1 - alpha * alpha);
  return reference.map((value, i) => alpha * value + rest * stranger[i]!);
}

function copyLayers({ parameters, reference, stranger }: InitContext, { layers = [] }: InitSharing): Float32Array {
  const result = stranger.slice();
  for (const tensor of parameters.tensors) {
    if (layers.includes(tensor.layer)) view(result, tensor).set(view(reference, tensor));
  }
  return result;
}
