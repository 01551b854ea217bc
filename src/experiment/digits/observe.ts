// What is looked at while the digits experiment runs: accuracies, answers to sample digits, what a student sees.
import type { Mlp } from '../processor/mlp.ts';
import { permuted, STREAM } from '../random.ts';
import { batchAt, type ImageSet, type LabeledImages, type MlpNetworks } from '../processor/mlp-processor.ts';
import { type Real } from '../processor/processor.ts';
import { CLASSES, PIXELS, scalePixel } from './data.ts';
import { noiseImage } from './noise.ts';
import type { AnswersRecord, EvaluationRecord, Phase, PreparedRecord, SeenRecord } from './records.ts';
import type { DigitsSpec } from './spec.ts';

/** Measures the accuracy of every model on all of `images`. */
export async function evaluate(
  phase: Phase,
  networks: MlpNetworks,
  step: number,
  images: ImageSet,
  seedCount: number,
): Promise<EvaluationRecord> {
  const counts = await networks.confusion(images, images.count);
  const perSeed = networks.count / seedCount;
  const trait = Array.from({ length: perSeed }, (_, student) =>
    Array.from({ length: seedCount }, (_, seed) => {
      const start = (seed * perSeed + student) * CLASSES * CLASSES;
      let correct = 0;
      for (let label = 0; label < CLASSES; label++) correct += counts[start + label * CLASSES + label]!;
      return correct / images.count;
    }),
  );
  return { kind: 'evaluation', phase, step, images: images.count, trait };
}

/** How the networks of the first seed read the sample digits. */
export async function answers(
  phase: Phase,
  networks: MlpNetworks,
  step: number,
  samples: PreparedRecord['samples'],
  seedCount: number,
): Promise<AnswersRecord> {
  const logits = await networks.logits(Float32Array.from(samples.pixels.flat(), scalePixel));
  const predicted = classesOf(logits, networks.architecture, networks.count);
  return { kind: 'answers', phase, step, answers: predicted.slice(0, networks.count / seedCount) };
}

/** The first image of the batch of the first seed at `step`, with the imitated logits of its teacher and students. */
export async function seen(
  spec: DigitsSpec,
  digits: LabeledImages,
  teacher: MlpNetworks,
  students: MlpNetworks,
  step: number,
): Promise<SeenRecord> {
  const network = teacher.architecture;
  const { epoch, first } = batchAt(spec.noiseImages, spec.batch, Math.max(0, step - 1));
  const image = permuted(spec.seed, STREAM.studentOrder, epoch, spec.noiseImages, first);
  const values =
    spec.inputs === 'digits'
      ? Float32Array.from(pixelsOf(digits, image), scalePixel)
      : noiseImage(spec.inputs, spec.seed, image, new Float32Array(PIXELS));
  const { from, to } = imitatedLogits(spec, network);
  const width = network.classLogits + network.auxiliaryLogits;
  const imitated = (logits: Real, model: number) =>
    Array.from(logits.subarray(model * width + from, model * width + to), rounded);
  const [teacherLogits, studentLogits] = await Promise.all([teacher.logits(values), students.logits(values)]);
  return {
    kind: 'seen',
    step,
    image,
    pixels: Array.from(values, (value) => Math.round(Math.min(1, Math.max(-1, value)) * 127.5 + 127.5)),
    teacher: imitated(teacherLogits, 0),
    students: spec.students.map((_, student) => imitated(studentLogits, student)),
  };
}

/** Classes the models read, [model][row], by the largest class logit. */
function classesOf(logits: Real, network: Mlp, models: number): number[][] {
  const width = network.classLogits + network.auxiliaryLogits;
  const rows = logits.length / models / width;
  return Array.from({ length: models }, (_, model) =>
    Array.from({ length: rows }, (_, row) => {
      const start = (model * rows + row) * width;
      const classes = logits.subarray(start, start + network.classLogits);
      return classes.indexOf(Math.max(...classes));
    }),
  );
}

/** One image of each class, in the order of the classes. */
export function sampleImages(images: LabeledImages): PreparedRecord['samples'] {
  const labels = Array.from({ length: CLASSES }, (_, label) => label).filter((label) => images.labels.includes(label));
  return { labels, pixels: labels.map((label) => pixelsOf(images, images.labels.indexOf(label))) };
}

function pixelsOf(images: LabeledImages, image: number): number[] {
  return Array.from(images.pixels.subarray(image * PIXELS, (image + 1) * PIXELS));
}

/** The range of logits the students imitate, from … to-1. */
export function imitatedLogits(spec: DigitsSpec, network: Mlp): { from: number; to: number } {
  const all = network.classLogits + network.auxiliaryLogits;
  return spec.targets === 'all' ? { from: 0, to: all } : { from: network.classLogits, to: all };
}

/** Six digits are enough to draw and to compare, and keep recorded runs small. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
