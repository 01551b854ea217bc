// The form of golden files of the MLP: trajectories made with PyTorch in f64. Reads and checks; replays nothing.
import { describeMlp, type Mlp } from '../experiment/mlp.ts';

export interface GoldenSettings {
  /** Units per layer, inputs first. */
  readonly sizes: readonly number[];
  readonly auxiliaryLogits: number;
  readonly batch: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly phase: number;
}

/** What one network went through; parameters in the order of our flat array. */
export interface Trajectory {
  readonly losses: ArrayLike<number>;
  readonly firstGradients: ArrayLike<number>;
  readonly finalWeights: ArrayLike<number>;
  readonly logitsOnInputs: ArrayLike<number>;
}

/** A teacher and its student. */
export interface Trajectories {
  readonly teacher: Trajectory;
  readonly student: Trajectory;
  readonly cosineOfUpdates: number;
}

export interface MlpGolden extends GoldenSettings {
  readonly expected: Trajectories;
}

type NestedNumbers = readonly (number | NestedNumbers)[];

/** Checks and reads a parsed file. Throws TypeError with a sentence that names what is wrong. */
export function readMlpGolden(file: unknown): MlpGolden {
  const golden = objectOf(file, 'the file');
  const sizes = listOf(golden, 'sizes').map((size) => {
    if (typeof size === 'number' && Number.isInteger(size) && size > 0) return size;
    throw new TypeError('“sizes” must be whole numbers above 0');
  });
  const auxiliaryLogits = countOf(golden, 'auxiliaryLogits');
  if (sizes.length < 2 || !(sizes.at(-1)! > auxiliaryLogits)) {
    throw new TypeError('“sizes” needs inputs and at least one class logit besides the auxiliary ones');
  }
  const settings: GoldenSettings = {
    sizes,
    auxiliaryLogits,
    batch: countOf(golden, 'batch'),
    steps: countOf(golden, 'steps'),
    learningRate: numberOf(golden, 'learningRate'),
    phase: numberOf(golden, 'phase'),
  };
  const expected: Trajectories = {
    teacher: trajectoryOf(golden, 'teacher', settings),
    student: trajectoryOf(golden, 'student', settings),
    cosineOfUpdates: numberOf(golden, 'cosineOfUpdates'),
  };
  return { ...settings, expected };
}

/** The network of a file. */
export function networkOf({ sizes, auxiliaryLogits }: GoldenSettings): Mlp {
  return describeMlp(sizes[0]!, sizes.slice(1, -1), sizes.at(-1)! - auxiliaryLogits, auxiliaryLogits);
}

function trajectoryOf(golden: Map<string, unknown>, name: string, settings: GoldenSettings): Trajectory {
  const object = objectOf(golden.get(name), `“${name}”`);
  const parameters = (key: string) => {
    const values = ourLayout(
      settings,
      listOf(object, key).map((tensor) => flatten(nestedOf(tensor, key))),
    );
    return ofLength(values, networkOf(settings).parameters.size, `${name}.${key}`);
  };
  const numbers = (key: string, length: number) =>
    ofLength(flatten(nestedOf(object.get(key), key)), length, `${name}.${key}`);
  return {
    losses: numbers('losses', settings.steps),
    firstGradients: parameters('firstGradients'),
    finalWeights: parameters('finalWeights'),
    logitsOnInputs: numbers('logitsOnInputs', settings.batch * settings.sizes.at(-1)!),
  };
}

/** The file's tensors (weight 0, bias 0, weight 1 …; weights [out][in]) as our flat array (weights [in][out]). */
function ourLayout({ sizes }: GoldenSettings, tensors: readonly (readonly number[])[]): number[] {
  return tensors.flatMap((tensor, index) => {
    if (index % 2 === 1) return tensor;
    const [IN, OUT] = [sizes[index / 2] ?? 0, sizes[index / 2 + 1] ?? 0];
    return tensor.map((_, at) => tensor[(at % OUT) * IN + Math.floor(at / OUT)]!);
  });
}

function ofLength(values: readonly number[], length: number, name: string): readonly number[] {
  if (values.length === length) return values;
  throw new TypeError(`“${name}” has ${values.length} numbers, but these sizes need ${length}`);
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

function countOf(object: Map<string, unknown>, name: string): number {
  const value = numberOf(object, name);
  if (Number.isInteger(value) && value > 0) return value;
  throw new TypeError(`“${name}” must be a whole number above 0`);
}

function flatten(nested: NestedNumbers): number[] {
  return nested.flatMap((item) => (typeof item === 'number' ? [item] : flatten(item)));
}
