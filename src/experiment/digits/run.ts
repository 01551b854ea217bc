// The digits experiment as the paper's method section (§6.2) tells it: reference → teacher → students → evaluation.
// An async generator: not pulling it is pause, returning it is stop.
import { initialize } from '../init/initialization.ts';
import { applyInitSharing, strangerSeed } from '../init/init-sharing.ts';
import { formatInitSharing } from '../init/init-sharing-text.ts';
import type { Mlp } from '../processor/mlp.ts';
import { STREAM } from '../random.ts';
import { seedsOf } from '../spec/spec-table.ts';
import { cosineOfUpdates, distance, traitTransfer } from '../statistics/stats.ts';
import type { MlpNetworks } from '../processor/mlp-processor.ts';
import type { Processor, Real, Snapshot } from '../processor/processor.ts';
import { LIVE_TEST_IMAGES, TEST_IMAGES, type DigitsSource } from './data.ts';
import { heldOutInputs, imitation } from './imitation.ts';
import { answers, evaluate, imitatedLogits, sampleImages, seen } from './observe.ts';
import type { DigitsRecord, DigitsResult } from './records.ts';
import { sizeOf } from './size.ts';
import { imagesNeeded, networkOf, studentSteps, teacherSteps, type DigitsSpec } from './spec.ts';
import { train, type Course } from './train.ts';

/** What a run is given: a processor, data, and a pace. */
export interface RunEnvironment {
  readonly processor: Processor;
  readonly source: DigitsSource;
  /** How many steps the next record may cover, at least 1. Changes what is reported, never what is computed. */
  pace(): number;
  /** Called at the end of epochs with all that is needed to go on after a lost device. */
  checkpoint?(checkpoint: Checkpoint): void;
}

/** The state of a run: both phases' training, as far as they got. */
export interface Checkpoint {
  readonly teacher: Snapshot;
  readonly students?: Snapshot;
}

const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
/** A larger state is not read back: that would cost more than starting again after a lost device, which is rare. */
const MOST_CHECKPOINT_BYTES = 64 * 2 ** 20;

/**
 * Runs `spec` and reports as it goes. The numbers depend on the spec and the adapter alone.
 * @param from go on from here instead of from the start
 * @throws RunError not-finite if a loss stops being a usable number
 */
