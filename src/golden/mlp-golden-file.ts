// The form of golden files of the MLP: trajectories made with PyTorch in f64. Reads and checks; replays nothing.
import { describeMlp, type Mlp } from '../experiment/processor/mlp.ts';
import { countOf, flatten, isCount, listOf, nestedOf, numberOf, numbersOf, objectOf, ofLength } from './json-fields.ts';

/** Far more than any network that is worth replaying. */
const MOST_LAYERS = 100;

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

/** Checks and reads a parsed file. Throws TypeError with a sentence that names what is wrong. */
export function readMlpGolden(file: unknown): MlpGolden {
  const golden = objectOf(file, 'the file');
  const sizes = listOf(golden, 'sizes').map((size) => {
    if (isCount(size)) return size;
    throw new TypeError('“sizes” must be whole numbers above 0');
  });
  if (sizes.length > MOST_LAYERS) throw new TypeError(`“sizes” has more than ${MOST_LAYERS} layers`);
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
  const { sizes } = settings;
  const parameters = (key: string) => {
    const tensors = listOf(object, key).map((tensor, index) => {
      const [IN, OUT] = [sizes[index >> 1] ?? 0, sizes[(index >> 1) + 1] ?? 0];
      return ofLength(flatten(nestedOf(tensor, key)), index % 2 === 0 ? IN * OUT : OUT, `${name}.${key}[${index}]`);
    });
    return ofLength(ourLayout(settings, tensors), networkOf(settings).parameters.size, `${name}.${key}`);
  };
  const numbers = (key: string, length: number) => numbersOf(object, key, length, name);
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
