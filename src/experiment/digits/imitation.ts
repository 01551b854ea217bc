// The students' own task, measured on inputs that no student trains on: how far each still is from its teacher. A student
// that imitates well and reads no digit has learned all it was asked to.
import type { LabeledImages, MlpNetworks } from '../processor/mlp-processor.ts';
import type { Real } from '../processor/processor.ts';
import { PIXELS, scalePixel } from './data.ts';
import { noiseImage } from './noise.ts';
import { imitatedLogits, rounded } from './observe.ts';
import type { ImitationRecord } from './records.ts';
import type { DigitsSpec } from './spec.ts';

/** Enough for a mean that is good to a few percent, and one forward pass. */
const HELD_OUT = 128;
/** Noise images are numbered, and no spec trains on more than so many. */
const BEYOND_TRAINING = 60_000;

/** Inputs of the kind the students train on, but others: noise images beyond any training set, or test digits; [row, pixel]. */
export function heldOutInputs(
  { inputs, seed }: Pick<DigitsSpec, 'inputs' | 'seed'>,
  test: LabeledImages,
): Float32Array {
  if (inputs === 'digits') return Float32Array.from(test.pixels.subarray(0, HELD_OUT * PIXELS), scalePixel);
  const values = new Float32Array(HELD_OUT * PIXELS);
  for (let row = 0; row < HELD_OUT; row++) {
    noiseImage(inputs, seed, BEYOND_TRAINING + row, values.subarray(row * PIXELS, (row + 1) * PIXELS));
  }
  return values;
}

/** KL(teacher‖student) over the imitated logits, mean over `inputs` [row, pixel]; the same inputs for every seed. */
export async function imitation(
  spec: DigitsSpec,
  teacher: MlpNetworks,
  students: MlpNetworks,
  inputs: Real,
  step: number,
): Promise<ImitationRecord> {
  const { from, to } = imitatedLogits(spec, teacher.architecture);
  const width = teacher.architecture.classLogits + teacher.architecture.auxiliaryLogits;
  const rows = inputs.length / PIXELS;
  const [teacherLogits, studentLogits] = await Promise.all([teacher.logits(inputs), students.logits(inputs)]);
  /** Log-probabilities of the imitated logits of one model, [row][logit]. */
  const imitated = (logits: Real, model: number) =>
    Array.from({ length: rows }, (_, row) => {
      const start = (model * rows + row) * width;
      return logSoftmax(Float64Array.from(logits.subarray(start + from, start + to)));
    });
  const teachers = Array.from({ length: teacher.count }, (_, seed) => imitated(teacherLogits, seed));
  const loss = spec.students.map((_, student) =>
    teachers.map((answers, seed) => {
      const own = imitated(studentLogits, seed * spec.students.length + student);
      return meanDivergence(answers, (row) => own[row]!);
    }),
  );
  const blind = teachers.map((answers) => {
    const mean = answers[0]!.map((_, logit) =>
      Math.log(answers.reduce((sum, answer) => sum + Math.exp(answer[logit]!), 0) / rows),
    );
    return meanDivergence(answers, () => mean);
  });
  return { kind: 'imitation', phase: 'students', step, loss, blind };
}

function meanDivergence(answers: readonly Float64Array[], other: (row: number) => Float64Array): number {
  return rounded(answers.reduce((sum, answer, row) => sum + divergence(answer, other(row)), 0) / answers.length);
}

function logSoftmax(logits: Float64Array): Float64Array {
  const most = Math.max(...logits);
  const total = logits.reduce((sum, value) => sum + Math.exp(value - most), 0);
  return logits.map((value) => value - most - Math.log(total));
}

/** Σ p (log p − log q); the loss that the students minimize. */
function divergence(logP: Float64Array, logQ: Float64Array): number {
  return logP.reduce((sum, value, logit) => sum + Math.exp(value) * (value - logQ[logit]!), 0);
}
