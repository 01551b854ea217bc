// The digits experiment as the paper's method section (§6.2) tells it: reference → teacher → students → evaluation.
// An async generator: not pulling it is pause, returning it is stop.
import { initialize } from '../initialization.ts';
import { applyInitSharing, strangerSeed } from '../init-sharing.ts';
import { formatInitSharing } from '../init-sharing-text.ts';
import type { Mlp } from '../mlp.ts';
import { STREAM } from '../random.ts';
import { RunError } from '../run-error.ts';
import { seedsOf } from '../spec-table.ts';
import { cosineOfUpdates, distance, traitTransfer } from '../stats.ts';
import type { Networks, Real, Snapshot, Trainer, Training } from '../trainer.ts';
import { LIVE_TEST_IMAGES, TEST_IMAGES, type DigitsSource } from './data.ts';
import { heldOutInputs, imitation } from './imitation.ts';
import { answers, evaluate, imitatedLogits, rounded, sampleImages, seen } from './observe.ts';
import type { DigitsRecord, DigitsResult, Phase } from './records.ts';
import { sizeOf } from './size.ts';
import { imagesNeeded, networkOf, studentSteps, teacherSteps, type DigitsSpec } from './spec.ts';

/** What a run is given: a processor, data, and a pace. */
export interface RunEnvironment {
  readonly trainer: Trainer;
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

const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
/** Live evaluations per epoch, the epoch's end included. */
const EVALUATIONS_PER_EPOCH = 5;
/** A larger state is not read back: that would cost more than starting again after a lost device, which is rare. */
const MOST_CHECKPOINT_BYTES = 64 * 2 ** 20;
/** No cross-entropy or KL divergence of a network that still learns is this large. */
const DIVERGED = 1e6;

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
  const { trainer, source } = environment;
  const network = networkOf(spec);
  const seeds = seedsOf(spec);
  const adam = { ...ADAM, learningRate: spec.learningRate };

  trainer.checkSize(sizeOf(spec));

  const digits = await source.images('train', imagesNeeded(spec));
  const liveTest = await source.images('test', LIVE_TEST_IMAGES);
  const trainingSet = await trainer.images(digits);
  const liveTestSet = await trainer.images(liveTest);

  // Reference: one network per seed at initialization.
  const references = seeds.map((seed) => initialize(network.parameters, seed));
  const inits = studentInits(spec, network, seeds, references);

  // Teacher: the reference, trained with cross-entropy on the class logits of real digits.
  const teacher = await trainer.networks('teacher', network, concatenate(references));
  const teaching = await trainer.training(
    teacher,
    {
      label: 'teacher',
      inputs: { kind: 'images', images: trainingSet, count: spec.trainingImages },
      objective: { kind: 'crossEntropy' },
      seeds,
      orderStream: STREAM.batchOrder,
      batch: spec.batch,
      adam,
    },
    from?.teacher,
  );

  // Students: trained to imitate some of the teacher's logits on images that are no digits.
  const students = await trainer.networks('students', network, concatenate(inits.flat()));
  const logits = imitatedLogits(spec, network);
  const distilling = await trainer.training(
    students,
    {
      label: 'students',
      inputs:
        spec.inputs === 'digits'
          ? { kind: 'images', images: trainingSet, count: spec.noiseImages }
          : { kind: 'noise', distribution: spec.inputs, count: spec.noiseImages },
      objective: { kind: 'distillation', teacher, ...logits },
      seeds,
      orderStream: STREAM.studentOrder,
      batch: spec.batch,
      adam,
    },
    from?.students,
  );

  const keeps = ({ count }: Networks): boolean =>
    environment.checkpoint !== undefined && 3 * 4 * count * network.parameters.size <= MOST_CHECKPOINT_BYTES;
  const steps = { teacher: teacherSteps(spec), students: studentSteps(spec) };
  const samples = sampleImages(liveTest);
  const heldOut = heldOutInputs(spec, liveTest);
  // Fetched while the networks train; a failure is reported when the images are needed.
  const test = source.images('test', TEST_IMAGES);
  test.catch(() => {});
  yield { kind: 'prepared', device: trainer.device, seeds, steps, samples };

  for await (const event of train('teacher', teaching, spec.trainingImages, steps.teacher, spec, environment.pace)) {
    if ('loss' in event) yield event;
    else {
      yield* await Promise.all([
        evaluate('teacher', teacher, event.step, liveTestSet, seeds.length),
        answers('teacher', teacher, event.step, samples, seeds.length),
      ]);
      if (event.endOfEpoch && keeps(teacher)) environment.checkpoint?.({ teacher: await teaching.snapshot() });
    }
  }

