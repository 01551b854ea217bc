// Golden trajectories of the MLP: reads a file made with PyTorch in f64, replays it on any trainer and measures the
// largest deviation of each quantity. Knows no processor and no file system.
import { describeMlp, type Mlp } from '../experiment/mlp.ts';
import { STREAM } from '../experiment/random.ts';
import { cosineOfUpdates } from '../experiment/stats.ts';
import type { Networks, Objective, Real, Trainer } from '../experiment/trainer.ts';

/** A trajectory of one network. Weights are [out][in], biases [out], in the order weight 0, bias 0, weight 1 … */
export interface Trajectory {
  readonly losses: readonly number[];
  readonly firstGradients: readonly NestedNumbers[];
  readonly logitsOnInputs: NestedNumbers;
  readonly finalWeights: readonly NestedNumbers[];
}

type NestedNumbers = readonly (number | NestedNumbers)[];

export interface MlpGolden {
  readonly sizes: readonly number[];
  readonly auxiliaryLogits: number;
  readonly batch: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly phase: number;
  readonly teacher: Trajectory;
  readonly student: Trajectory;
  readonly cosineOfUpdates: number;
}

/** How far one quantity is from the file, and how far it may be. */
export interface Deviation {
  readonly quantity: string;
  readonly largest: number;
  readonly tolerance: number;
  readonly relative: boolean;
}

/** Allowed deviations: the f64 twin reproduces the file, f32 stays within SCIENCE.md's tolerances. */
export interface GoldenTolerance {
  readonly losses: number;
  readonly weights: number;
  readonly gradients: number;
  readonly logits: number;
  readonly cosine: number;
}

export const F64_TOLERANCE: GoldenTolerance = {
  losses: 1e-9,
  weights: 1e-9,
  gradients: 1e-9,
  logits: 1e-9,
  cosine: 1e-9,
};
export const F32_TOLERANCE: GoldenTolerance = {
  losses: 1e-4,
  weights: 1e-3,
  gradients: 1e-4,
  logits: 1e-2,
  cosine: 1e-3,
};

const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Checks the shape of a parsed file. Throws TypeError with a sentence that names what is wrong. */
export function readMlpGolden(file: unknown): MlpGolden {
  const golden = objectOf(file, 'the file');
  const auxiliaryLogits = numberOf(golden, 'auxiliaryLogits');
  const sizes = listOf(golden, 'sizes').map((size) => {
    if (typeof size === 'number' && Number.isInteger(size) && size > 0) return size;
    throw new TypeError('“sizes” must be whole numbers above 0');
  });
  if (sizes.length < 2 || !(sizes.at(-1)! > auxiliaryLogits)) {
    throw new TypeError('“sizes” needs inputs and at least one class logit besides the auxiliary ones');
  }
  return {
    sizes,
    auxiliaryLogits,
    batch: numberOf(golden, 'batch'),
    steps: numberOf(golden, 'steps'),
    learningRate: numberOf(golden, 'learningRate'),
    phase: numberOf(golden, 'phase'),
    teacher: trajectoryOf(golden, 'teacher', sizes.length),
    student: trajectoryOf(golden, 'student', sizes.length),
    cosineOfUpdates: numberOf(golden, 'cosineOfUpdates'),
  };
}

function objectOf(value: unknown, name: string): Map<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  throw new TypeError(`${name} must be a JSON object`);
}

function numberOf(object: Map<string, unknown>, name: string): number {
  const value = object.get(name);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError(`“${name}” must be a number`);
}

function listOf(object: Map<string, unknown>, name: string): unknown[] {
  const value = object.get(name);
  if (Array.isArray(value)) return value;
  throw new TypeError(`“${name}” must be a list`);
}

function nestedOf(value: unknown, name: string): NestedNumbers {
  if (!Array.isArray(value)) throw new TypeError(`“${name}” must be lists of numbers`);
  return value.map((item) => (typeof item === 'number' ? item : nestedOf(item, name)));
}

function trajectoryOf(golden: Map<string, unknown>, name: string, layers: number): Trajectory {
  const object = objectOf(golden.get(name), `“${name}”`);
  const tensors = (key: string) => {
    const list = listOf(object, key).map((tensor) => nestedOf(tensor, key));
    if (list.length === 2 * (layers - 1)) return list;
    throw new TypeError(`“${name}.${key}” needs a weight and a bias for each of the ${layers - 1} layers`);
  };
  return {
    losses: flatten(nestedOf(object.get('losses'), 'losses')),
    firstGradients: tensors('firstGradients'),
    logitsOnInputs: nestedOf(object.get('logitsOnInputs'), 'logitsOnInputs'),
    finalWeights: tensors('finalWeights'),
  };
}

function flatten(nested: NestedNumbers): number[] {
  return nested.flatMap((item) => (typeof item === 'number' ? [item] : flatten(item)));
}