export async function* run(
  spec: DigitsSpec,
  environment: RunEnvironment,
  from?: Checkpoint,
): AsyncGenerator<DigitsRecord> {
  const { processor, source } = environment;
  const { mlps } = processor;
  const network = networkOf(spec);
  const seeds = seedsOf(spec);
  const learningRate = () => spec.learningRate;

  mlps.checkSize(sizeOf(spec));

  const digits = await source.images('train', imagesNeeded(spec));
  const liveTest = await source.images('test', LIVE_TEST_IMAGES);
  const uploading = Promise.all([mlps.images(digits), mlps.images(liveTest)]);
  // Whoever waits for it below hears a rejection; until then nobody does.
  uploading.catch(() => {});

  // Reference: one network per seed at initialization.
  const references = seeds.map((seed) => initialize(network.parameters, seed));
  const inits = studentInits(spec, network, seeds, references);

  const [trainingSet, liveTestSet] = await uploading;

  // Teacher: the reference, trained with cross-entropy on the class logits of real digits.
  const teacher = await mlps.networks('teacher', network, concatenate(references));
  const teaching = await mlps.training(
    teacher,
    {
      label: 'teacher',
      inputs: { kind: 'images', images: trainingSet, count: spec.trainingImages },
      objective: { kind: 'crossEntropy' },
      orderSeeds: seeds,
      orderStream: STREAM.batchOrder,
      batch: spec.batch,
      optimizer: ADAM,
      learningRate,
    },
    from?.teacher,
  );

  // Students: trained to imitate some of the teacher's logits on images that are no digits.
  const students = await mlps.networks('students', network, concatenate(inits.flat()));
  const logits = imitatedLogits(spec, network);
  const distilling = await mlps.training(
    students,
    {
      label: 'students',
      inputs:
        spec.inputs === 'digits'
          ? { kind: 'images', images: trainingSet, count: spec.noiseImages }
          : { kind: 'noise', distribution: spec.inputs, count: spec.noiseImages },
      objective: { kind: 'distillation', teachers: teacher, ...logits },
      orderSeeds: seeds,
      orderStream: STREAM.studentOrder,
      batch: spec.batch,
      optimizer: ADAM,
      learningRate,
    },
    from?.students,
  );

  const keeps = ({ count }: MlpNetworks): boolean =>
    environment.checkpoint !== undefined && 3 * 4 * count * network.parameters.size <= MOST_CHECKPOINT_BYTES;
  const steps = { teacher: teacherSteps(spec), students: studentSteps(spec) };
  const samples = sampleImages(liveTest);
  const heldOut = heldOutInputs(spec, liveTest);
  // Fetched while the networks train; a failure is reported when the images are needed.
  const test = source.images('test', TEST_IMAGES);
  test.catch(() => {});
  yield { kind: 'prepared', device: processor.device, seeds, steps, samples };

  const teachersCourse: Course = {
    phase: 'teacher',
    training: teaching,
    images: spec.trainingImages,
    steps: steps.teacher,
    keeps: keeps(teacher),
    measure: (step) =>
      Promise.all([
        evaluate('teacher', teacher, step, liveTestSet, seeds.length),
        answers('teacher', teacher, step, samples, seeds.length),
      ]),
  };
  for await (const event of train(teachersCourse, spec, environment.pace)) {
    if ('loss' in event) yield event;
    else {
      yield* event.measured;
      if (event.snapshot) environment.checkpoint?.({ teacher: event.snapshot });
    }
  }

  const taught = keeps(students) ? { teacher: await teaching.snapshot() } : undefined;
  const studentsCourse: Course = {
    phase: 'students',
    training: distilling,
    images: spec.noiseImages,
    steps: steps.students,
    keeps: taught !== undefined,
    measure: (step) =>
      Promise.all([
        evaluate('students', students, step, liveTestSet, seeds.length),
        answers('students', students, step, samples, seeds.length),
        imitation(spec, teacher, students, heldOut, step),
        seen(spec, digits, teacher, students, step),
      ]),
  };
  for await (const event of train(studentsCourse, spec, environment.pace)) {
    if ('loss' in event) yield event;
    else {
      yield* event.measured;
      if (taught && event.snapshot) environment.checkpoint?.({ ...taught, students: event.snapshot });
    }
  }

  // Evaluation: all test images, and how far everyone went in parameter space.
  const testSet = await mlps.images(await test);
  const atStart = await mlps.networks('reference', network, concatenate(references));
  const [teacherTest, studentTest, referenceTest, teacherEnd, studentEnd] = await Promise.all([
    evaluate('teacher', teacher, teaching.step, testSet, seeds.length),
    evaluate('students', students, distilling.step, testSet, seeds.length),
    evaluate('teacher', atStart, 0, testSet, seeds.length),
    teacher.parameters(),
    students.parameters(),
  ]);
  yield* [teacherTest, studentTest, referenceTest];

  yield {
    kind: 'complete',
    result: summary(
      spec,
      { reference: referenceTest.trait[0]!, teacher: teacherTest.trait[0]!, students: studentTest.trait },
      references,
      inits,
      split(teacherEnd, seeds.length),
      split(studentEnd, seeds.length * spec.students.length),
    ),
  };
}

/** The students' inits, [seed][student] of [parameter]. */
function studentInits(
  spec: DigitsSpec,
  network: Mlp,
  seeds: readonly number[],
  references: readonly Float32Array[],
): Float32Array[][] {
  return seeds.map((seed, index) => {
    const other = strangerSeed(seed);
    const context = {
      parameters: network.parameters,
      seed,
      reference: references[index]!,
      stranger: initialize(network.parameters, other),
      strangerSeed: other,
    };
    return spec.students.map((student) => applyInitSharing(student, context));
  });
}

function summary(
  spec: DigitsSpec,
  trait: { reference: readonly number[]; teacher: readonly number[]; students: readonly (readonly number[])[] },
  references: readonly Float32Array[],
  inits: readonly (readonly Float32Array[])[],
  teachers: readonly Real[],
  students: readonly Real[],
): DigitsResult {
  const { reference, teacher } = trait;
  return {
    reference,
    teacher,
    teacherDistance: references.map((start, seed) => distance(start, teachers[seed]!)),
    students: spec.students.map((student, index) => {
      const end = (seed: number) => students[seed * spec.students.length + index]!;
      const own = trait.students[index]!;
      return {
        student: formatInitSharing(student),
        trait: own,
        traitTransfer: own.map((value, seed) => traitTransfer(value, reference[seed]!, teacher[seed]!)),
        cosineOfUpdates: references.map((start, seed) =>
          cosineOfUpdates(inits[seed]![index]!, end(seed), start, teachers[seed]!),
        ),
        cosineTowardTeacher: inits.map((init, seed) =>
          cosineOfUpdates(init[index]!, end(seed), init[index]!, teachers[seed]!),
        ),
        distanceAtStart: inits.map((init, seed) => distance(init[index]!, teachers[seed]!)),
        distanceAtEnd: inits.map((_, seed) => distance(end(seed), teachers[seed]!)),
      };
    }),
  };
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const length = parts[0]!.length;
  const result = new Float32Array(length * parts.length);
  parts.forEach((part, index) => result.set(part, index * length));
  return result;
}

function split(flat: Real, count: number): Real[] {
  const length = flat.length / count;
  return Array.from({ length: count }, (_, index) => flat.subarray(index * length, (index + 1) * length));
}