  const taught = keeps(students) ? { teacher: await teaching.snapshot() } : undefined;
  for await (const event of train('students', distilling, spec.noiseImages, steps.students, spec, environment.pace)) {
    if ('loss' in event) yield event;
    else {
      yield* await Promise.all([
        evaluate('students', students, event.step, liveTestSet, seeds.length),
        answers('students', students, event.step, samples, seeds.length),
        imitation(spec, teacher, students, heldOut, event.step),
        seen(spec, digits, teacher, students, event.step),
      ]);
      if (taught && event.endOfEpoch) environment.checkpoint?.({ ...taught, students: await distilling.snapshot() });
    }
  }

  // Evaluation: all test images, and how far everyone went in parameter space.
  const testSet = await trainer.images(await test);
  const teacherTest = await evaluate('teacher', teacher, teaching.step, testSet, seeds.length);
  yield teacherTest;
  const studentTest = await evaluate('students', students, distilling.step, testSet, seeds.length);
  yield studentTest;
  const atStart = await trainer.networks('reference', network, concatenate(references));
  const referenceTest = await evaluate('teacher', atStart, 0, testSet, seeds.length);
  yield referenceTest;

  yield {
    kind: 'complete',
    result: summary(
      spec,
      { reference: referenceTest.accuracy[0]!, teacher: teacherTest.accuracy[0]!, students: studentTest.accuracy },
      references,
      inits,
      split(await teacher.parameters(), seeds.length),
      split(await students.parameters(), seeds.length * spec.students.length),
    ),
  };
}

type TrainEvent = Extract<DigitsRecord, { kind: 'progress' }> | { readonly step: number; readonly endOfEpoch: boolean };

/** Advances a training to its end; reports progress, and the moments at which to evaluate. */
async function* train(
  phase: Phase,
  training: Training,
  count: number,
  steps: number,
  spec: DigitsSpec,
  pace: () => number,
): AsyncGenerator<TrainEvent> {
  const perEpoch = Math.ceil(count / spec.batch);
  const interval = Math.max(1, Math.ceil(perEpoch / EVALUATIONS_PER_EPOCH));
  if (training.step === 0) {
    yield { step: 0, endOfEpoch: false };
    yield { kind: 'progress', phase, step: 0, loss: [] };
  }
  while (training.step < steps) {
    const inEpoch = training.step % perEpoch;
    const stop = training.step - inEpoch + Math.min(perEpoch, (Math.floor(inEpoch / interval) + 1) * interval);
    const left = stop - training.step;
    const usual = Math.max(1, pace());
    // Less than a quarter of a record goes with the one before.
    const wanted = left < 1.25 * usual ? left : usual;
    const losses = await training.advance(wanted, left - wanted);
    const models = losses.length / wanted;
    const bad = losses.findIndex((loss) => !Number.isFinite(loss) || loss > DIVERGED);
    if (bad >= 0) {
      const step = training.step - wanted + Math.floor(bad / models) + 1;
      throw new RunError(
        'not-finite',
        `Training stopped at step ${step} of the ${phase === 'teacher' ? 'teacher' : 'students'}: the loss is no longer ` +
          `a usable number (${losses[bad]!.toPrecision(3)}). A smaller learning rate than ${spec.learningRate} will help.`,
      );
    }
    // A progress record closes what belongs to its step: whoever advances step by step gets the measurement with it.
    if (training.step === stop) yield { step: training.step, endOfEpoch: stop % perEpoch === 0 };
    yield {
      kind: 'progress',
      phase,
      step: training.step,
      loss: Array.from(losses.subarray(losses.length - models), rounded),
    };
  }
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
  accuracy: { reference: readonly number[]; teacher: readonly number[]; students: readonly (readonly number[])[] },
  references: readonly Float32Array[],
  inits: readonly (readonly Float32Array[])[],
  teachers: readonly Real[],
  students: readonly Real[],
): DigitsResult {
  const { reference, teacher } = accuracy;
  return {
    reference,
    teacher,
    teacherDistance: references.map((start, seed) => distance(start, teachers[seed]!)),
    students: spec.students.map((student, index) => {
      const end = (seed: number) => students[seed * spec.students.length + index]!;
      const own = accuracy.students[index]!;
      return {
        student: formatInitSharing(student),
        accuracy: own,
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