/** The deterministic init, inputs, noise and labels that SCIENCE.md prescribes for a file of this form. */
export function goldenStart({ sizes, auxiliaryLogits, batch, phase }: MlpGolden) {
  const inputs = sizes[0]!;
  const network = describeMlp(inputs, sizes.slice(1, -1), sizes.at(-1)! - auxiliaryLogits, auxiliaryLogits);
  const init = new Float64Array(network.parameters.size);
  sizes.slice(1).forEach((OUT, layer) => {
    const IN = sizes[layer]!;
    const { offset } = network.parameters.tensors[2 * layer]!;
    for (let i = 0; i < IN; i++) {
      for (let o = 0; o < OUT; o++) {
        init[offset + i * OUT + o] = Math.cos(0.5 * phase + 1.1 * o + 0.3 * (layer + 1) * i ** 1.2) / Math.sqrt(IN);
      }
    }
  });
  const rows = (value: (row: number, i: number) => number) =>
    Float64Array.from({ length: batch * inputs }, (_, at) => value(Math.floor(at / inputs), at % inputs));
  return {
    network,
    init,
    inputs: rows((b, i) => Math.sin(phase + 0.7 * b + 1.3 * i)),
    noise: rows((b, i) => Math.sin(2 * phase + 0.9 * b + 0.41 * i ** 1.5)),
    labels: Uint8Array.from({ length: batch }, (_, b) => (3 * b + 1) % network.classLogits),
  };
}

/** Replays a file on `trainer`: a teacher, then a student from the same init. */
export async function replayMlpGolden(
  golden: MlpGolden,
  trainer: Trainer,
  tolerance: GoldenTolerance,
): Promise<Deviation[]> {
  const { network, init, inputs, noise, labels } = goldenStart(golden);
  const teacher = await trainer.networks('golden teacher', network, init);
  const taught = await follow(trainer, golden, teacher, inputs, labels, { kind: 'crossEntropy' });
  const student = await trainer.networks('golden student', network, init);
  const objective: Objective = {
    kind: 'distillation',
    teacher,
    from: network.classLogits,
    to: network.classLogits + network.auxiliaryLogits,
  };
  const distilled = await follow(trainer, golden, student, noise, labels, objective);
  const deviations = [
    ...(await compare('teacher', golden.teacher, teacher, taught, inputs, tolerance)),
    ...(await compare('student', golden.student, student, distilled, inputs, tolerance)),
  ];
  const cosine = cosineOfUpdates(init, await student.parameters(), init, await teacher.parameters());
  const largest = Math.abs(cosine - golden.cosineOfUpdates);
  return [...deviations, { quantity: 'cosine of updates', largest, tolerance: tolerance.cosine, relative: false }];
}

interface Followed {
  readonly losses: number[];
  readonly firstGradients: Real;
}

async function follow(
  trainer: Trainer,
  { batch, steps, learningRate }: MlpGolden,
  networks: Networks,
  values: Real,
  labels: Uint8Array,
  objective: Objective,
): Promise<Followed> {
  const training = await trainer.training(networks, {
    label: objective.kind,
    inputs: { kind: 'rows', values, labels },
    objective,
    seeds: [0],
    orderStream: STREAM.batchOrder,
    batch,
    adam: { ...ADAM, learningRate },
  });
  const first = await training.advance(1);
  // After one step from zero Adam's first moment is (1 - β1) times the gradient.
  const firstGradients = (await training.snapshot()).adamM.map((m) => m / (1 - ADAM.beta1));
  const rest = steps > 1 ? await training.advance(steps - 1) : [];
  return { losses: [...first, ...rest], firstGradients };
}

async function compare(
  who: string,
  expected: Trajectory,
  networks: Networks,
  { losses, firstGradients }: Followed,
  inputs: Real,
  tolerance: GoldenTolerance,
): Promise<Deviation[]> {
  const { architecture } = networks;
  const absolute = (
    quantity: string,
    ours: ArrayLike<number>,
    theirs: readonly number[],
    allowed: number,
  ): Deviation => ({
    quantity: `${who} ${quantity}`,
    largest: largestDifference(ours, theirs),
    tolerance: allowed,
    relative: false,
  });
  return [
    {
      quantity: `${who} losses`,
      largest: largestDifference(losses, expected.losses, true),
      tolerance: tolerance.losses,
      relative: true,
    },
    absolute('first gradients', firstGradients, ourLayout(architecture, expected.firstGradients), tolerance.gradients),
    absolute(
      'final weights',
      await networks.parameters(),
      ourLayout(architecture, expected.finalWeights),
      tolerance.weights,
    ),
    absolute('logits on inputs', await networks.logits(inputs), flatten(expected.logitsOnInputs), tolerance.logits),
  ];
}

/** The file's tensors ([out][in]) in the order of our flat array ([in][out]). */
function ourLayout({ sizes }: Mlp, tensors: readonly NestedNumbers[]): number[] {
  return tensors.flatMap((tensor, index) => {
    const flat = flatten(tensor);
    if (index % 2 === 1) return flat;
    const [IN, OUT] = [sizes[index / 2]!, sizes[index / 2 + 1]!];
    return flat.map((_, at) => flat[(at % OUT) * IN + Math.floor(at / OUT)]!);
  });
}

/** Infinity where the lengths differ or something is not a number. */
function largestDifference(ours: ArrayLike<number>, theirs: readonly number[], relative = false): number {
  if (ours.length !== theirs.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < theirs.length; i++) {
    const difference = Math.abs(ours[i]! - theirs[i]!) / (relative ? Math.abs(theirs[i]!) : 1);
    largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }
  return largest;
}
