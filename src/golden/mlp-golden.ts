// Replays golden trajectories of the MLP on any processor and measures the largest deviation of each quantity. Knows no
// processor and no file system.
import { STREAM } from '../experiment/random.ts';
import { cosineOfUpdates } from '../experiment/statistics/stats.ts';
import type { MlpNetworks, MlpObjective, MlpProcessor } from '../experiment/processor/mlp-processor.ts';
import type { Real } from '../experiment/processor/processor.ts';
import { largestDifference, largestRelativeDifference, type Deviation, type GoldenTolerance } from './deviation.ts';
import { networkOf, type GoldenSettings, type Trajectories, type Trajectory } from './mlp-golden-file.ts';

const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Init, inputs, noise and labels of a file of this form, all formulas: those of src/golden/pytorch/golden_mlp.py. */
function goldenStart(settings: GoldenSettings) {
  const { sizes, batch, phase } = settings;
  const inputs = sizes[0]!;
  const network = networkOf(settings);
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

/** Trains a teacher, then a student from the same init, as the settings of a file say. */
export async function replayMlp(settings: GoldenSettings, mlps: MlpProcessor): Promise<Trajectories> {
  const { network, init, inputs, noise, labels } = goldenStart(settings);
  const teacher = await mlps.networks('golden teacher', network, init);
  const taught = await follow(mlps, settings, teacher, inputs, labels, { kind: 'crossEntropy' });
  const student = await mlps.networks('golden student', network, init);
  const from = network.classLogits;
  const objective: MlpObjective = { kind: 'distillation', teachers: teacher, from, to: from + network.auxiliaryLogits };
  const distilled = await follow(mlps, settings, student, noise, labels, objective);
  const after = async (networks: MlpNetworks) => ({
    finalWeights: await networks.parameters(),
    logitsOnInputs: await networks.logits(inputs),
  });
  const results = {
    teacher: { ...taught, ...(await after(teacher)) },
    student: { ...distilled, ...(await after(student)) },
  };
  return {
    ...results,
    cosineOfUpdates: cosineOfUpdates(init, results.student.finalWeights, init, results.teacher.finalWeights),
  };
}

async function follow(
  mlps: MlpProcessor,
  { batch, steps, learningRate }: GoldenSettings,
  networks: MlpNetworks,
  values: Real,
  labels: Uint8Array,
  objective: MlpObjective,
): Promise<Pick<Trajectory, 'losses' | 'firstGradients'>> {
  const training = await mlps.training(networks, {
    label: objective.kind,
    inputs: { kind: 'rows', values, labels },
    objective,
    orderSeeds: [0],
    orderStream: STREAM.batchOrder,
    batch,
    optimizer: ADAM,
    learningRate: () => learningRate,
  });
  const { losses: first } = await training.advance(1);
  // After one step from zero Adam's first moment is (1 - β1) times the gradient.
  const firstGradients: Real = (await training.snapshot()).adamM.map((m) => m / (1 - ADAM.beta1));
  const rest = steps > 1 ? (await training.advance(steps - 1)).losses : [];
  return { losses: [...first, ...rest], firstGradients };
}

/** The largest deviation of each quantity, and how large it may be. */
export function deviations(actual: Trajectories, expected: Trajectories, tolerance: GoldenTolerance): Deviation[] {
  const compared = (
    who: 'teacher' | 'student',
    quantity: keyof Trajectory,
    words: string,
    allowed: number,
  ): Deviation => {
    const relative = quantity === 'losses';
    const [ours, theirs] = [actual[who][quantity], expected[who][quantity]];
    const largest = relative ? largestRelativeDifference(ours, theirs, tolerance) : largestDifference(ours, theirs);
    return { quantity: `${who} ${words}`, largest, tolerance: allowed, relative };
  };
  const networks = (['teacher', 'student'] as const).flatMap((who) => [
    compared(who, 'losses', 'losses', tolerance.losses),
    compared(who, 'firstGradients', 'first gradients', tolerance.gradients),
    compared(who, 'finalWeights', 'final weights', tolerance.weights),
    compared(who, 'logitsOnInputs', 'logits on inputs', tolerance.logits),
  ]);
  const largest = Math.abs(actual.cosineOfUpdates - expected.cosineOfUpdates);
  return [...networks, { quantity: 'cosine of updates', largest, tolerance: tolerance.cosine, relative: false }];
}
